"""What each member owes in dues for each month, what was withheld and paid, and how it came."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Date,
    Index,
    Select,
    String,
    Text,
    false,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from finance.rules.dues import Withheld, standard_part, withheld_beside
from ledger.periods import Period
from ledger.store.base import Base, PeriodText

_NONE = text("''")
_ZERO = text("0")


class Way(StrEnum):
    """How dues came in."""

    BANK = "bank"  # into the account, no row of a statement at hand
    CASH = "cash"
    RECEIPT = "receipt"  # by a row of the unit's own statement
    TRANSFER = "transfer"  # the same, and the member's code stood in its text


class DuesRow(Base):
    """The dues of one member for one month; the sub-ledger of the dues receivable."""

    __tablename__ = "dues"
    __table_args__ = (
        CheckConstraint("paid_vnd >= 0 AND paid_vnd <= amount_vnd", name="never_overpaid"),
    )

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    member_no: Mapped[str] = mapped_column(String(40), primary_key=True)
    period: Mapped[str] = mapped_column(PeriodText, primary_key=True)
    dues_group: Mapped[str] = mapped_column(String(20))
    wage_base_vnd: Mapped[int]
    amount_vnd: Mapped[int]
    extra_vnd: Mapped[int] = mapped_column(server_default=_ZERO)  # of it, above the standard rate
    rule: Mapped[str] = mapped_column(String(16), server_default=_NONE)
    used: Mapped[str] = mapped_column(Text, server_default=_NONE)  # JSON: key, from, value
    paid_vnd: Mapped[int]
    paid_extra_vnd: Mapped[int] = mapped_column(server_default=_ZERO)  # of it, taken as extra

    @property
    def open_vnd(self) -> int:
        """What is still owed."""
        return self.amount_vnd - self.paid_vnd

    def pay(self, amount_vnd: int) -> int:
        """Put money on the month (negative: take it off); the standard dues come first.

        Returns  what of it counts as above the standard rate.
        """
        self.paid_vnd += amount_vnd
        standard = standard_part(self.amount_vnd, self.extra_vnd, self.paid_vnd)
        extra = self.paid_vnd - standard - self.paid_extra_vnd
        self.paid_extra_vnd += extra
        return extra


class DuesEventRow(Base):
    """Money put on a member's month (positive) or taken off it (negative); only grows."""

    __tablename__ = "dues_event"
    __table_args__ = (
        Index("ix_dues_event_member", "unit_code", "member_no", "period"),
        Index("ix_dues_event_slip", "unit_code", "slip"),
    )

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_no: Mapped[str] = mapped_column(String(40))
    period: Mapped[str] = mapped_column(PeriodText)
    delta_vnd: Mapped[int]
    extra_delta_vnd: Mapped[int]  # of it, above the standard rate
    way: Mapped[str] = mapped_column(String(8))
    receipt_seq: Mapped[int] = mapped_column(server_default=_ZERO)  # of the unit's own receipts
    slip: Mapped[str] = mapped_column(String(40), server_default=_NONE)  # number of a cash slip
    withheld: Mapped[bool] = mapped_column(server_default=false())  # by the employer's payroll
    accounting_on: Mapped[dt.date] = mapped_column(Date)
    ref: Mapped[str] = mapped_column(String(80))
    undoes: Mapped[str] = mapped_column(String(80), server_default=_NONE)  # the collection's ref
    decided_by: Mapped[str] = mapped_column(String(100))


class DuesExtraRow(Base):
    """A unit's decision to collect above the standard rate, over months."""

    __tablename__ = "dues_extra"

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    from_period: Mapped[str] = mapped_column(PeriodText, primary_key=True)
    to_period: Mapped[str] = mapped_column(PeriodText, server_default=_NONE)  # empty: still
    rate: Mapped[str] = mapped_column(String(20))  # exact, of one: 3/1000
    decision: Mapped[str] = mapped_column(String(200))


class PayrollRow(Base):
    """What an employer's payroll says of a member's month; a later file supersedes it."""

    __tablename__ = "payroll"

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    member_no: Mapped[str] = mapped_column(String(40), primary_key=True)
    period: Mapped[str] = mapped_column(PeriodText, primary_key=True)
    wage_base_vnd: Mapped[int | None]
    withheld_vnd: Mapped[int | None]
    status: Mapped[str] = mapped_column(String(14))
    batch_id: Mapped[int]
    row_no: Mapped[int]


