"""Members of grassroots unions, dated: who belongs to which union, and by which rule they pay.

Of the citizen's number the last four digits are kept and no more: enough to tell two people of
one name apart, too little to be anybody's number.
"""

import datetime as dt
from collections.abc import Collection

from sqlalchemy import Date, Index, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from ledger.periods import Period, first_day, last_day
from ledger.store.base import Base

_NONE = text("''")


class MemberRow(Base):
    """A member of a unit over a span of days; who moves has a row in each unit."""

    __tablename__ = "member"
    __table_args__ = (Index("ix_member_member_no", "member_no"),)

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    member_no: Mapped[str] = mapped_column(String(40), primary_key=True)
    joined_on: Mapped[dt.date] = mapped_column(Date, primary_key=True)
    left_on: Mapped[dt.date] = mapped_column(Date)
    name: Mapped[str] = mapped_column(String(300), server_default=_NONE)
    citizen_last4: Mapped[str] = mapped_column(String(4), server_default=_NONE)
    dues_group: Mapped[str] = mapped_column(String(20))
    fixed_vnd: Mapped[int | None]
    code_no: Mapped[int]  # the member's number in the unit, in the code of a transfer


def members_on_last_day(session: Session, unit: str, period: Period) -> list[MemberRow]:
    """A unit's members of a month, by number: those who belong to it on the month's last day.

    Who moves in the middle of a month owes it where they are at its end, and nowhere else.
    """
    day = last_day(period)
    return list(
        session.scalars(
            select(MemberRow)
            .where(
                MemberRow.unit_code == unit, MemberRow.joined_on <= day, MemberRow.left_on >= day
            )
            .order_by(MemberRow.member_no)
        )
    )


def members_in(
    session: Session, units: Collection[str], periods: Collection[Period]
) -> set[tuple[str, str, Period]]:
    """Unit, number and month of everybody who belonged to one of these units in these months."""
    found: set[tuple[str, str, Period]] = set()
    if not periods:
        return found
    rows = session.execute(
        select(
            MemberRow.unit_code, MemberRow.member_no, MemberRow.joined_on, MemberRow.left_on
        ).where(
            MemberRow.unit_code.in_(sorted(units)),
            MemberRow.joined_on <= last_day(max(periods)),
            MemberRow.left_on >= first_day(min(periods)),
        )
    )
    for unit, number, joined_on, left_on in rows:
        found.update(
            (unit, number, period)
            for period in periods
            if joined_on <= last_day(period) and left_on >= first_day(period)
        )
    return found


def latest_member(session: Session, unit: str, member_no: str) -> MemberRow | None:
    """A member of a unit as last known there, whether they still belong to it or not."""
    return session.scalars(
        select(MemberRow)
        .where(MemberRow.unit_code == unit, MemberRow.member_no == member_no)
        .order_by(MemberRow.joined_on.desc())
        .limit(1)
    ).one_or_none()
