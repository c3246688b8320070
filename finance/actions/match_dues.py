"""Post members' own transfers: a row of the unit's statement whose code and check digit hold."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.actions.pay_dues import Part, PayDues, pay_dues
from finance.records.dues import DuesRow, Way
from finance.records.dues_codes import member_of_code
from finance.records.receipts import ReceiptRow
from finance.records.runs import take_turn
from finance.rules.dues_codes import MARK, DuesCode, read_codes
from finance.rules.posting import RECEIPTS_TO_IDENTIFY
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger.errors import Refusal
from ledger.store.tables import BookRow

CERTAIN: Final = 100
HELD: Final = "dues.code"
_WRONG: Final = "dues.code_wrong"
_NOBODY: Final = "dues.code_of_nobody"
_ELSEWHERE: Final = "dues.code_of_another_unit"
_NOTHING_OPEN: Final = "dues.nothing_open"
_OPEN: Final = (
    ReceiptRow.amount_vnd - ReceiptRow.matched_vnd - ReceiptRow.credit_vnd - ReceiptRow.returned_vnd
)


@dataclass(slots=True)
class DuesMatched:
    """What came of it: receipts posted with their đồng, and those whose code does not hold."""

    receipts: int = 0
    amount_vnd: int = 0
    refs: list[str] = field(default_factory=list)
    waiting: list[dict[str, str]] = field(default_factory=list)  # receipt, reason
    refused: list[dict[str, str]] = field(default_factory=list)  # receipt, code, messages


def match_dues(ctx: Context, unit: str, on: dt.date) -> DuesMatched:
    """Put every receipt that carries a member's code on that member's month.

    Takes    the unit, or (empty) all; the day.
    Returns  what came of it; run again with nothing new, nothing changes. A code that fails, is
             nobody's or another unit's, two codes in one text, and money beyond what the month
             owes wait for a person: nothing is corrected or guessed.
    Raises   PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "dues.collect", unit)
        take_turn(session)
        widen(session)
        done = DuesMatched()
        for receipt in _waiting(session, unit):
            _match(session, ctx, receipt, on, done)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "match_dues",
            unit,
            on.isoformat(),
            {"receipts": done.receipts, "amount_vnd": done.amount_vnd},
        )
        session.commit()
    return done


def _waiting(session: Session, unit: str) -> Sequence[ReceiptRow]:
    """Receipts nobody has decided about, with open money and a text that may hold a code.

    What is left of a transfer whose code was followed, and what a person took off, stay out.
    """
    query = select(ReceiptRow).where(
        _OPEN > 0,
        ReceiptRow.tax_code == "",
        ReceiptRow.decided_by == "",
        ReceiptRow.content.icontains(MARK),
    )
    if unit:
        query = query.where(ReceiptRow.unit_code == unit)
    order = (ReceiptRow.booked_on, ReceiptRow.unit_code, ReceiptRow.seq)
    return session.scalars(query.order_by(*order)).all()


def _match(
    session: Session, ctx: Context, receipt: ReceiptRow, on: dt.date, done: DuesMatched
) -> None:
    read = read_codes(receipt.content)
    if not read.any:
        return
    part, reason = (None, _WRONG) if read.only is None else _part(session, receipt, read.only)
    if part is None:
        done.waiting.append({"receipt": receipt.public_id, "reason": reason})
        return
    order = PayDues(
        unit=receipt.unit_code,
        on=on,
        way=Way.TRANSFER,
        cash_account=RECEIPTS_TO_IDENTIFY,
        parts=[part],
        text=f"Đoàn phí tháng {part.period} chuyển khoản, {receipt.public_id}",
    )
    try:
        with session.begin_nested():
            done.refs.append(pay_dues(session, ctx, order))
            session.flush()
    except Refusal as refusal:  # one receipt must not hold up the others
        told = {"code": refusal.code, "message": refusal.sentence("vi")}
        told["message_en"] = refusal.sentence("en")
        done.refused.append({"receipt": receipt.public_id, **told})
        return
    receipt.evidence = HELD
    receipt.confidence = CERTAIN
    receipt.decided_by = ctx.actor.name
    done.receipts += 1
    done.amount_vnd += part.amount_vnd


def _part(session: Session, receipt: ReceiptRow, code: DuesCode) -> tuple[Part | None, str]:
    """What a receipt pays by its code, or the reason why it waits."""
    unit = session.scalars(
        select(BookRow.code).where(BookRow.book_id == code.unit_no)
    ).one_or_none()
    if unit is None:
        return None, _NOBODY
    if unit != receipt.unit_code:
        return None, _ELSEWHERE
    number = member_of_code(session, unit, code.member_no)
    if number is None:
        return None, _NOBODY
    row = session.get(DuesRow, (unit, number, code.period))
    if row is None or row.open_vnd == 0:
        return None, _NOTHING_OPEN
    amount = min(receipt.open_vnd, row.open_vnd)
    return Part(number, code.period, amount, receipt.seq), ""
