"""A unit that has gone hands over what it has accumulated, with its money; its book is done."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from finance.actions.close_period import MonthNotReady
from finance.records.closings import UnitClosingRow, check_stands
from finance.records.employers import EmployerRow
from finance.records.month_end import tasks
from finance.records.parts import Lines
from finance.records.payments import Payee, Payment, PaymentList, order_payments
from finance.records.refunds import RefundRow, RefundState
from finance.records.runs import next_numbers, take_turn
from finance.records.units import latest_unit, line_up
from finance.records.year_end import left_to_carry, standing
from finance.rules.change_posting import unit_handed_over
from finance.rules.consolidation import ACCUMULATED
from finance.rules.errors import RuleError
from finance.rules.posting import BANK
from finance.rules.year_end import YearNotCarried
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger import book
from ledger.entries import Draft, gathered
from ledger.errors import Fact
from ledger.money import format_vnd
from ledger.periods import Period, period_of
from ledger.store import reads
from ledger.store.reads import Book

JOURNAL: Final = "DS"


class UnitStands(RuleError):
    """Only a unit that has gone hands its book over; the register says when it ends."""

    code = "closing.unit_stands"
    vi = "Đơn vị {unit} chưa kết thúc hoạt động trong danh mục tính đến ngày {on}."
    en = "Unit {unit} has not ended by {on}, as the register says."


class WrongTaker(RuleError):
    """What a unit leaves goes to its successor or to a unit above it."""

    code = "closing.wrong_taker"
    vi = "«{taker}» không phải đơn vị kế thừa hay đơn vị cấp trên của {unit}."
    en = "“{taker}” is neither the successor of {unit} nor a unit above it."


class NotSettled(RuleError):
    """What is open is handed over or settled first."""

    code = "closing.not_settled"
    vi = "Đơn vị {unit} còn khoản chưa bàn giao hoặc chưa xử lý: {left}."
    en = "Unit {unit} still has items to hand over or to settle: {left}."


class HandOverDecision(RuleError):
    """A unit is wound up by a decision, and the books name it."""

    code = "closing.decision_wanted"
    vi = "Phải ghi số quyết định về việc bàn giao tài chính."
    en = "Name the decision on the hand-over."


@dataclass(frozen=True, slots=True)
class HandOverUnit:
    """Which unit hands over, when, by which decision; to whom, if not to its heir."""

    unit: str
    on: dt.date
    decision: str
    taker: str = ""


@dataclass(frozen=True, slots=True)
class UnitHandedOver:
    """Who took over what, by fund (đồng), the payment, and how many months were closed for good."""

    unit: str
    taker: str
    funds: Mapping[str, int]
    payments: tuple[Payment, ...]
    months_closed: int


def hand_over_unit(ctx: Context, request: HandOverUnit) -> UnitHandedOver:
    """Hand over what is accumulated, source by source, and close every month of the giver's book.

    From then on the book takes nothing: none of its months is open, and no new year is opened.
    Raises   HandOverDecision, BookHandedOver, UnitStands, WrongTaker, YearNotCarried,
             NotSettled (with the list of what is left), MonthNotReady, PermissionRefused.
    Source   (sources: cv_4133_tld): what is left goes to the superior or the next level; items 40
             and 42 (sources: hd47)
    """
    if not request.decision.strip():
        raise HandOverDecision
    with ctx.database.writing() as session:
        ctx.require(session, "unit.hand_over", request.unit)
        take_turn(session)
        widen(session)
        held = reads.books_by_code(session, {request.unit})[request.unit]
        taker = _taker(session, request)
        _check_settled(session, request)
        done = _hand_over(session, ctx, request, held, taker)
        session.commit()
        return done


def _taker(session: Session, request: HandOverUnit) -> str:
    check_stands(session, request.unit)
    unit = latest_unit(session, request.unit)
    if unit is None or unit.valid_to > request.on:
        raise UnitStands(unit=request.unit, on=request.on.isoformat())
    heir = Lines(session, request.on).heir(request.unit)
    taker = request.taker or heir
    above = line_up(session, request.unit, unit.valid_to)[1:]
    if not taker or taker not in {heir, *above}:
        raise WrongTaker(unit=request.unit, taker=taker)
    return taker


def _check_settled(session: Session, request: HandOverUnit) -> None:
    """Nothing but money and what is accumulated stands in the book, and nothing waits beside it."""
    unit, year = request.unit, request.on.year
    if left_to_carry(session, unit, year):
        raise YearNotCarried(unit=unit, year=year)
    left = [*_balances(session, unit, year), *_waiting(session, request)]
    if left:
        raise NotSettled(
            unit=unit,
            left_vi="; ".join(vi for vi, _ in left),
            left_en="; ".join(en for _, en in left),
        )


def _balances(session: Session, unit: str, year: int) -> list[tuple[str, str]]:
    """Accounts on which something stands, but money that is there and what is accumulated."""
    sums: dict[tuple[str, str], int] = {}
    for row in standing(session, unit, year):
        if row.account != ACCUMULATED:
            place = (row.account, row.counter_book)
            sums[place] = sums.get(place, 0) + row.closing_vnd
    found = []
    for (account, other), amount in sorted(sums.items()):
        if amount and not (account == BANK and amount > 0):
            named = f"{account} {other}".strip()
            told = format_vnd(abs(amount))
            found.append((f"TK {named}: {told} đồng", f"account {named}: {told} đồng"))
    return found


def _waiting(session: Session, request: HandOverUnit) -> list[tuple[str, str]]:
    """Employers still registered with the unit, and refunds that wait for a decision."""
    employers = session.scalar(
        select(func.count())
        .select_from(EmployerRow)
        .where(
            EmployerRow.collecting_unit == request.unit,
            EmployerRow.valid_from <= request.on,
            EmployerRow.valid_to >= request.on,
        )
    )
    refunds = session.scalar(
        select(func.count())
        .select_from(RefundRow)
        .where(RefundRow.unit_code == request.unit, RefundRow.state == RefundState.ASKED.value)
    )
    found = []
    if employers:
        found.append(
            (
                f"{employers} đơn vị đóng còn do đơn vị này thu",
                f"{employers} employers to collect from",
            )
        )
    if refunds:
        found.append((f"{refunds} đề nghị hoàn trả chờ duyệt", f"{refunds} refunds to decide"))
    return found


def _hand_over(
    session: Session, ctx: Context, request: HandOverUnit, held: Book, taker: str
) -> UnitHandedOver:
    unit, on = request.unit, request.on
    funds, bank = _accumulated(session, unit, on.year)
    ref = f"{unit}/IB/{next_numbers(session, unit, 'interbook', 1)}"
    payments: list[Payment] = []
    if funds:
        _post(session, ctx, request, taker, (ref, funds, bank))
        order = PaymentList(unit, ref, on, "Ban giao tai chinh cong doan")
        payments = order_payments(session, order, [Payee(taker, bank)])
    months = _close_all(session, ctx, request, held)
    session.add(
        UnitClosingRow(
            unit_code=unit,
            taker=taker,
            handed_on=on,
            decision=request.decision.strip(),
            amount_vnd=bank,
            ref=ref,
            actor=ctx.actor.name,
            closed_at_us=ctx.clock.now_us(),
        )
    )
    details: dict[str, Fact] = {
        "taker": taker,
        "decision": request.decision.strip(),
        "amount_vnd": bank,
    }
    details.update(funds)
    for code in (unit, taker):  # those who stand over either read it
        audit.write(session, ctx.clock, ctx.actor, "hand_over_unit", code, unit, details)
    return UnitHandedOver(unit, taker, funds, tuple(payments), months)


def _accumulated(session: Session, unit: str, year: int) -> tuple[dict[str, int], int]:
    """What is accumulated by fund, and the money there is for it (đồng)."""
    funds: dict[str, int] = {}
    bank = 0
    for row in standing(session, unit, year):
        if row.account == BANK:
            bank += row.closing_vnd
        elif row.account == ACCUMULATED:
            funds[row.fund] = funds.get(row.fund, 0) - row.closing_vnd
    return {fund: amount for fund, amount in sorted(funds.items()) if amount}, bank


def _post(
    session: Session,
    ctx: Context,
    request: HandOverUnit,
    taker: str,
    what: tuple[str, Mapping[str, int], int],
) -> None:
    ref, funds, bank = what
    books = unit_handed_over(request.unit, taker, ref, funds, bank)
    day = reads.first_open_day(session, books, request.on, ctx.clock.now_us())
    drafts = [
        Draft(
            book=code,
            journal=JOURNAL,
            accounting_on=day,
            document_on=request.on,
            text=f"Bàn giao tài chính {request.unit} cho {taker} theo {request.decision}"[:1000],
            source="unit.hand_over",
            key=ref,
            lines=gathered(lines),
            actor=ctx.actor.name,
        )
        for code, lines in books.items()
    ]
    book.post(session, ctx.clock.now_us(), drafts)


def _close_all(session: Session, ctx: Context, request: HandOverUnit, held: Book) -> int:
    """Close and seal the months of the book that are not closed yet; each stands in the log."""
    states = reads.period_states(session, held.book_id)
    open_months = sorted(month for month, state in states.items() if not state.shut)
    _check_months(session, request, open_months)
    by = book.Change(ctx.actor.name, ctx.clock.now_us())
    for month in open_months:
        book.close_period(session, request.unit, month, by)
        book.seal_period(session, request.unit, month, ctx.clock.now_us())
        audit.write(session, ctx.clock, ctx.actor, "close_period", request.unit, month, {})
    return len(open_months)


def _check_months(session: Session, request: HandOverUnit, months: Sequence[Period]) -> None:
    for month in months:
        if month <= period_of(request.on):
            blocking = [task for task in tasks(session, request.unit, month) if task.blocks]
            if blocking:
                raise MonthNotReady(
                    period=month,
                    unit=request.unit,
                    tasks_vi="; ".join(task.vi for task in blocking),
                    tasks_en="; ".join(task.en for task in blocking),
                )
