"""Units whose book was handed over: to whom, when, by which decision."""

import datetime as dt

from sqlalchemy import Date, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from finance.rules.errors import RuleError
from ledger.store.base import Base


class BookHandedOver(RuleError):
    """A book is handed over once, and takes nothing from then on."""

    code = "closing.done"
    vi = "Sổ của {unit} đã bàn giao cho {taker} ngày {on}."
    en = "The book of {unit} was handed over to {taker} on {on}."


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


def check_stands(session: Session, unit: str) -> None:
    """Hold an act to a book that still takes entries.

    Raises   BookHandedOver.
    """
    closed = session.get(UnitClosingRow, unit)
    if closed is not None:
        raise BookHandedOver(unit=unit, taker=closed.taker, on=closed.handed_on.isoformat())


def takers(session: Session) -> dict[str, str]:
    """The units whose books were handed over, each with who answers for it now."""
    took = dict(session.execute(select(UnitClosingRow.unit_code, UnitClosingRow.taker)).all())
    found: dict[str, str] = {}
    for unit, taker in took.items():
        seen = {unit}
        there = taker
        while there in took and there not in seen:
            seen.add(there)
            there = took[there]
        found[unit] = there
    return found


def handed_over_units(session: Session) -> set[str]:
    """The units whose books take nothing any more."""
    return set(session.scalars(select(UnitClosingRow.unit_code)))
