"""Make a unit's year final: its twelve months are never reopened."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from finance.records.units import line_over
from finance.records.year_end import months_of_year, years_hindrance
from finance.rules.permissions import four_eyes
from finance.runtime import audit
from finance.runtime.context import Context, PermissionRefused
from ledger import book
from ledger.errors import UnknownBook
from ledger.periods import Period, PeriodState
from ledger.store import months, reads
from ledger.store.reads import Book

_ACT = "year.approve"


@dataclass(frozen=True, slots=True)
class MakeYearFinal:
    """Which unit's year."""

    unit: str
    year: int


def make_year_final(ctx: Context, request: MakeYearFinal) -> int:
    """Approve a unit's year from above; the unit at the top approves its own, by a second person.

    Returns  how many months became final; none when they were.
    Raises   UnknownBook, YearNotClosed, YearBeforeNotFinal, YearNotCarried, ReopeningUndecided,
             SamePerson (at the top: who closed December), PermissionRefused.
    """
    with ctx.database.writing() as session:
        held = reads.books_by_code(session, {request.unit}).get(request.unit)
        if held is None:
            raise UnknownBook(book=request.unit)
        check_right(ctx, session, held, request)
        hindrance = years_hindrance(session, held, request.year)
        if hindrance is not None:
            raise hindrance
        by = book.Change(ctx.actor.name, ctx.clock.now_us())
        year = months_of_year(request.year)
        made = sum(book.make_final(session, request.unit, month, by) for month in year)
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


def check_right(ctx: Context, session: Session, held: Book, request: MakeYearFinal) -> None:
    """Whether the actor may make this year final.

    Raises   PermissionRefused, SamePerson.
    """
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
