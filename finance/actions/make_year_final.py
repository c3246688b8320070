"""Make a unit's year final: its twelve months are never reopened."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from finance.records.reopenings import waiting
from finance.records.units import line_over
from finance.records.year_end import left_to_carry
from finance.rules.errors import RuleError
from finance.rules.permissions import four_eyes
from finance.runtime import audit
from finance.runtime.context import Context, PermissionRefused
from ledger import book
from ledger.errors import UnknownBook
from ledger.periods import Period, PeriodState
from ledger.store import months, reads
from ledger.store.reads import Book

_ACT = "year.approve"


class YearNotClosed(RuleError):
    """All twelve months are closed before their year is final."""

    code = "year.not_closed"
    vi = "Kỳ {period} của {unit} chưa khóa nên chưa thể chốt năm {year}."
    en = "Period {period} of {unit} is not closed, so {year} cannot be made final yet."


class ReopeningUndecided(RuleError):
    """A request to reopen one of the months waits."""

    code = "year.reopening_undecided"
    vi = "Đề nghị mở lại kỳ {period} của {unit} còn chờ quyết định."
    en = "A request to reopen {period} of {unit} waits for a decision."


class YearNotCarried(RuleError):
    """What a year brought and cost is closed into what is accumulated before the year is final."""

    code = "year.not_carried"
    vi = "Năm {year} của {unit} chưa kết chuyển hết theo nguồn."
    en = "The year {year} of {unit} is not carried forward by source yet."


@dataclass(frozen=True, slots=True)
class MakeYearFinal:
    """Which unit's year."""

    unit: str
    year: int


def make_year_final(ctx: Context, request: MakeYearFinal) -> int:
    """Approve a unit's year from above; the unit at the top approves its own, by a second person.

    Returns  how many months became final; none when they were.
    Raises   UnknownBook, YearNotClosed, YearNotCarried, ReopeningUndecided, SamePerson (at the
             top: who closed December), PeriodOrder (the year before is not final),
             PermissionRefused.
    """
    with ctx.database.writing() as session:
        held = reads.books_by_code(session, {request.unit}).get(request.unit)
        if held is None:
            raise UnknownBook(book=request.unit)
        _check_right(ctx, session, held, request)
        states = reads.period_states(session, held.book_id)
        year = [Period(f"{request.year:04d}-{month:02d}") for month in range(1, 13)]
        for period in year:
            if period not in states or not states[period].shut:
                raise YearNotClosed(unit=request.unit, period=period, year=request.year)
        if left_to_carry(session, request.unit, request.year):
            raise YearNotCarried(unit=request.unit, year=request.year)
        undecided = [month for month in waiting(session, request.unit, year[-1]) if month in year]
        if undecided:
            raise ReopeningUndecided(unit=request.unit, period=undecided[0])
        by = book.Change(ctx.actor.name, ctx.clock.now_us())
        made = sum(book.make_final(session, request.unit, period, by) for period in year)
        if made:
            audit.write(
                session,
                ctx.clock,
                ctx.actor,
                "make_year_final",
                request.unit,
                str(request.year),
                {"months": made},
            )
            session.commit()
    return made


def _check_right(ctx: Context, session: Session, held: Book, request: MakeYearFinal) -> None:
    above = set(line_over(session, request.unit, ctx.today)) - {request.unit}
    if above:
        if not ctx.adjusting(session, _ACT, [request.unit]):
            raise PermissionRefused(actor=ctx.actor.name, act=_ACT, unit=request.unit)
        return
    ctx.require(session, _ACT, request.unit)
    december = months.history(session, held.book_id, [Period(f"{request.year:04d}-12")])
    for event in reversed(december):
        if event.to_state is PeriodState.CLOSED:
            four_eyes(event.actor, ctx.actor.name)
            return