@dataclass(frozen=True, slots=True)
class Owed:
    """One member's month: what is owed, what was withheld, what is paid (đồng)."""

    unit: str
    member_no: str
    period: str
    dues_group: str
    wage_base_vnd: int
    rule: str
    amount_vnd: int
    extra_vnd: int
    withheld_vnd: int | None
    withheld: Withheld
    paid_vnd: int
    open_vnd: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Which months of which members: of these units; of one month, one member, or (empty) all."""

    units: Select[str] | Sequence[str]
    period: str = ""
    member_no: str = ""


def owed(session: Session, asked: Asked) -> list[Owed]:
    """Members' months, by unit, month and number; also what was withheld and never assessed."""
    rows = session.execute(
        select(DuesRow, PayrollRow.withheld_vnd)
        .outerjoin(
            PayrollRow,
            (PayrollRow.unit_code == DuesRow.unit_code)
            & (PayrollRow.member_no == DuesRow.member_no)
            & (PayrollRow.period == DuesRow.period),
        )
        .where(*_asked(DuesRow, asked))
    )
    found = [_owed(row, withheld) for row, withheld in rows]
    assessed = select(DuesRow.member_no).where(
        DuesRow.unit_code == PayrollRow.unit_code,
        DuesRow.member_no == PayrollRow.member_no,
        DuesRow.period == PayrollRow.period,
    )
    unassessed = session.scalars(
        select(PayrollRow).where(
            *_asked(PayrollRow, asked), PayrollRow.withheld_vnd > 0, ~assessed.exists()
        )
    )
    found.extend(_unassessed(row) for row in unassessed)
    return sorted(found, key=lambda one: (one.unit, one.period, one.member_no))


def extra_of(session: Session, unit: str, period: Period) -> Fraction:
    """What a unit collects above the standard rate in a month, of one; 0 without a decision."""
    row = session.scalars(
        select(DuesExtraRow)
        .where(DuesExtraRow.unit_code == unit, DuesExtraRow.from_period <= period)
        .order_by(DuesExtraRow.from_period.desc())
        .limit(1)
    ).one_or_none()
    if row is None or (row.to_period and row.to_period < period):
        return Fraction(0)
    return Fraction(row.rate)


def standard_paid(session: Session, unit: str, period: Period) -> int:
    """What a unit's members have paid for a month of the standard dues (đồng), by the history."""
    query = select(
        func.coalesce(func.sum(DuesEventRow.delta_vnd - DuesEventRow.extra_delta_vnd), 0)
    ).where(DuesEventRow.unit_code == unit, DuesEventRow.period == period)
    return int(session.scalars(query).one())


def payrolls(session: Session, unit: str, period: Period) -> dict[str, PayrollRow]:
    """What the payroll says of a unit's members in a month, by number."""
    rows = session.scalars(
        select(PayrollRow).where(PayrollRow.unit_code == unit, PayrollRow.period == period)
    )
    return {row.member_no: row for row in rows}


def _asked(table: type[DuesRow | PayrollRow], asked: Asked) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [table.unit_code.in_(asked.units)]
    if asked.period:
        wanted.append(table.period == asked.period)
    if asked.member_no:
        wanted.append(table.member_no == asked.member_no)
    return wanted


def _owed(row: DuesRow, withheld_vnd: int | None) -> Owed:
    return Owed(
        unit=row.unit_code,
        member_no=row.member_no,
        period=row.period,
        dues_group=row.dues_group,
        wage_base_vnd=row.wage_base_vnd,
        rule=row.rule,
        amount_vnd=row.amount_vnd,
        extra_vnd=row.extra_vnd,
        withheld_vnd=withheld_vnd,
        withheld=withheld_beside(withheld_vnd, row.amount_vnd),
        paid_vnd=row.paid_vnd,
        open_vnd=row.open_vnd,
    )


def _unassessed(row: PayrollRow) -> Owed:
    return Owed(
        unit=row.unit_code,
        member_no=row.member_no,
        period=row.period,
        dues_group="",
        wage_base_vnd=0 if row.wage_base_vnd is None else row.wage_base_vnd,
        rule="",
        amount_vnd=0,
        extra_vnd=0,
        withheld_vnd=row.withheld_vnd,
        withheld=withheld_beside(row.withheld_vnd, None),
        paid_vnd=0,
        open_vnd=0,
    )
