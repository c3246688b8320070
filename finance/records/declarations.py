"""What employers declared to social insurance, and what the tax branch knows; all versions."""

import datetime as dt

from sqlalchemy import Boolean, Date, Index, SmallInteger, String, exists, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from finance.records.employers import EmployerRow
from finance.rules.facts import DeclarationStatus
from ledger.periods import Period, first_day, last_day
from ledger.store.base import Base, PeriodText

_NONE = text("''")


class DeclarationRow(Base):
    """What one SI unit declared for a wage month; a later version supersedes, history stays.

    An employer may have several SI units; its wage fund of a month is their sum.
    """

    __tablename__ = "declaration"
    __table_args__ = (Index("ix_declaration_period", "period", "current"),)

    tax_code: Mapped[str] = mapped_column(String(14), primary_key=True)
    period: Mapped[str] = mapped_column(PeriodText, primary_key=True)
    si_unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    version: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    current: Mapped[bool] = mapped_column(Boolean)
    name: Mapped[str] = mapped_column(String(300))
    employees: Mapped[int]
    wage_fund_vnd: Mapped[int]
    status: Mapped[str] = mapped_column(String(10))
    agency_code: Mapped[str] = mapped_column(String(40), server_default=_NONE)
    submitted_at: Mapped[str] = mapped_column(String(40), server_default=_NONE)
    batch_id: Mapped[int]
    row_no: Mapped[int]


class TaxFactRow(Base):
    """What the tax branch says of an employer in a year; a later version supersedes."""

    __tablename__ = "tax_fact"

    tax_code: Mapped[str] = mapped_column(String(14), primary_key=True)
    year: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    current: Mapped[bool] = mapped_column(Boolean)
    name: Mapped[str] = mapped_column(String(300))
    status: Mapped[str] = mapped_column(String(12))
    status_on: Mapped[dt.date | None] = mapped_column(Date)
    province_code: Mapped[str] = mapped_column(String(40), server_default=_NONE)
    employees: Mapped[int | None]
    wages_paid_vnd: Mapped[int | None]
    batch_id: Mapped[int]
    row_no: Mapped[int]


def not_registered(session: Session, period: Period) -> list[str]:
    """Tax codes that declared wages for a month in which the register has no row of them."""
    there = exists().where(
        EmployerRow.tax_code == DeclarationRow.tax_code,
        EmployerRow.valid_from <= last_day(period),
        EmployerRow.valid_to >= first_day(period),
    )
    query = (
        select(DeclarationRow.tax_code)
        .where(
            DeclarationRow.period == period,
            DeclarationRow.current,
            DeclarationRow.status == DeclarationStatus.ACTIVE.value,
            ~there,
        )
        .distinct()
        .order_by(DeclarationRow.tax_code)
    )
    return list(session.scalars(query))
