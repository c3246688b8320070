"""What a unit's book has still to carry forward at the end of a year."""

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from finance.rules.year_end import Carried, to_carry
from ledger.balances import Tagged
from ledger.store import reads
from ledger.store.tables import BookRow, EntryRow

JOURNAL = "YE"


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
        .where(BookRow.code == unit, EntryRow.journal == JOURNAL, EntryRow.year == year)
    ).one()
