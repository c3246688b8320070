"""Reading the months of books: what state they are in, and what happened to them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.periods import Period, PeriodState
from ledger.store.tables import PeriodEventRow, PeriodRow


@dataclass(frozen=True, slots=True)
class MonthEvent:
    """A change of a month's state."""

    book_id: int
    event_no: int
    period: Period
    from_state: PeriodState
    to_state: PeriodState
    at_us: int
    actor: str  # of a reopening: who asked
    second_actor: str  # of a reopening: who granted
    reason: str
    until_us: int | None
    bound_by: str  # of a soft lock: the book above that set it
    at_seq: int  # the book's last entry then

    @property
    def reopens(self) -> bool:
        """Whether it opened a closed month again."""
        return self.from_state is PeriodState.CLOSED and self.to_state is PeriodState.OPEN


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a book as it stands."""

    period: Period
    state: PeriodState
    open_until_us: int | None  # only of a month that was reopened
    bound_by: str  # the book above that locked it softly; "" for its own lock, or none


def month(session: Session, book_id: int, period: Period) -> Month | None:
    """A month of a book, or None when it was never opened."""
    row = session.execute(
        select(PeriodRow.state, PeriodRow.open_until_us, PeriodEventRow.bound_by)
        .outerjoin(
            PeriodEventRow,
            (PeriodEventRow.book_id == PeriodRow.book_id)
            & (PeriodEventRow.event_no == PeriodRow.last_event),
        )
        .where(PeriodRow.book_id == book_id, PeriodRow.period == period)
    ).one_or_none()
    if row is None:
        return None
    return Month(period, PeriodState(row[0]), row[1], "" if row[2] is None else row[2])


def history(
    session: Session, book_id: int, periods: Sequence[Period] | None = None
) -> list[MonthEvent]:
    """What happened to the months of a book, in order; to all of them when none are named."""
    query = select(PeriodEventRow).where(PeriodEventRow.book_id == book_id)
    if periods is not None:
        query = query.where(PeriodEventRow.period.in_(periods))
    return [
        MonthEvent(
            row.book_id,
            row.event_no,
            Period(row.period),
            PeriodState(row.from_state),
            PeriodState(row.to_state),
            row.at_us,
            row.actor,
            row.second_actor,
            row.reason,
            row.until_us,
            row.bound_by,
            row.at_seq,
        )
        for row in session.scalars(query.order_by(PeriodEventRow.event_no))
    ]
