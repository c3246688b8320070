"""Units whose book was handed over: to whom, when, by which decision."""

import datetime as dt

from sqlalchemy import Date, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from ledger.store.base import Base


class UnitClosingRow(Base):
    """That a unit handed its book over; from then on the book takes nothing."""

    __tablename__ = "unit_closing"

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    taker: Mapped[str] = mapped_column(String(40), index=True)
    handed_on: Mapped[dt.date] = mapped_column(Date)
    decision: Mapped[str] = mapped_column(String(200))
    amount_vnd: Mapped[int]
    ref: Mapped[str] = mapped_column(String(80))
    actor: Mapped[str] = mapped_column(String(100))
    closed_at_us: Mapped[int]


def handed_over_units(session: Session) -> set[str]:
    """The units whose books take nothing any more."""
    return set(session.scalars(select(UnitClosingRow.unit_code)))
