"""A person writes a voucher down; it may be changed until it is submitted."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from finance.records.runs import next_numbers
from finance.records.vouchers import VoucherLineRow, VoucherRow, VoucherState
from finance.rules.charts import Item
from finance.rules.errors import RuleError
from finance.rules.vouchers import check_control
from finance.runtime import audit
from finance.runtime.charts import index_items
from finance.runtime.context import Context
from ledger.entries import Line, Side, check_tags
from ledger.errors import OutOfRange, UnknownBook
from ledger.money import MOST, Vnd
from ledger.store import reads


class UnknownVoucher(RuleError):
    """No such voucher."""

    code = "voucher.unknown"
    vi = "Không có chứng từ {voucher}."
    en = "There is no voucher {voucher}."


class VoucherNotThere(RuleError):
    """The voucher has gone too far, or not far enough, for this step."""

    code = "voucher.wrong_state"
    vi = "Chứng từ {voucher} đang ở trạng thái «{state}», không thực hiện được bước này."
    en = "Voucher {voucher} is “{state}”; this step is not open."


class UnknownItem(RuleError):
    """The regime's index has no such line."""

    code = "voucher.unknown_item"
    vi = "Không có mục «{item}» trong mục lục thu, chi của chế độ {regime}."
    en = "There is no item “{item}” in the index of regime {regime}."


@dataclass(frozen=True, slots=True)
class DraftVoucher:
    """A voucher as a person gives it. `seq` names a draft to be replaced; None makes a new one."""

    unit: str
    accounting_on: dt.date
    document_on: dt.date
    text: str
    lines: Sequence[Line]
    seq: int | None = None


def draft_voucher(ctx: Context, request: DraftVoucher) -> int:
    """Keep a draft; it need not balance yet, but every line must be one the book could take.

    Returns  the voucher's number within its unit.
    Raises   UnknownBook, UnknownAccount, WrongDimension, ControlAccount, OutOfRange,
             UnknownItem, VoucherNotThere, PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "voucher.draft", request.unit)
        _check(session, request)
        row = _row(session, ctx, request)
        row.accounting_on, row.document_on = request.accounting_on, request.document_on
        row.text, row.changed_at_us = request.text, ctx.clock.now_us()
        row.state, row.maker, row.reason = VoucherState.DRAFT.value, ctx.actor.name, ""
        session.flush()
        _write_lines(session, row, request.lines)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "draft_voucher",
            request.unit,
            voucher_id(row),
            {"lines": len(request.lines), "text": request.text},
        )
        session.commit()
        return row.seq


def voucher_id(row: VoucherRow) -> str:
    """UNIT/V/SEQ, as people name it."""
    return f"{row.unit_code}/V/{row.seq}"


def voucher_of(session: Session, unit: str, seq: int, *states: VoucherState) -> VoucherRow:
    """The voucher, in one of these states.

    Raises   UnknownVoucher, VoucherNotThere.
    """
    row = session.get(VoucherRow, (unit, seq), with_for_update=True)
    if row is None:
        raise UnknownVoucher(voucher=f"{unit}/V/{seq}")
    if row.state not in {state.value for state in states}:
        raise VoucherNotThere(voucher=voucher_id(row), state=row.state)
    return row


def voucher_lines(session: Session, row: VoucherRow) -> tuple[Line, ...]:
    """The lines of a voucher, as the book would take them."""
    rows = session.scalars(
        select(VoucherLineRow)
        .where(VoucherLineRow.unit_code == row.unit_code, VoucherLineRow.seq == row.seq)
        .order_by(VoucherLineRow.line_no)
    )
    return tuple(
        Line(each.account, Side(each.side), Vnd(each.amount_vnd), each.fund, each.item)
        for each in rows
    )


def _check(session: Session, request: DraftVoucher) -> None:
    held = reads.books_by_code(session, {request.unit}).get(request.unit)
    if held is None:
        raise UnknownBook(book=request.unit)
    chart = reads.chart(session, held.regime)
    check_tags(request.lines, chart)
    check_control(request.lines, chart)
    items: dict[str, Item] = {
        item.code: item for item in index_items() if item.regime == held.regime
    }
    for line in request.lines:
        if not 0 < line.amount_vnd <= MOST:
            raise OutOfRange(amount=line.amount_vnd)
        if line.item and line.item not in items:
            raise UnknownItem(item=line.item, regime=held.regime)


def _row(session: Session, ctx: Context, request: DraftVoucher) -> VoucherRow:
    if request.seq is not None:
        return voucher_of(
            session, request.unit, request.seq, VoucherState.DRAFT, VoucherState.REJECTED
        )
    row = VoucherRow(
        unit_code=request.unit,
        seq=next_numbers(session, request.unit, "voucher", 1),
        maker=ctx.actor.name,
    )
    session.add(row)
    return row


def _write_lines(session: Session, row: VoucherRow, lines: Sequence[Line]) -> None:
    session.execute(
        delete(VoucherLineRow).where(
            VoucherLineRow.unit_code == row.unit_code, VoucherLineRow.seq == row.seq
        )
    )
    session.add_all(
        VoucherLineRow(
            unit_code=row.unit_code,
            seq=row.seq,
            line_no=number,
            account=line.account,
            side=line.side.value,
            amount_vnd=line.amount_vnd,
            fund=line.fund,
            item=line.item,
        )
        for number, line in enumerate(lines, start=1)
    )
