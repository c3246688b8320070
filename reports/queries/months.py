"""The months of books: their state, how much was recorded in them, what lags behind."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from finance.records.disclosures import DisclosureRow
from ledger.periods import SHUT, Period, PeriodState, first_day, last_day
from ledger.store.tables import BookRow, EntryRow, PeriodRow
from reports.queries.books import book_of
from reports.queries.disclosures import PERIOD, PUBLISHED

MOST = 20


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a book."""

    period: Period
    state: PeriodState
    entries: int
    published: bool

    @property
    def span(self) -> dict[str, str]:
        """Its days, as an address asks for them."""
        return {
            "from": first_day(self.period).isoformat(),
            "to": last_day(self.period).isoformat(),
        }


@dataclass(frozen=True, slots=True)
class RecentBook:
    """A book in which something was recorded lately."""

    code: str
    name: str
    entries: int
    last_recorded_at_us: int


@dataclass(frozen=True, slots=True)
class Behind:
    """A book whose oldest open month already has entries of a later one after it."""

    code: str
    name: str
    open_period: str
    latest_period: str


def months(session: Session, unit_code: str) -> list[Month]:
    """The months of a book in which something happened or that are closed, the newest first.

    Raises   UnknownBook.
    """
    book = book_of(session, unit_code)
    entries = dict(
        session.execute(
            select(EntryRow.period, func.count())
            .where(EntryRow.book_id == book.book_id)
            .group_by(EntryRow.period)
        ).all()
    )
    published = set(
        session.scalars(
            select(DisclosureRow.period).where(
                DisclosureRow.unit_code == unit_code,
                DisclosureRow.kind == PERIOD,
                DisclosureRow.state == PUBLISHED,
            )
        )
    )
    rows = session.execute(
        select(PeriodRow.period, PeriodRow.state)
        .where(PeriodRow.book_id == book.book_id)
        .order_by(PeriodRow.period.desc())
    )
    return [
        Month(Period(period), PeriodState(state), entries.get(period, 0), period in published)
        for period, state in rows
        if entries.get(period) or state in SHUT
    ]


def last_recorded(session: Session, unit_code: str) -> int | None:
    """When something was last recorded in a book, in microseconds; None for an empty book."""
    book = book_of(session, unit_code)
    return session.scalars(
        select(func.max(EntryRow.recorded_at_us)).where(EntryRow.book_id == book.book_id)
    ).one()


def recent_books(session: Session, within: Select[Any], since_us: int) -> list[RecentBook]:
    """The books of these units with most entries recorded since a moment, most first."""
    count = func.count()
    rows = session.execute(
        select(BookRow.code, BookRow.name, count, func.max(EntryRow.recorded_at_us))
        .join(EntryRow, EntryRow.book_id == BookRow.book_id)
        .where(BookRow.code.in_(within), EntryRow.recorded_at_us >= since_us)
        .group_by(BookRow.code, BookRow.name)
        .order_by(count.desc(), BookRow.code)
        .limit(MOST)
    )
    return [RecentBook(*row) for row in rows]


def behind(session: Session, within: Select[Any]) -> list[Behind]:
    """The books of these units that have entries in a later month than their oldest open one."""
    oldest = func.min(PeriodRow.period)
    still_open = (
        select(PeriodRow.book_id, oldest.label("period"))
        .where(PeriodRow.state.not_in(SHUT))
        .group_by(PeriodRow.book_id)
        .subquery()
    )
    latest = (
        select(EntryRow.book_id, func.max(EntryRow.period).label("period"))
        .group_by(EntryRow.book_id)
        .subquery()
    )
    rows = session.execute(
        select(BookRow.code, BookRow.name, still_open.c.period, latest.c.period)
        .join(still_open, still_open.c.book_id == BookRow.book_id)
        .join(latest, latest.c.book_id == BookRow.book_id)
        .where(BookRow.code.in_(within), latest.c.period > still_open.c.period)
        .order_by(still_open.c.period, BookRow.code)
        .limit(MOST)
    )
    return [Behind(*row) for row in rows]
