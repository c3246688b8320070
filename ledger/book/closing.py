"""Changes the states of months: locks, closes, reopens, makes final; each with its event.

Inserting the event is the change: the database moves the month, and refuses what no rule allows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Insert, case, func, insert, literal, null, select
from sqlalchemy.orm import Session

from ledger.errors import (
    PeriodFinal,
    PeriodNotClosed,
    PeriodNotOpen,
    PeriodOrder,
    ReopeningIncomplete,
    ReopenInOrder,
    UnknownBook,
)
from ledger.periods import Period, PeriodState
from ledger.store import reads, writes
from ledger.store.pen import Pen
from ledger.store.tables import BookHeadRow, PeriodEventRow, PeriodRow

_AT_A_TIME: Final = 2_000  # books whose months are moved by one statement


@dataclass(frozen=True, slots=True)
class Change:
    """Who changes a month, when by the clock, and why."""

    actor: str
    now_us: int
    reason: str = ""
    bound_by: str = ""  # a soft lock only: the book above that set it


@dataclass(frozen=True, slots=True)
class Reopening:
    """Who asked, who granted, why, and how long a closed month is open again."""

    asked_by: str
    granted_by: str
    reason: str
    now_us: int
    until_us: int


def soften(session: Session, book: str, period: Period, by: Change) -> bool:
    """Lock a month softly; from then on it takes only entries posted as adjusting.

    Returns  False when it was locked so before.
    Raises   UnknownBook, PeriodNotOpen (closed, or no such month), PeriodOrder (an earlier one
             is open).
    """
    held, states = _stand(session, book, period)
    if states[period] is PeriodState.SOFT:
        return False
    if states[period] is not PeriodState.OPEN:
        raise PeriodNotOpen(book=book, period=period, state=states[period].value)
    _check_earlier(book, period, states, PeriodState.SOFT)
    _move(session, [held], PeriodRow.period == period, (states[period], PeriodState.SOFT), by)
    return True


def soften_through(session: Session, books: Sequence[str], period: Period, by: Change) -> int:
    """Lock softly, in many books at once, the month and those before it that are still open.

    Returns  how many months were locked; what was locked or closed before stays as it is.
    Raises   UnknownBook.
    """
    found = reads.books_by_code(session, books)
    for code in sorted(set(books) - found.keys()):
        raise UnknownBook(book=code)
    in_order = sorted(found.values(), key=lambda held: held.book_id)
    session.flush()
    writes.lock_heads(Pen(session.connection()), [held.code for held in in_order])
    moved = 0
    for start in range(0, len(in_order), _AT_A_TIME):
        ids = [held.book_id for held in in_order[start : start + _AT_A_TIME]]
        change = (PeriodState.OPEN, PeriodState.SOFT)
        moved += _move(session, ids, PeriodRow.period <= period, change, by)
    return moved


def unsoften(session: Session, book: str, period: Period, by: Change) -> bool:
    """Lift the soft lock of a month.

    Returns  False when it is open.
    Raises   UnknownBook, PeriodNotOpen (closed, or no such month), ReopenInOrder (a later one is
             locked).
    """
    held, states = _stand(session, book, period)
    if states[period] is PeriodState.OPEN:
        return False
    if states[period] is not PeriodState.SOFT:
        raise PeriodNotOpen(book=book, period=period, state=states[period].value)
    _check_later(book, period, states)
    _move(session, [held], PeriodRow.period == period, (states[period], PeriodState.OPEN), by)
    return True


def close_period(session: Session, book: str, period: Period, by: Change) -> bool:
    """Close a month of a book; months close in order.

    Returns  False when it was closed before.
    Raises   UnknownBook, PeriodNotOpen (no such month), PeriodOrder (an earlier one is open).
    """
    held, states = _stand(session, book, period)
    if states[period].shut:
        return False
    _check_earlier(book, period, states, PeriodState.CLOSED)
    _move(session, [held], PeriodRow.period == period, (states[period], PeriodState.CLOSED), by)
    return True


def reopen_period(session: Session, book: str, period: Period, by: Reopening) -> None:
    """Open a closed month again until a moment; months reopen in reverse order.

    Raises   UnknownBook, PeriodNotOpen (no such month), PeriodNotClosed, PeriodFinal,
             ReopenInOrder (a later one is locked or closed), ReopeningIncomplete.
    """
    held, states = _stand(session, book, period)
    _check_closed(book, period, states)
    if states[period] is PeriodState.FINAL:
        raise PeriodFinal(book=book, period=period)
    _check_later(book, period, states)
    asked, granted = by.asked_by.strip().casefold(), by.granted_by.strip().casefold()
    two = bool(asked) and bool(granted) and asked != granted
    last_us = session.scalar(
        select(func.max(PeriodEventRow.at_us)).where(PeriodEventRow.book_id == held)
    )
    assert last_us is not None, "the month was closed by an event"
    if not (two and by.reason.strip() and by.until_us > max(by.now_us, last_us)):
        raise ReopeningIncomplete(book=book, period=period)
    _move(session, [held], PeriodRow.period == period, (states[period], PeriodState.OPEN), by)


def make_final(session: Session, book: str, period: Period, by: Change) -> bool:
    """Make a closed month final: it is never reopened.

    Returns  False when it was final before.
    Raises   UnknownBook, PeriodNotOpen (no such month), PeriodNotClosed, PeriodOrder (an earlier
             one is not final).
    """
    held, states = _stand(session, book, period)
    _check_closed(book, period, states)
    if states[period] is PeriodState.FINAL:
        return False
    _check_earlier(book, period, states, PeriodState.FINAL)
    _move(session, [held], PeriodRow.period == period, (states[period], PeriodState.FINAL), by)
    return True


def _stand(session: Session, book: str, period: Period) -> tuple[int, dict[Period, PeriodState]]:
    """The book's id and the states of its months, its head locked."""
    held = reads.books_by_code(session, {book}).get(book)
    if held is None:
        raise UnknownBook(book=book)
    session.flush()
    writes.lock_heads(Pen(session.connection()), [book])
    states = reads.period_states(session, held.book_id)
    if period not in states:
        raise PeriodNotOpen(book=book, period=period, state="none")
    return held.book_id, states


