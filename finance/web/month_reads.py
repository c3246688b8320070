"""The months of units' books: which are open, who closed them, which one waits to be closed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from finance.records.audit_lines import AuditRow
from finance.records.month_end import tasks
from ledger.periods import SHUT, Period, PeriodState, first_day, last_day
from ledger.store import months as ledger_months
from ledger.store import reads
from ledger.store.months import Month, MonthEvent
from ledger.store.tables import BookRow, PeriodRow

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class MonthKept:
    """One month of a unit's book."""

    period: Period
    state: PeriodState
    begun: bool
    over: bool  # its last day has come: it may be closed
    next: bool  # the oldest one that is not closed, the only one that may be
    closed_by: str
    closed_at_us: int | None


@dataclass(frozen=True, slots=True)
class Oldest:
    """The oldest open month of one unit."""

    unit_code: str
    unit_name: str
    period: Period


def months(session: Session, unit_code: str, today: dt.date) -> list[MonthKept]:
    """Every month of a unit's book, the newest first; none when there is no such book."""
    held = reads.books_by_code(session, {unit_code}).get(unit_code)
    if held is None:
        return []
    states = reads.period_states(session, held.book_id)
    closed = _closings(session, unit_code)
    oldest = min((m for m, state in states.items() if not state.shut), default=None)
    return [
        MonthKept(
            period=month,
            state=state,
            begun=first_day(month) <= today,
            over=last_day(month) <= today,
            next=month == oldest,
            closed_by=closed[month].actor if month in closed else "",
            closed_at_us=closed[month].at_us if month in closed else None,
        )
        for month, state in sorted(states.items(), reverse=True)
    ]


def oldest_open(
    session: Session, units: Select[str] | Sequence[str], page: int = 1
) -> tuple[list[Oldest], int]:
    """A page of these units with the oldest open month of each, and how many there are."""
    found = (
        select(BookRow.code, BookRow.name, func.min(PeriodRow.period).label("period"))
        .join(PeriodRow, PeriodRow.book_id == BookRow.book_id)
        .where(BookRow.code.in_(units), PeriodRow.state.not_in(SHUT))
        .group_by(BookRow.code, BookRow.name)
    )
    count = session.scalars(select(func.count()).select_from(found.subquery())).one()
    rows = session.execute(
        found.order_by(func.min(PeriodRow.period), BookRow.code)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return [Oldest(code, name, Period(period)) for code, name, period in rows], count


def hindrances(session: Session, unit_code: str, period: Period) -> int:
    """How many tasks keep a unit's month from being closed."""
    return sum(task.blocks for task in tasks(session, unit_code, period))


def stands(session: Session, unit_code: str, period: Period) -> Month | None:
    """How a month stands: its state, until when it is open, who bound it."""
    held = reads.books_by_code(session, {unit_code}).get(unit_code)
    return None if held is None else ledger_months.month(session, held.book_id, period)


def history(session: Session, unit_code: str, period: Period) -> list[MonthEvent]:
    """What happened to a month, in order."""
    held = reads.books_by_code(session, {unit_code}).get(unit_code)
    return [] if held is None else ledger_months.history(session, held.book_id, [period])


def _closings(session: Session, unit_code: str) -> dict[str, AuditRow]:
    rows = session.scalars(
        select(AuditRow)
        .where(AuditRow.unit_code == unit_code, AuditRow.action == "close_period")
        .order_by(AuditRow.seq)
    )
    return {row.subject: row for row in rows}
