"""Employers, dated: who pays, which union is theirs, and which unit collects."""

import datetime as dt

from sqlalchemy import Date, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from ledger.periods import Period, last_day
from ledger.store.base import Base

_NONE = text("''")


class EmployerRow(Base):
    """An employer over a span of days; another union or collecting unit is another row."""

    __tablename__ = "employer"

    tax_code: Mapped[str] = mapped_column(String(14), primary_key=True)
    valid_from: Mapped[dt.date] = mapped_column(Date, primary_key=True)
    valid_to: Mapped[dt.date] = mapped_column(Date)
    si_unit_code: Mapped[str] = mapped_column(String(40), server_default=_NONE, index=True)
    name: Mapped[str] = mapped_column(String(300))
    name_folded: Mapped[str] = mapped_column(String(300), index=True)
    employer_type: Mapped[str] = mapped_column(String(40))
    pay_cycle: Mapped[str] = mapped_column(String(10))
    province_code: Mapped[str] = mapped_column(String(40))
    grassroots_unit: Mapped[str] = mapped_column(String(40), server_default=_NONE, index=True)
    collecting_unit: Mapped[str] = mapped_column(String(40), index=True)
    upper_unit: Mapped[str] = mapped_column(String(40), server_default=_NONE)


def employer_in(session: Session, tax_code: str, period: Period) -> EmployerRow | None:
    """An employer as the register last has it up to the end of a month; None for an unknown one."""
    return session.scalars(
        select(EmployerRow)
        .where(EmployerRow.tax_code == tax_code, EmployerRow.valid_from <= last_day(period))
        .order_by(EmployerRow.valid_from.desc())
        .limit(1)
    ).one_or_none()
