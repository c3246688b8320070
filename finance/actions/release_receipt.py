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

LONGEST_REASON = 500
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


class NoReason(RuleError):
    """A release without a reason tells the next reader nothing."""

    code = "receipt.wrong_reason"
    vi = "Hãy ghi lý do gỡ ghép (tối đa {most} ký tự)."
    en = "Say why the receipt is released (at most {most} characters)."


@dataclass(frozen=True, slots=True)
class ReleaseReceipt:
    """Which receipt to release, by its public id or its bank reference, and why."""

    receipt: str
    on: dt.date
    reason: str


def release_receipt(ctx: Context, request: ReleaseReceipt) -> str:
    """Undo what a receipt pays, by difference: shares are taken back, netted when already paid.

    Returns  the receipt's public id.
    Raises   NoReason, UnknownReceipt, NothingToRelease, PermissionRefused; BeforeItCame,
             BeforeItWasPut on a day before the bank booked it, or before it was put where it is.
    """
    if not 0 < len(request.reason.strip()) <= LONGEST_REASON:
        raise NoReason(most=LONGEST_REASON)
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
    taken = TakenOff(on, reason, day_stands=day_stands)
    take_off(session, ctx, receipt, receipt.amount_vnd, taken)


@dataclass(frozen=True, slots=True)
class TakenOff:
    """When money is taken off what it pays, why, and whether a person has named the day."""

    on: dt.date
    reason: str
    day_stands: bool = False


def take_off(
    session: Session, ctx: Context, receipt: ReceiptRow, most_vnd: int, taken: TakenOff
) -> int:
    """Take so much of a receipt off what it pays: credit first, then months, the latest first.

    Takes    the most that is to come off (đồng).
    Returns  how much came off: less where the receipt pays less.
    """
    head = (receipt.unit_code, receipt.seq)
    on, reason = taken.on, taken.reason
    moves: dict[str, list[Move]] = {}
    left = most_vnd
    if of_credit := min(left, receipt.credit_vnd):
        move = Move(*head, receipt.tax_code, "", 0, -of_credit, 0)
        moves.setdefault(receipt.collecting_unit, []).append(move)
        left -= of_credit
    parts = parts_of_receipt(session, *head)
    for collector, part, amount in sorted(parts, key=lambda each: each[1].period, reverse=True):
        if off := min(left, amount):
            moves.setdefault(collector, []).append(
                Move(*head, part.tax_code, part.period, -off, 0, 0)
            )
            left -= off
    for collector, own in sorted(moves.items()):
        text = f"Gỡ ghép {receipt.public_id}: {reason}"
        order = Rematch(
            collector, on, tuple(own), text[:1000], ctx.actor.name, day_stands=taken.day_stands
        )
        rematch(session, ctx, order)
    return most_vnd - left


def find_receipt(session: Session, name: str) -> ReceiptRow:
    """The receipt of a public id (UNIT/R/SEQ) or of a bank reference that only one carries.

    Parts that were split off are named by their own ids.

    Raises   UnknownReceipt.
    """
    unit, _, seq = name.rpartition("/R/")
    if unit and _NUMBER.fullmatch(seq):
        found = session.get(ReceiptRow, (unit, int(seq)))
        if found is not None:
            return found
    rows = session.scalars(
        select(ReceiptRow).where(ReceiptRow.reference == name, ReceiptRow.split_from.is_(None))
    ).all()
    if len(rows) != 1:
        raise UnknownReceipt(receipt=name)
    return rows[0]
