"""Closes the months of a book."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from ledger.errors import PeriodNotOpen, PeriodOrder, UnknownBook
from ledger.periods import Period, PeriodState
from ledger.store import reads, writes
from ledger.store.tables import PeriodRow


def close_period(session: Session, book: str, period: Period) -> bool:
    """Close a month of a book; months close in order.

    Returns  False when it was closed before.
    Raises   UnknownBook, PeriodNotOpen (no such month), PeriodOrder (an earlier one is open).
    """
    held = reads.books_by_code(session, {book}).get(book)
    if held is None:
        raise UnknownBook(book=book)
    session.flush()
    writes.lock_head(writes.Pen(session.connection()), book)
    states = reads.period_states(session, held.book_id)
    if period not in states:
        raise PeriodNotOpen(book=book, period=period, state="none")
    if states[period] is PeriodState.CLOSED:
        return False
    for earlier in sorted(states):
        if earlier < period and states[earlier] is PeriodState.OPEN:
            raise PeriodOrder(book=book, earlier=earlier, period=period)
    session.execute(
        update(PeriodRow)
        .where(PeriodRow.book_id == held.book_id, PeriodRow.period == period)
        .values(state=PeriodState.CLOSED.value)
    )
    return True
