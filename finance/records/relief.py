"""Relief granted to an employer, and workers' organisations with their notices."""

import datetime as dt

from sqlalchemy import Date, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ledger.store.base import Base, PeriodText


class ReliefRow(Base):
    """A decision that suspends, reduces or exempts an employer's levy over wage months."""

    __tablename__ = "relief"

    tax_code: Mapped[str] = mapped_column(String(14), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    from_period: Mapped[str] = mapped_column(PeriodText, primary_key=True)
    to_period: Mapped[str] = mapped_column(PeriodText)
    decision: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[dt.date] = mapped_column(Date)


class WorkersOrganisationRow(Base):
    """A workers' organisation at an employer, over a span of days."""

    __tablename__ = "workers_organisation"

    tax_code: Mapped[str] = mapped_column(String(14), primary_key=True)
    valid_from: Mapped[dt.date] = mapped_column(Date, primary_key=True)
    valid_to: Mapped[dt.date] = mapped_column(Date)
    name: Mapped[str] = mapped_column(String(300))
    account_no: Mapped[str] = mapped_column(String(40), server_default=text("''"))
    bank_bin: Mapped[str] = mapped_column(String(10), server_default=text("''"))
    registration: Mapped[str] = mapped_column(String(200), server_default=text("''"))
    answered_on: Mapped[dt.date | None] = mapped_column(Date)  # the province's written answer
    ended_on: Mapped[dt.date | None] = mapped_column(Date)  # it has ended: what is unused goes back


class WoNoticeRow(Base):
    """Its monthly notice: the levy paid on its members' wages.

    `received_on` is the day the first notice of the month came; a later one corrects its amount.
    """

    __tablename__ = "wo_notice"

    tax_code: Mapped[str] = mapped_column(String(14), primary_key=True)
    period: Mapped[str] = mapped_column(PeriodText, primary_key=True)
    members_levy_vnd: Mapped[int]
    received_on: Mapped[dt.date] = mapped_column(Date)


class WoExcuseRow(Base):
    """That a notice of a workers' organisation was late, or is missing, for a good reason."""

    __tablename__ = "wo_excuse"

    tax_code: Mapped[str] = mapped_column(String(14), primary_key=True)
    period: Mapped[str] = mapped_column(PeriodText, primary_key=True)
    reason: Mapped[str] = mapped_column(String(500))
    accepted_by: Mapped[str] = mapped_column(String(100))
    accepted_on: Mapped[dt.date] = mapped_column(Date)
