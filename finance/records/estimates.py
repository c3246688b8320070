"""The approved estimate of the upper parts of a year, and what its true-up moved."""

import datetime as dt

from sqlalchemy import CheckConstraint, Date, SmallInteger, String, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from finance.records.matches import ShareEventRow
from finance.rules.sharing import ABOVE
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


def shared_upwards(session: Session, collector: str, year: int) -> dict[str, int]:
    """What a collecting unit's levy gave each unit above the grassroots in a year (đồng)."""
    query = (
        select(ShareEventRow.beneficiary, func.sum(ShareEventRow.delta_vnd))
        .where(
            ShareEventRow.collecting_unit == collector,
            ShareEventRow.role.in_([role.value for role in ABOVE]),
            ShareEventRow.accounting_on.between(dt.date(year, 1, 1), dt.date(year, 12, 31)),
        )
        .group_by(ShareEventRow.beneficiary)
    )
    return {beneficiary: int(amount) for beneficiary, amount in session.execute(query)}
