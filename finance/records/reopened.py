"""What was done in closed months while they were open again: public, entry by entry."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from ledger.periods import Period
from ledger.store import months, reads
from ledger.store.months import MonthEvent
from ledger.store.tables import EntryRow, LineRow

MOST: Final = 200  # entries listed of one reopening; the others are counted


@dataclass(frozen=True, slots=True)
class DoneUnder:
    """An entry posted in a reopened month; never its text."""

    seq: int
    number: str  # JOURNAL/YEAR/NUMBER
    accounting_on: dt.date
    amount_vnd: int  # of one side
    reverses: str  # the number of the entry it reverses, or ""


@dataclass(frozen=True, slots=True)
class Reopened:
    """One reopening of a month: by whom, why, how long, and all that was posted under it."""

    period: Period
    reason: str
    asked_by: str
    granted_by: str
    opened_at_us: int
    until_us: int
    closed_at_us: int | None  # none while the month is open
    count: int
    entries: tuple[DoneUnder, ...]


def reopened(session: Session, unit: str, period: Period | None = None) -> list[Reopened]:
    """The reopenings of a unit's months, the newest first; of one month when it is named."""
    held = reads.books_by_code(session, {unit}).get(unit)
    if held is None:
        return []
    events = months.history(session, held.book_id, None if period is None else [period])
    return [
        _told(session, event, _closing(events, event))
        for event in reversed(events)
        if event.reopens
    ]


def _closing(events: list[MonthEvent], opened: MonthEvent) -> MonthEvent | None:
    """The event that closed a reopened month again."""
    return next(
        (
            event
            for event in events
            if event.event_no > opened.event_no
            and event.period == opened.period
            and event.to_state.shut
        ),
        None,
    )


def _told(session: Session, opened: MonthEvent, closed: MonthEvent | None) -> Reopened:
    before = aliased(EntryRow)
    amount = (
        select(func.sum(LineRow.amount_vnd))
        .where(
            LineRow.book_id == EntryRow.book_id, LineRow.seq == EntryRow.seq, LineRow.side == "D"
        )
        .scalar_subquery()
    )
    mine = [
        EntryRow.book_id == opened.book_id,
        EntryRow.period == opened.period,
        EntryRow.seq > opened.at_seq,
    ]
    if closed is not None:
        mine.append(EntryRow.seq <= closed.at_seq)
    count = session.scalars(select(func.count()).select_from(EntryRow).where(*mine)).one()
    rows = session.execute(
        select(
            EntryRow.seq,
            EntryRow.journal,
            EntryRow.year,
            EntryRow.number,
            EntryRow.accounting_on,
            amount,
            before.journal,
            before.year,
            before.number,
        )
        .outerjoin(
            before, (before.book_id == EntryRow.book_id) & (before.seq == EntryRow.reverses_seq)
        )
        .where(*mine)
        .order_by(EntryRow.seq)
        .limit(MOST)
    )
    assert opened.until_us is not None, "a reopening has an end"
    return Reopened(
        opened.period,
        opened.reason,
        opened.actor,
        opened.second_actor,
        opened.at_us,
        opened.until_us,
        None if closed is None else closed.at_us,
        count,
        tuple(
            DoneUnder(
                row[0],
                f"{row[1]}/{row[2]}/{row[3]}",
                row[4],
                row[5],
                "" if row[6] is None else f"{row[6]}/{row[7]}/{row[8]}",
            )
            for row in rows
        ),
    )
