"""Carry a unit's year forward: income and spending close into what is accumulated, by source."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from finance.records.runs import take_turn
from finance.records.units import latest_unit
from finance.records.year_end import standing, times_carried
from finance.rules.errors import RuleError
from finance.rules.posting_sources import YEAR_END, YEAR_END_JOURNAL
from finance.rules.year_end import STATE, Carried, StateMoney, to_carry
from finance.rules.year_end import carry_forward as closing_lines
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger import book
from ledger.balances import Tagged
from ledger.entries import Draft
from ledger.errors import UnknownBook
from ledger.store import reads


class YearNotOver(RuleError):
    """A year is carried forward on its last day or later."""

    code = "year.not_over"
    vi = "Năm {year} chưa kết thúc."
    en = "The year {year} is not over yet."


class DecisionWanted(RuleError):
    """The State's money goes on or back by a decision, and the books name it."""

    code = "year.decision_wanted"
    vi = "Phải ghi số quyết định cho nguồn ngân sách nhà nước hỗ trợ còn lại."
    en = "Name the decision on what is left of the State's support."


@dataclass(frozen=True, slots=True)
class CarryForward:
    """Which unit's year; what becomes of the State's money that is left, by which decision."""

    unit: str
    year: int
    state: StateMoney | None = None
    decision: str = ""


@dataclass(frozen=True, slots=True)
class CarriedForward:
    """What was carried by source, and the entry; none when nothing was left to carry."""

    unit: str
    sources: tuple[Carried, ...]
    entry: str


def carry_forward(ctx: Context, request: CarryForward) -> CarriedForward:
    """Post the year-end entry of a unit's book, dated 31 December.

    A unit that has gone closes its last year on the day it is asked to: its book is handed over.
    Repeated, it carries only what has come since, so a second time nothing. It is left
    out of the income and spending that settlements and disclosures show.
    Raises   YearNotOver, StateMoneyUndecided, NothingToReturn, DecisionWanted, PeriodNotOpen,
             UnknownBook, PermissionRefused.
    Source   (sources: nd_105_2026) article 3(3)
    """
    with ctx.database.writing() as session:
        ctx.require(session, "year.carry", request.unit)
        take_turn(session)
        widen(session)
        last = _last_day(session, ctx, request)
        if request.unit not in reads.books_by_code(session, {request.unit}):
            raise UnknownBook(book=request.unit)
        rows = standing(session, request.unit, request.year)
        sources = tuple(to_carry(request.unit, rows))
        if not sources:
            return CarriedForward(request.unit, (), "")
        if request.state is not None and not request.decision.strip():
            raise DecisionWanted
        place = f"{request.year}/{times_carried(session, request.unit, request.year) + 1}"
        draft = _draft(ctx, request, rows, place, last)
        adjusting = ctx.adjusting(session, "year.carry", [request.unit])
        posted = book.post(session, ctx.clock.now_us(), [draft], adjusting)[0]
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "carry_forward",
            request.unit,
            posted.public_id,
            {source.fund: source.left_vnd for source in sources}
            | {"decision": request.decision.strip()},
        )
        session.commit()
        return CarriedForward(request.unit, sources, posted.public_id)


def _last_day(session: Session, ctx: Context, request: CarryForward) -> dt.date:
    """The day of the year-end entry: the year's last, or today for a unit that has gone by then."""
    last = dt.date(request.year, 12, 31)
    if ctx.today >= last:
        return last
    unit = latest_unit(session, request.unit)
    if unit is None or unit.valid_to > ctx.today or ctx.today.year != request.year:
        raise YearNotOver(year=request.year)
    return ctx.today


def _draft(
    ctx: Context, request: CarryForward, rows: Sequence[Tagged], place: str, last: dt.date
) -> Draft:
    """The year-end entry of a day; `place` counts those of the year, and is its key."""
    decision = request.decision.strip()
    decided = decision and any(each.fund == STATE for each in to_carry(request.unit, rows))
    named = f"; nguồn NSNN theo {decision}" if decided else ""
    ref = f"{YEAR_END_JOURNAL}/{request.unit}/{place}"
    return Draft(
        book=request.unit,
        journal=YEAR_END_JOURNAL,
        accounting_on=last,
        document_on=last,
        text=f"Kết chuyển cuối năm {request.year} theo nguồn{named}"[:1000],
        source=YEAR_END,
        key=place,
        lines=closing_lines(request.unit, rows, ref, request.state),
        actor=ctx.actor.name,
    )
