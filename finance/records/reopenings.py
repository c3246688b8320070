"""Requests to open a closed month again: who asked, who decided, and how each ended."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from ledger.periods import Period
from ledger.store.base import Base, PeriodText

_NONE = text("''")
_UNDECIDED = text("state IN ('asked', 'granted')")


class ReopeningState(StrEnum):
    """How far a request has come."""

    ASKED = "asked"
    GRANTED = "granted"  # the month is open again
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"  # the month is closed again


class ReopeningRow(Base):
    """One request of a unit; at most one at a time for a month."""

    __tablename__ = "reopening"
    __table_args__ = (
        CheckConstraint(
            "state IN ('asked', 'granted', 'refused', 'withdrawn', 'ended')", name="state"
        ),
        Index(
            "uq_reopening_period",
            "unit_code",
            "period",
            unique=True,
            postgresql_where=_UNDECIDED,
            sqlite_where=_UNDECIDED,
        ),
    )

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    period: Mapped[str] = mapped_column(PeriodText)
    reason: Mapped[str] = mapped_column(String(1000))
    until_us: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    asked_by: Mapped[str] = mapped_column(String(100))
    asked_at_us: Mapped[int]
    decided_by: Mapped[str] = mapped_column(String(100), server_default=_NONE)
    decided_at_us: Mapped[int | None]
    decision: Mapped[str] = mapped_column(String(1000), server_default=_NONE)  # why not
    ended_at_us: Mapped[int | None]


def standing(session: Session, unit: str, period: Period) -> ReopeningRow | None:
    """The request of a unit's month that is not done with: it waits, or the month is open by it."""
    return session.scalars(
        select(ReopeningRow).where(
            ReopeningRow.unit_code == unit,
            ReopeningRow.period == period,
            ReopeningRow.state.in_([ReopeningState.ASKED.value, ReopeningState.GRANTED.value]),
        )
    ).one_or_none()


def waiting(session: Session, unit: str, period: Period) -> list[Period]:
    """The months up to this one for which a request waits for a decision."""
    found = session.scalars(
        select(ReopeningRow.period)
        .where(
            ReopeningRow.unit_code == unit,
            ReopeningRow.period <= period,
            ReopeningRow.state == ReopeningState.ASKED.value,
        )
        .order_by(ReopeningRow.period)
    )
    return [Period(month) for month in found]


def requests(session: Session, unit: str, period: Period) -> list[ReopeningRow]:
    """Every request of a unit's month, in order."""
    found = select(ReopeningRow).where(
        ReopeningRow.unit_code == unit, ReopeningRow.period == period
    )
    return list(session.scalars(found.order_by(ReopeningRow.seq)))
