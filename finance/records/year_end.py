"""What a unit's book has still to carry forward at the end of a year, and when it is final."""

import datetime as dt

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from finance.records.reopenings import waiting
from finance.rules.errors import RuleError
from finance.rules.posting_sources import YEAR_END, YEAR_END_JOURNAL
from finance.rules.year_end import (
    Carried,
    ReopeningUndecided,
    YearBeforeNotFinal,
    YearNotCarried,
    YearNotClosed,
    to_carry,
)
from ledger.balances import Tagged
from ledger.periods import Period, PeriodState
from ledger.store import reads
from ledger.store.reads import Book
from ledger.store.tables import BookRow, EntryRow


def is_year_end() -> ColumnElement[bool]:
    """What `carry_forward` posted, and what undoes it; a journal's name alone is no proof of it."""
    undone = aliased(EntryRow)
    first = select(undone.seq).where(
        undone.book_id == EntryRow.book_id,
        undone.seq == EntryRow.reverses_seq,
        undone.source == YEAR_END,
    )
    return and_(
        EntryRow.journal == YEAR_END_JOURNAL,
        or_(EntryRow.source == YEAR_END, first.exists()),
    )


def standing(session: Session, unit: str, year: int) -> list[Tagged]:
    """What stands in a unit's book at the end of a year, by tags."""
    last = dt.date(year, 12, 31)
    return reads.tagged(session, [unit], last, last)


def left_to_carry(session: Session, unit: str, year: int) -> list[Carried]:
    """What stands on income and spending at the end of a year, by source."""
    return to_carry(unit, standing(session, unit, year))


def times_carried(session: Session, unit: str, year: int) -> int:
    """How many year-end entries a unit's book has for a year."""
    return session.scalars(
        select(func.count())
        .select_from(EntryRow)
        .join(BookRow, BookRow.book_id == EntryRow.book_id)
        .where(BookRow.code == unit, EntryRow.source == YEAR_END, EntryRow.year == year)
    ).one()


def months_of_year(number: int) -> list[Period]:
    """The twelve months of a year."""
    return [Period(f"{number:04d}-{month:02d}") for month in range(1, 13)]


def is_final(session: Session, held: Book, number: int) -> bool:
    """Whether all twelve months of a year are final in a book."""
    states = reads.period_states(session, held.book_id)
    return all(states.get(month) is PeriodState.FINAL for month in months_of_year(number))


def years_hindrance(session: Session, held: Book, number: int) -> RuleError | None:
    """The first thing that keeps a year from being made final; None when nothing does.

    All twelve months are closed, every month before them is final, nothing is left to carry
    forward, and no request to reopen one of the months waits.
    """
    months = months_of_year(number)
    states = reads.period_states(session, held.book_id)
    for month in months:
        if month not in states or not states[month].shut:
            return YearNotClosed(unit=held.code, period=month, year=number)
    for month in sorted(states):
        if month < months[0] and states[month] is not PeriodState.FINAL:
            return YearBeforeNotFinal(unit=held.code, before=int(month[:4]), year=number)
    if left_to_carry(session, held.code, number):
        return YearNotCarried(unit=held.code, year=number)
    undecided = [month for month in waiting(session, held.code, months[-1]) if month in months]
    if undecided:
        return ReopeningUndecided(unit=held.code, period=undecided[0])
    return None
