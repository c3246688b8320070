"""Collect a unit's dues of a month: what a payroll withheld, in cash, or as each member pays."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from finance.actions.pay_dues import Part, PayDues, pay_dues
from finance.actions.release_receipt import find_receipt
from finance.records.dues import DuesEventRow, DuesRow, Way, payrolls
from finance.records.receipts import ReceiptRow
from finance.records.runs import take_turn
from finance.rules.errors import RuleError
from finance.rules.folding import fold
from finance.rules.posting import RECEIPTS_TO_IDENTIFY
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger.periods import Period

CASH: Final = "111"


class SlipWanted(RuleError):
    """Cash of a certain amount needs the number of its slip, so that it is taken once."""

    code = "dues.slip.wanted"
    vi = "Thu theo số tiền thì phải ghi số biên lai."
    en = "An amount that is named needs the number of its receipt slip."


class SlipUsed(RuleError):
    """A slip of that number stands for other money."""

    code = "dues.slip_used"
    vi = "Biên lai số «{slip}» đã dùng cho khoản khác của {unit}."
    en = "Slip “{slip}” of {unit} stands for other money."


class TakeTheReceipt(RuleError):
    """The unit's statements are taken in: money in the bank comes from a receipt, or is twice."""

    code = "dues.take_the_receipt"
    vi = "{unit} đã nhận sao kê ngân hàng: hãy chỉ rõ khoản thu trên sao kê."
    en = "The statements of {unit} are taken in: name the receipt the money came by."


class NotItsReceipt(RuleError):
    """Dues are taken from a receipt of the unit's own account that is nobody's yet."""

    code = "dues.not_its_receipt"
    vi = "Khoản thu {receipt} không nằm ở tài khoản của {unit}, hoặc đã ghi cho đơn vị đóng khác."
    en = "Receipt {receipt} does not lie in an account of {unit}, or is an employer's already."


@dataclass(frozen=True, slots=True)
class CollectDues:
    """Which unit's dues of which month came in, when, and into which account of the book.

    `withheld`: no more of each member than the payroll withheld. `amounts` (đồng by member)
    names who paid what; without it all that is open is taken. `receipt` names the row of the
    unit's own statement the money came by, `slip` the number of a cash slip.
    """

    unit: str
    period: Period
    on: dt.date
    cash_account: str
    withheld: bool = False
    amounts: Mapping[str, int] | None = None
    receipt: str = ""
    slip: str = ""


def collect_dues(ctx: Context, request: CollectDues) -> int:
    """Take in what is open of a month's dues; the upper part is owed at once.

    Returns  what was collected, in đồng; told the same again, zero.
    Raises   NotAssessed, NotThatMuchOwed; SlipWanted, SlipUsed; TakeTheReceipt, NotItsReceipt,
             UnknownReceipt; NoSplitRule, PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "dues.collect", request.unit)
        take_turn(session)
        widen(session)
        receipt = _receipt(session, request)
        amounts = _amounts(session, request)
        if _slip_is_known(session, request, amounts) or (receipt and not receipt.open_vnd):
            amounts = {}
        _pay(session, ctx, request, amounts, receipt)
        amount = sum(amounts.values())
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "collect_dues",
            request.unit,
            request.period,
            {"amount_vnd": amount},
        )
        session.commit()
    return amount


def _receipt(session: Session, request: CollectDues) -> ReceiptRow | None:
    if not request.receipt:
        if request.cash_account != CASH and _has_statements(session, request.unit):
            raise TakeTheReceipt(unit=request.unit)
        return None
    found = find_receipt(session, request.receipt)
    if found.unit_code != request.unit or found.tax_code:
        raise NotItsReceipt(receipt=found.public_id, unit=request.unit)
    return found


def _has_statements(session: Session, unit: str) -> bool:
    return session.scalars(select(exists().where(ReceiptRow.unit_code == unit))).one()


def _amounts(session: Session, request: CollectDues) -> dict[str, int]:
    """What is to be taken of each member, by number; nobody from whom nothing is."""
    if request.amounts is not None:
        if request.cash_account == CASH and not fold(request.slip):
            raise SlipWanted
        return {number: amount for number, amount in request.amounts.items() if amount}
    rows = session.scalars(
        select(DuesRow)
        .where(DuesRow.unit_code == request.unit, DuesRow.period == request.period)
        .order_by(DuesRow.member_no)
    )
    left = {row.member_no: row.open_vnd for row in rows}
    if request.withheld:
        told = payrolls(session, request.unit, request.period)
        paid = _handed_on(session, request)
        for number, amount in left.items():
            said = told.get(number)
            taken_off = 0 if said is None or said.withheld_vnd is None else said.withheld_vnd
            left[number] = max(0, min(amount, taken_off - paid.get(number, 0)))
    return {number: amount for number, amount in left.items() if amount}


def _handed_on(session: Session, request: CollectDues) -> dict[str, int]:
    """What of each member's withheld dues has come in already, so that it is collected once."""
    paid: dict[str, int] = {}
    rows = session.scalars(
        select(DuesEventRow).where(
            DuesEventRow.unit_code == request.unit,
            DuesEventRow.period == request.period,
            DuesEventRow.withheld.is_(True),
        )
    )
    for row in rows:
        paid[row.member_no] = paid.get(row.member_no, 0) + row.delta_vnd
    return paid


def _slip_is_known(session: Session, request: CollectDues, amounts: Mapping[str, int]) -> bool:
    """Whether a slip was taken in before, for the same money.

    `bl 01` is the slip `BL 01`: numbers are compared folded.
    Raises   SlipUsed when it stands for other money.
    """
    wanted, theirs = fold(request.slip), DuesEventRow.unit_code == request.unit
    if not wanted:
        return False
    numbers = session.scalars(select(DuesEventRow.slip).where(theirs).distinct())
    same = [number for number in numbers if fold(number) == wanted]
    rows = session.scalars(select(DuesEventRow).where(theirs, DuesEventRow.slip.in_(same))).all()
    if not rows:
        return False
    there = {(row.member_no, row.period): row.delta_vnd for row in rows}
    asked = {(number, request.period): amount for number, amount in amounts.items()}
    if request.amounts is not None and there != asked:
        raise SlipUsed(slip=request.slip, unit=request.unit)
    return True


def _pay(
    session: Session,
    ctx: Context,
    request: CollectDues,
    amounts: Mapping[str, int],
    receipt: ReceiptRow | None,
) -> None:
    seq = 0 if receipt is None else receipt.seq
    way = Way.RECEIPT if seq else Way.CASH if request.cash_account == CASH else Way.BANK
    order = PayDues(
        unit=request.unit,
        on=request.on,
        way=way,
        cash_account=RECEIPTS_TO_IDENTIFY if seq else request.cash_account,
        parts=[Part(number, request.period, amount, seq) for number, amount in amounts.items()],
        text=f"Thu đoàn phí tháng {request.period} của {request.unit}",
        slip=request.slip,
        withheld=request.withheld,
    )
    pay_dues(session, ctx, order)
    if receipt is not None:
        receipt.evidence = "person"
        receipt.decided_by = ctx.actor.name
