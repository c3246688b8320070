"""Relief granted to an employer, and workers' organisations with their notices."""

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction

from sqlalchemy import Date, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from finance.rules.relief import NO_RATE, Relief, ReliefKind
from ledger.periods import Period
from ledger.store.base import Base, PeriodText

_NONE = text("''")


class ReliefRow(Base):
    """A decision that suspends, reduces or exempts an employer's levy over wage months.

    `application` names the one it answers (UNIT/RA/SEQ), empty when it was decided on paper alone;
    `ground` says why an exemption was granted.
    """

    __tablename__ = "relief"

    tax_code: Mapped[str] = mapped_column(String(14), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    from_period: Mapped[str] = mapped_column(PeriodText, primary_key=True)
    to_period: Mapped[str] = mapped_column(PeriodText)
    rate: Mapped[str] = mapped_column(String(20), server_default=_NONE)  # of a reduction: 1/5
    decision: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[dt.date] = mapped_column(Date)
    deciding_unit: Mapped[str] = mapped_column(String(40), server_default=_NONE, index=True)
    application: Mapped[str] = mapped_column(String(60), server_default=_NONE)
    ground: Mapped[str] = mapped_column(String(16), server_default=_NONE)
    recorded_by: Mapped[str] = mapped_column(String(100), server_default=_NONE)

    @property
    def relief(self) -> Relief:
        """What it grants."""
        rate = Fraction(self.rate) if self.rate else NO_RATE
        return Relief(ReliefKind(self.kind), Period(self.from_period), Period(self.to_period), rate)


class WorkersOrganisationRow(Base):
    """A workers' organisation at an employer, over a span of days."""

    __tablename__ = "workers_organisation"

    tax_code: Mapped[str] = mapped_column(String(14), primary_key=True)
    valid_from: Mapped[dt.date] = mapped_column(Date, primary_key=True)
    valid_to: Mapped[dt.date] = mapped_column(Date)
    name: Mapped[str] = mapped_column(String(300))
    account_no: Mapped[str] = mapped_column(String(40), server_default=_NONE)
    bank_bin: Mapped[str] = mapped_column(String(10), server_default=_NONE)
    registration: Mapped[str] = mapped_column(String(200), server_default=_NONE)
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


def decisions_on(session: Session, tax_code: str) -> list[ReliefRow]:
    """Every decision on an employer, by its first month."""
    return list(
        session.scalars(
            select(ReliefRow)
            .where(ReliefRow.tax_code == tax_code)
            .order_by(ReliefRow.from_period, ReliefRow.kind)
        )
    )


def relief_in(session: Session, period: Period) -> dict[str, list[Relief]]:
    """Every decision on the employers that have relief in a wage month, by tax code."""
    there = select(ReliefRow.tax_code).where(
        ReliefRow.from_period <= period, ReliefRow.to_period >= period
    )
    rows = session.scalars(select(ReliefRow).where(ReliefRow.tax_code.in_(there)))
    return by_employer(rows)


def by_employer(rows: Iterable[ReliefRow]) -> dict[str, list[Relief]]:
    """What decisions grant, by tax code."""
    found: dict[str, list[Relief]] = {}
    for row in rows:
        found.setdefault(row.tax_code, []).append(row.relief)
    return found
