"""What was first reported of a span, beside what is known of it now."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.runtime.clock import moment
from ledger.balances import trial_balance
from ledger.entries import Posted
from ledger.errors import Refusal
from ledger.periods import Period, PeriodState, first_day, last_day, period_of
from ledger.store import reads
from ledger.store.rows import with_lines
from ledger.store.tables import EntryRow, PeriodEventRow
from reports.queries.books import book_of, name_of, period_state
from reports.queries.known import tagged_known
from reports.statements.comparison import Comparison, compared

_NOTHING = -1  # a moment before everything


class NeverClosed(Refusal):
    """Nothing was reported of a month that was never closed."""

    code = "report.never_closed"
    vi = "Kỳ {period} của {unit} chưa khóa lần nào nên chưa có số liệu báo cáo lần đầu."
    en = "Period {period} of {unit} was never closed: nothing was reported of it yet."


@dataclass(frozen=True, slots=True)
class FirstClosing:
    """When a month was closed for the first time, and how far the book had got."""

    at_us: int
    last_seq: int


def first_closing(session: Session, book_id: int, period: Period) -> FirstClosing | None:
    """The first closing of a month; None when it was never closed."""
    row = session.execute(
        select(PeriodEventRow.at_us, PeriodEventRow.at_seq)
        .where(
            PeriodEventRow.book_id == book_id,
            PeriodEventRow.period == period,
            PeriodEventRow.to_state == PeriodState.CLOSED.value,
        )
        .order_by(PeriodEventRow.event_no)
        .limit(1)
    ).one_or_none()
    return None if row is None else FirstClosing(*row)


def comparison(session: Session, unit_code: str, first: dt.date, last: dt.date) -> Comparison:
    """A span of a unit's book as known when its last month was first closed, and as known now.

    Raises   UnknownBook; NeverClosed.
    """
    book = book_of(session, unit_code)
    period = period_of(last)
    closing = first_closing(session, book.book_id, period)
    if closing is None:
        raise NeverClosed(period=period, unit=unit_code)
    chart = reads.chart(session, book.regime)
    known = _recorded(session, book.book_id, closing.last_seq)
    before = tagged_known(session, [unit_code], (first, last), known)
    after = reads.tagged(session, [unit_code], first, last)
    return Comparison(
        unit_code=unit_code,
        unit_name=name_of(session, unit_code),
        first=first,
        last=last,
        reported_at=moment(closing.at_us),
        reported_at_us=closing.at_us,
        rows=compared(trial_balance(before, chart), trial_balance(after, chart)),
        entries=_since(session, book.book_id, unit_code, closing.last_seq, last),
        chart=chart,
    )


def changed_since(session: Session, unit_code: str, period: Period) -> Comparison | None:
    """A month that is closed now and is no longer as it was first reported; else None.

    Raises   UnknownBook.
    """
    state = period_state(session, unit_code, period)
    if state is None or not state.shut:
        return None
    found = comparison(session, unit_code, first_day(period), last_day(period))
    return found if found.changed else None


def _recorded(session: Session, book_id: int, seq: int) -> int:
    """When the entry at a place was recorded: the very last moment the book knew no more."""
    query = select(EntryRow.recorded_at_us).where(EntryRow.book_id == book_id, EntryRow.seq == seq)
    found = session.scalars(query).one_or_none()
    return _NOTHING if found is None else found


def _since(
    session: Session, book_id: int, unit_code: str, seq: int, last: dt.date
) -> tuple[Posted, ...]:
    query = (
        select(EntryRow)
        .where(EntryRow.book_id == book_id, EntryRow.seq > seq, EntryRow.accounting_on <= last)
        .order_by(EntryRow.seq)
    )
    return tuple(with_lines(session, [(row, unit_code) for row in session.scalars(query)]))
