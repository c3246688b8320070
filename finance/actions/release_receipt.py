"""Take a receipt off all it pays; its money is to be identified again."""

import datetime as dt
import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.actions.rematch import Move, Rematch, rematch
from finance.records.parts import parts_of_receipt
from finance.records.receipts import ReceiptRow
from finance.records.runs import take_turn
from finance.rules.errors import RuleError
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen

_NUMBER = re.compile(r"[0-9]{1,18}")


class UnknownReceipt(RuleError):
    """No receipt of that name, or more than one."""

    code = "receipt.unknown"
    vi = "Không tìm thấy đúng một khoản thu «{receipt}»."
    en = "There is not exactly one receipt “{receipt}”."


class NothingToRelease(RuleError):
    """The receipt pays nothing."""

    code = "receipt.nothing_to_release"
    vi = "Khoản thu {receipt} chưa ghép với nghĩa vụ nào."
    en = "Receipt {receipt} pays nothing yet."


@dataclass(frozen=True, slots=True)
class ReleaseReceipt:
    """Which receipt to release, by its public id or its bank reference, and why."""

    receipt: str
    on: dt.date
    reason: str


def release_receipt(ctx: Context, request: ReleaseReceipt) -> str:
    """Undo what a receipt pays, by difference: shares are taken back, netted when already paid.

    Returns  the receipt's public id.
    Raises   UnknownReceipt, NothingToRelease, PermissionRefused; BeforeItCame, BeforeItWasPut on
             a day before the bank booked it, or before it was put where it is.
    """
    with ctx.database.writing() as session:
        take_turn(session)
        widen(session)
        receipt = find_receipt(session, request.receipt)
        ctx.require(session, "receipt.release", receipt.collecting_unit or receipt.unit_code)
        if not receipt.tax_code:  # it pays no employer's obligation and is nobody's credit
            raise NothingToRelease(receipt=receipt.public_id)
        release_all(session, ctx, receipt, request.on, request.reason, day_stands=True)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "release_receipt",
            receipt.unit_code,
            receipt.public_id,
            {"reason": request.reason, "amount_vnd": receipt.amount_vnd},
        )
        session.commit()
        return receipt.public_id


def release_all(  # noqa: PLR0913 - what is undone, when and why
    session: Session,
    ctx: Context,
    receipt: ReceiptRow,
    on: dt.date,
    reason: str,
    *,
    day_stands: bool = False,
) -> None:
    """Take a receipt's money off obligations and credit, in each unit that collects with it.

    Takes    whether a person has named the day, so that it is refused rather than moved.
    """
    head = (receipt.unit_code, receipt.seq)
    moves: dict[str, list[Move]] = {}
    for collector, part, amount in parts_of_receipt(session, *head):
        moves.setdefault(collector, []).append(
            Move(*head, part.tax_code, part.period, -amount, 0, 0)
        )
    if receipt.credit_vnd:
        move = Move(*head, receipt.tax_code, "", 0, -receipt.credit_vnd, 0)
        moves.setdefault(receipt.collecting_unit, []).append(move)
    for collector, own in sorted(moves.items()):
        text = f"Gỡ ghép {receipt.public_id}: {reason}"
        order = Rematch(
            collector, on, tuple(own), text[:1000], ctx.actor.name, day_stands=day_stands
        )
        rematch(session, ctx, order)


def find_receipt(session: Session, name: str) -> ReceiptRow:
    """The receipt of a public id (UNIT/R/SEQ) or of a bank reference that only one carries.

    Raises   UnknownReceipt.
    """
    unit, _, seq = name.rpartition("/R/")
    if unit and _NUMBER.fullmatch(seq):
        found = session.get(ReceiptRow, (unit, int(seq)))
        if found is not None:
            return found
    rows = session.scalars(select(ReceiptRow).where(ReceiptRow.reference == name)).all()
    if len(rows) != 1:
        raise UnknownReceipt(receipt=name)
    return rows[0]
