"""What the pages of dues show: a unit's months, members, and one member's own rows."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from finance.records.dues import Asked, DuesEventRow, DuesRow, Owed, owed
from finance.records.dues_codes import account_for_dues, code_of, transfer_order
from finance.records.members import MemberRow, latest_member
from ledger.periods import Period

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class MonthOfDues:
    """A unit's dues of a month in sums (đồng)."""

    period: str
    members: int
    amount_vnd: int
    paid_vnd: int

    @property
    def open_vnd(self) -> int:
        """What is still owed."""
        return self.amount_vnd - self.paid_vnd


@dataclass(frozen=True, slots=True)
class PaidOnce:
    """One payment of a member (đồng; negative: taken off again)."""

    on: dt.date
    period: str
    amount_vnd: int
    way: str
    withheld: bool
    slip: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A member's own rows: months, the latest first, and payments."""

    months: list[Owed]
    payments: list[PaidOnce]

    @property
    def open_months(self) -> list[Owed]:
        """The months that are still owed, the oldest first."""
        return [month for month in reversed(self.months) if month.open_vnd]


@dataclass(frozen=True, slots=True)
class Transfer:
    """How a member pays a month by transfer: the QR code's payload, and the same in words."""

    payload: str
    bank_bin: str
    account_no: str
    amount_vnd: int
    text: str


def months_of_dues(session: Session, unit: str) -> list[MonthOfDues]:
    """The months a unit has assessed, the latest first."""
    rows = session.execute(
        select(
            DuesRow.period,
            func.count(),
            func.sum(DuesRow.amount_vnd),
            func.sum(DuesRow.paid_vnd),
        )
        .where(DuesRow.unit_code == unit)
        .group_by(DuesRow.period)
        .order_by(DuesRow.period.desc())
    )
    return [MonthOfDues(period, n, int(amount), int(paid)) for period, n, amount, paid in rows]


def members(session: Session, unit: str, page: int) -> tuple[list[MemberRow], int]:
    """A page of a unit's register, by number, and how many rows it has."""
    own = MemberRow.unit_code == unit
    count = session.scalars(select(func.count()).select_from(MemberRow).where(own)).one()
    rows = session.scalars(
        select(MemberRow)
        .where(own)
        .order_by(MemberRow.member_no, MemberRow.joined_on)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return list(rows), count


def statement(session: Session, unit: str, member_no: str) -> Statement:
    """What a member of a unit owes and has paid there."""
    rows = owed(session, Asked([unit], member_no=member_no))
    events = session.scalars(
        select(DuesEventRow)
        .where(DuesEventRow.unit_code == unit, DuesEventRow.member_no == member_no)
        .order_by(DuesEventRow.seq.desc())
    )
    payments = [
        PaidOnce(row.accounting_on, row.period, row.delta_vnd, row.way, row.withheld, row.slip)
        for row in events
    ]
    return Statement(rows[::-1], payments)


def names(session: Session, unit: str) -> dict[str, str]:
    """The names of a unit's members as last known, by number."""
    rows = session.execute(
        select(MemberRow.member_no, MemberRow.name)
        .where(MemberRow.unit_code == unit)
        .order_by(MemberRow.joined_on)
    )
    return dict(rows.all())


def transfer(session: Session, unit: str, month: Owed) -> Transfer | None:
    """How a member pays what is open of a month, or None where there is no way by bank."""
    member, account = latest_member(session, unit, month.member_no), account_for_dues(session, unit)
    period = Period(month.period)
    order = transfer_order(session, unit, month.member_no, period, month.open_vnd)
    if not order or member is None or account is None:
        return None
    text = code_of(session, member, period)
    return Transfer(order, account.bank_bin, account.account_no, month.open_vnd, text)
