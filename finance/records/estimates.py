"""The approved estimate of the upper parts of a year, and what its true-up moved."""

import datetime as dt

from sqlalchemy import CheckConstraint, Date, SmallInteger, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from ledger.store.base import Base

_NONE = text("''")


class UpperEstimateRow(Base):
    """What one unit above the grassroots shall have of a collecting unit's levy of a year.

    `difference_vnd` is what the true-up moved; None until it is posted.
    """

    __tablename__ = "upper_estimate"
    __table_args__ = (CheckConstraint("amount_vnd >= 0", name="amount"),)

    collecting_unit: Mapped[str] = mapped_column(String(40), primary_key=True)
    year: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    beneficiary: Mapped[str] = mapped_column(String(40), primary_key=True)
    amount_vnd: Mapped[int]
    decision: Mapped[str] = mapped_column(String(200))
    maker: Mapped[str] = mapped_column(String(100))
    checker: Mapped[str] = mapped_column(String(100), server_default=_NONE)
    difference_vnd: Mapped[int | None]
    settled_vnd: Mapped[int] = mapped_column(server_default=text("0"))
    ref: Mapped[str] = mapped_column(String(80), server_default=_NONE)
    accounting_on: Mapped[dt.date | None] = mapped_column(Date)


def estimate_of(session: Session, collector: str, year: int) -> list[UpperEstimateRow]:
    """The rows of one estimate, in order of the units; none when nothing was entered."""
    return list(
        session.scalars(
            select(UpperEstimateRow)
            .where(UpperEstimateRow.collecting_unit == collector, UpperEstimateRow.year == year)
            .order_by(UpperEstimateRow.beneficiary)
        )
    )
