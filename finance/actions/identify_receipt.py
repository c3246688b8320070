"""A person decides whose money a receipt is."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.actions.match_receipts import Decision, moves_of
from finance.actions.record_wo_notice import NoSuchObligation
from finance.actions.release_receipt import find_receipt
from finance.actions.rematch import Rematch, rematch
from finance.actions.rematch_refusals import NotThatMuch
from finance.actions.split_receipt import part_for, split_off
from finance.records.employers import EmployerRow
from finance.records.obligations import ObligationRow
from finance.records.receipts import ReceiptRow
from finance.records.runs import take_turn
from finance.rules.errors import RuleError
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen

CERTAIN = 100


class UnknownEmployer(RuleError):
    """The register has no such employer on that day."""

    code = "employer.unknown"
    vi = "Không có đơn vị sử dụng lao động mã số thuế «{tax_code}» trong danh mục."
    en = "There is no employer with tax code “{tax_code}” in the register."


class NothingOpen(RuleError):
    """All of the receipt is decided already."""

    code = "receipt.nothing_open"
    vi = "Khoản thu {receipt} không còn số tiền chờ xác định."
    en = "Nothing of receipt {receipt} is still to be identified."


@dataclass(frozen=True, slots=True)
class IdentifyReceipt:
    """Which receipt, whose it is, for which months first (none: the oldest first).

    An amount names a part of what is open: the rest stays with the receipt for others.
    """

    receipt: str
    tax_code: str
    on: dt.date
    periods: tuple[str, ...] = ()
    amount_vnd: int | None = None


def identify_receipt(ctx: Context, request: IdentifyReceipt) -> str:
    """Put what is open of a receipt on an employer's obligations; what is left is its credit.

    With an amount, that part is split off first and is a receipt of its own: so several employers
    share one receipt, also in several collecting units.
    Returns  the public id of the receipt, or of the part. A part of that amount that stands for
             that employer is not split off twice.
    Raises   NotThatMuch for an amount beyond what is open;
             UnknownReceipt, UnknownEmployer, NothingOpen; NoSuchObligation for a month that was
             never assessed; PermissionRefused unless the actor may do this both where the money
             lies and in the unit that collects; and whatever keeps the money from being shared.
    """
    with ctx.database.writing() as session:
        take_turn(session)
        widen(session)
        receipt = find_receipt(session, request.receipt)
        ctx.require(session, "receipt.identify", receipt.unit_code)
        before = part_for(session, receipt, request.tax_code, request.amount_vnd)
        if before is not None:
            return before.public_id
        if receipt.open_vnd == 0:
            raise NothingOpen(receipt=receipt.public_id)
        registered = _registered(session, request)
        owed = _owed(session, request)
        collector = owed[0].collecting_unit if owed else registered
        # What is posted stands in the collecting unit's book: nobody acts there from outside.
        ctx.require(session, "receipt.identify", collector)
        receipt = _part(session, ctx, receipt, request)
        decision = _decide(receipt, collector, owed, request)
        order = Rematch(
            collector=collector,
            on=request.on,
            moves=tuple(moves_of(decision)),
            text=f"Xác định khoản thu {receipt.public_id}",
            decided_by=ctx.actor.name,
        )
        rematch(session, ctx, order)
        receipt.evidence = "person"
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "identify_receipt",
            receipt.unit_code,
            receipt.public_id,
            {"tax_code": request.tax_code, "amount_vnd": receipt.amount_vnd},
        )
        session.commit()
        return receipt.public_id


def _part(
    session: Session, ctx: Context, receipt: ReceiptRow, request: IdentifyReceipt
) -> ReceiptRow:
    """The receipt, or the part of it that is this employer's alone."""
    amount = request.amount_vnd
    if amount is None:
        return receipt
    if not 0 < amount <= receipt.open_vnd:
        raise NotThatMuch(what=receipt.public_id, open=receipt.open_vnd, amount=amount)
    if amount == receipt.open_vnd and receipt.tax_code in {"", request.tax_code}:
        return receipt
    return split_off(session, ctx, receipt, amount)


def _registered(session: Session, request: IdentifyReceipt) -> str:
    found = session.scalars(
        select(EmployerRow.collecting_unit)
        .where(EmployerRow.tax_code == request.tax_code, EmployerRow.valid_from <= request.on)
        .order_by(EmployerRow.valid_from.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        raise UnknownEmployer(tax_code=request.tax_code)
    return found


def _owed(session: Session, request: IdentifyReceipt) -> list[ObligationRow]:
    """What the employer still owes, as it is to be paid: named months, then those due first.

    Months of before a change of the collecting unit are still owed to the one of before.
    """
    rows = session.scalars(
        select(ObligationRow).where(ObligationRow.tax_code == request.tax_code)
    ).all()
    unknown = sorted(set(request.periods) - {row.period for row in rows})
    if unknown:
        raise NoSuchObligation(tax_code=request.tax_code, period=unknown[0])
    return sorted(
        (row for row in rows if row.open_vnd),
        key=lambda row: (row.period not in request.periods, row.due_on, row.period),
    )


def _decide(
    receipt: ReceiptRow, collector: str, owed: Sequence[ObligationRow], request: IdentifyReceipt
) -> Decision:
    left = receipt.open_vnd
    parts: list[tuple[str, int]] = []
    for row in owed:
        part = min(left, row.open_vnd)
        if part and row.collecting_unit == collector:
            parts.append((row.period, part))
            left -= part
    return Decision(
        holder_unit=receipt.unit_code,
        receipt_seq=receipt.seq,
        certain=True,
        confidence=CERTAIN,
        evidence=("person",),
        tax_code=request.tax_code,
        collector=collector,
        parts=tuple(parts),
        credit_vnd=left,
    )
