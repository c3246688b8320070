"""What has been disclosed: the very bytes, their versions, and what is missing."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.orm import Session

from finance.records.disclosures import DisclosureRow
from finance.records.units import UnitRow
from ledger.periods import SHUT, period_of
from ledger.store.tables import BookRow, PeriodRow

PERIOD: Final = "period"  # the kind that a closed month is
PUBLISHED: Final = "published"


@dataclass(frozen=True, slots=True)
class Published:
    """One version of one published month, without its bytes."""

    unit_code: str
    period: str
    version: int
    digest: str  # SHA-256 of the bytes, in hexadecimal
    published_at_us: int


@dataclass(frozen=True, slots=True)
class MonthStatus:
    """How far a unit's closed month has come on the way to the public."""

    unit_code: str
    unit_name: str
    period: str
    state: str  # "missing", "built" or "published"
    version: int | None
    public_id: str


def published_periods(session: Session, unit_code: str) -> list[Published]:
    """A unit's published months, the newest first; of each the newest version."""
    newest: dict[str, Published] = {}
    for found in _published(session, unit_code, None):
        newest[found.period] = found
    return [newest[period] for period in sorted(newest, reverse=True)]


def versions(session: Session, unit_code: str, period: str) -> list[Published]:
    """Every published version of a unit's month, the newest first."""
    return _published(session, unit_code, period)[::-1]


def published_content(session: Session, found: Published) -> bytes:
    """The bytes of a published version, as they were published."""
    return session.scalars(
        select(DisclosureRow.content).where(
            DisclosureRow.unit_code == found.unit_code,
            DisclosureRow.kind == PERIOD,
            DisclosureRow.period == found.period,
            DisclosureRow.version == found.version,
            DisclosureRow.state == PUBLISHED,
        )
    ).one()


def month_statuses(
    session: Session, year: int, within: Select[Any] | None = None
) -> list[MonthStatus]:
    """Each closed month of a year of each unit, and what has become of it.

    Takes    `within`: keep to the codes that query gives.
    """
    months = (PeriodRow.period >= f"{year:04d}-01") & (PeriodRow.period <= f"{year:04d}-12")
    row = DisclosureRow
    newest = (
        select(func.max(row.version))
        .where(row.unit_code == BookRow.code, row.kind == PERIOD, row.period == PeriodRow.period)
        .correlate(BookRow, PeriodRow)
        .scalar_subquery()
    )
    query = (
        select(BookRow.code, BookRow.name, PeriodRow.period, row.state, row.version)
        .join(PeriodRow, PeriodRow.book_id == BookRow.book_id)
        .outerjoin(
            row,
            and_(
                row.unit_code == BookRow.code,
                row.kind == PERIOD,
                row.period == PeriodRow.period,
                row.version == newest,
            ),
        )
        .where(months, PeriodRow.state.in_(SHUT))
        .order_by(BookRow.code, PeriodRow.period)
    )
    if within is not None:
        query = query.where(BookRow.code.in_(within))
    return [
        MonthStatus(
            code,
            name,
            period,
            "missing" if state is None else state,
            version,
            "" if version is None else f"{code}-{PERIOD}-{period}-v{version}",
        )
        for code, name, period, state, version in session.execute(query)
    ]


def overdue_months(session: Session, until: dt.date) -> list[tuple[str, str]]:
    """The units that still stand and have not published their last closed month in time.

    Takes    the day: a month that ended on it or before should be public by now.
    Returns  (unit code, period), one for each such unit.
    """
    ended = period_of(until + dt.timedelta(days=1))
    closed = (
        select(BookRow.code, func.max(PeriodRow.period).label("period"))
        .join(PeriodRow, PeriodRow.book_id == BookRow.book_id)
        .where(PeriodRow.state.in_(SHUT))
        .group_by(BookRow.code)
        .subquery()
    )
    public = exists().where(
        DisclosureRow.unit_code == closed.c.code,
        DisclosureRow.kind == PERIOD,
        DisclosureRow.period == closed.c.period,
        DisclosureRow.state == PUBLISHED,
    )
    stands = exists().where(
        UnitRow.code == closed.c.code, UnitRow.valid_from <= until, UnitRow.valid_to >= until
    )
    query = (
        select(closed.c.code, closed.c.period)
        .where(closed.c.period < ended, ~public, stands)
        .order_by(closed.c.code)
    )
    return [(code, period) for code, period in session.execute(query)]


def _published(session: Session, unit_code: str, period: str | None) -> list[Published]:
    query = (
        select(
            DisclosureRow.unit_code,
            DisclosureRow.period,
            DisclosureRow.version,
            DisclosureRow.digest,
            DisclosureRow.published_at_us,
        )
        .where(
            DisclosureRow.unit_code == unit_code,
            DisclosureRow.kind == PERIOD,
            DisclosureRow.state == PUBLISHED,
        )
        .order_by(DisclosureRow.period, DisclosureRow.version)
    )
    if period is not None:
        query = query.where(DisclosureRow.period == period)
    return [
        Published(code, month, version, digest, published_at_us)
        for code, month, version, digest, published_at_us in session.execute(query)
        if published_at_us is not None
    ]


def latest_digest(session: Session, unit_code: str, period: str) -> str:
    """The digest of the newest version of a month's disclosure; empty when there is none."""
    found = session.scalars(
        select(DisclosureRow.digest)
        .where(
            DisclosureRow.unit_code == unit_code,
            DisclosureRow.kind == PERIOD,
            DisclosureRow.period == period,
        )
        .order_by(DisclosureRow.version.desc())
        .limit(1)
    ).one_or_none()
    return "" if found is None else found