def _check_closed(book: str, period: Period, states: dict[Period, PeriodState]) -> None:
    if not states[period].shut:
        raise PeriodNotClosed(book=book, period=period)


def _check_earlier(
    book: str, period: Period, states: dict[Period, PeriodState], wanted: PeriodState
) -> None:
    for earlier in sorted(states):
        if earlier < period and states[earlier].rank < wanted.rank:
            raise PeriodOrder(book=book, earlier=earlier, period=period)


def _check_later(book: str, period: Period, states: dict[Period, PeriodState]) -> None:
    for later in sorted(states, reverse=True):
        if later > period and states[later] is not PeriodState.OPEN:
            raise ReopenInOrder(book=book, later=later, period=period)


def _move(
    session: Session,
    book_ids: Sequence[int],
    months: ColumnElement[bool],
    change: tuple[PeriodState, PeriodState],
    by: Change | Reopening,
) -> int:
    """Insert the events of months that are in the first state; their heads are locked.

    Returns  how many months moved to the second state.
    """
    done = session.execute(
        _events(book_ids, months, change, by), execution_options={"preserve_rowcount": True}
    )
    return int(done.rowcount)  # type: ignore[attr-defined] # an INSERT counts its rows


def _said(by: Change | Reopening) -> tuple[ColumnElement[Any], ...]:
    """Actor, second actor, reason, end and binding book of an event."""
    if isinstance(by, Reopening):
        said: tuple[str | int | None, ...] = (
            by.asked_by,
            by.granted_by,
            by.reason,
            by.until_us,
            "",
        )
    else:
        said = (by.actor, "", by.reason, None, by.bound_by)
    return tuple(null() if value is None else literal(value) for value in said)


def _events(
    book_ids: Sequence[int],
    months: ColumnElement[bool],
    change: tuple[PeriodState, PeriodState],
    by: Change | Reopening,
) -> Insert:
    event, month, head = PeriodEventRow, PeriodRow, BookHeadRow
    last = (
        select(
            event.book_id, func.max(event.event_no).label("no"), func.max(event.at_us).label("us")
        )
        .where(event.book_id.in_(book_ids))
        .group_by(event.book_id)
        .subquery()
    )
    place = func.row_number().over(partition_by=month.book_id, order_by=month.period)
    rows = (
        select(
            month.book_id,
            func.coalesce(last.c.no, 0) + place,
            month.period,
            month.state,
            literal(change[1].value),
            # A clock may be set back.
            case((last.c.us > by.now_us, last.c.us), else_=by.now_us),
            *_said(by),
            func.coalesce(head.last_seq, 0),
        )
        .join(head, head.book_id == month.book_id)
        .outerjoin(last, last.c.book_id == month.book_id)
        .where(month.book_id.in_(book_ids), months, month.state == change[0].value)
        .order_by(month.book_id, month.period)
    )
    names = [column.name for column in event.__table__.columns]
    return insert(event).from_select(names, rows)
