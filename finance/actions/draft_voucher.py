"""A person writes a voucher down; it may be changed until it is submitted."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from finance.records.runs import next_numbers
from finance.records.vouchers import (
    Handed,
    VoucherKind,
    VoucherRow,
    VoucherState,
    add_maker,
    change,
    voucher_id,
    voucher_of,
    write_lines,
)
from finance.rules.charts import Item
from finance.rules.errors import RuleError
from finance.rules.vouchers import LARGEST_VND, MirrorIsFixed, VoucherChanged, check_control
from finance.runtime import audit
from finance.runtime.charts import index_items
from finance.runtime.context import Context
from ledger.entries import Line, Side, check_tags, total
from ledger.errors import OutOfRange, UnknownBook
from ledger.store import reads


class UnknownItem(RuleError):
    """The regime's index has no such line."""

    code = "voucher.unknown_item"
    vi = "Không có mục «{item}» trong mục lục thu, chi của chế độ {regime}."
    en = "There is no item “{item}” in the index of regime {regime}."


@dataclass(frozen=True, slots=True)
class DraftVoucher:
    """A voucher as a person gives it. `seq` names a draft to be replaced; None makes a new one.

    `seen` is when a draft to be replaced was last changed, as the person has seen it (in
    microseconds); None replaces whatever stands there.
    """

    unit: str
    accounting_on: dt.date
    document_on: dt.date
    text: str
    lines: Sequence[Line]
    seq: int | None = None
    seen: int | None = None


def draft_voucher(ctx: Context, request: DraftVoucher) -> int:
    """Keep a draft; it need not balance yet, but every line must be one the book could take.

    Returns  the voucher's number within its unit.
    Raises   UnknownBook, UnknownAccount, WrongDimension, ControlAccount, OutOfRange,
             UnknownItem, VoucherNotThere, VoucherChanged, MirrorIsFixed, PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "voucher.draft", request.unit)
        row = keep_draft(session, ctx, request)
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


def keep_draft(session: Session, ctx: Context, request: DraftVoucher) -> VoucherRow:
    """Write the draft inside the caller's transaction; the actor has a hand in it from now on.

    Raises   as draft_voucher, but for the permission.
    """
    check_lines(session, request.unit, request.lines)
    row = _row(session, ctx, request)
    row.accounting_on, row.document_on = request.accounting_on, request.document_on
    row.text, row.maker, row.reason = request.text, ctx.actor.name, ""
    row.state = VoucherState.DRAFT.value
    change(row, ctx.clock.now_us())
    session.flush()
    write_lines(session, row, request.lines)
    add_maker(session, row, ctx.actor.name)
    return row


def hold_to_seen(row: VoucherRow | Handed, seen: int | None) -> None:
    """Refuse a step on what has changed since the actor looked; None is whatever stands there.

    Raises   VoucherChanged.
    """
    if seen is not None and seen != row.changed_at_us:
        raise VoucherChanged(voucher=voucher_id(row))


def check_lines(session: Session, unit: str, lines: Sequence[Line]) -> None:
    """Refuse lines that no person may have posted in a unit's book.

    Raises   UnknownBook, UnknownAccount, WrongDimension, ControlAccount, OutOfRange, UnknownItem.
    """
    held = reads.books_by_code(session, {unit}).get(unit)
    if held is None:
        raise UnknownBook(book=unit)
    chart = reads.chart(session, held.regime)
    check_tags(lines, chart)
    check_control(lines, chart)
    items: dict[str, Item] = {
        item.code: item for item in index_items() if item.regime == held.regime
    }
    for side in Side:
        amount = total(lines, side)
        if amount > LARGEST_VND:
            raise OutOfRange(amount=amount)
    for line in lines:
        if not 0 < line.amount_vnd <= LARGEST_VND:
            raise OutOfRange(amount=line.amount_vnd)
        if line.item and line.item not in items:
            raise UnknownItem(item=line.item, regime=held.regime)


def _row(session: Session, ctx: Context, request: DraftVoucher) -> VoucherRow:
    if request.seq is not None:
        row = voucher_of(
            session, request.unit, request.seq, VoucherState.DRAFT, VoucherState.REJECTED
        )
        if row.kind == VoucherKind.REVERSAL:
            raise MirrorIsFixed(voucher=voucher_id(row), entry=row.reverses)
        hold_to_seen(row, request.seen)
        return row
    row = VoucherRow(
        unit_code=request.unit,
        seq=next_numbers(session, request.unit, "voucher", 1),
        maker=ctx.actor.name,
        kind=VoucherKind.PLAIN.value,
        changed_at_us=0,
    )
    session.add(row)
    return row
