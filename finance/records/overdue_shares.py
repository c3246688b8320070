"""Shares that were not passed on in time: who is to pay them, and since when."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from finance.records.matches import ShareEventRow
from finance.records.organisations import suspended_on
from finance.records.payables import owed_by_counterpart
from finance.records.receipts import ReceiptRow
from finance.rules.distribution import distribution_due_on, overdue_since
from finance.rules.passing_up import PASSED_UP
from finance.rules.posting import SHARE_DUE_TO, Place
from finance.rules.rates import Law
from finance.rules.sharing import ABOVE


@dataclass(frozen=True, slots=True)
class OverdueShare:
    """What one unit has not passed on to one beneficiary of the money of one day (đồng)."""

    unit: str  # who is to pay: where the money lies
    collecting_unit: str
    beneficiary: str
    booked_on: dt.date
    since: dt.date  # from which the days count: its booking, or its release from custody
    due_on: dt.date
    days_late: int
    amount_vnd: int


def overdue_shares(
    session: Session, on: dt.date, law: Law, units: Select[str] | None = None
) -> list[OverdueShare]:
    """Shares that should have been paid before a day, by who is to pay, then by day.

    A part that waited in custody counts from the day it was released; the shares of those above
    do not wait there, and count from the booking. What is netted against
    shares taken back, and what a missed notice suspends, is not late.
    Takes    the units that are to pay, None for all.
    """
    last = overdue_since(on, law)
    if last is None:
        return []
    rows = session.execute(_query(last, units)).all()
    theirs = {row.tax_code for row in rows if row.tax_code}
    suspended = suspended_on(session, theirs, on, law)
    owed = {
        code: owed_by_counterpart(session, code, (SHARE_DUE_TO,))
        for code in {row.collecting_unit for row in rows}
    }
    return list(_late(rows, on, law, suspended, owed))


def _late(
    rows: Iterable[Row[Any]],
    on: dt.date,
    law: Law,
    suspended: set[str],
    owed: dict[str, dict[str, int]],
) -> Iterable[OverdueShare]:
    for row in rows:
        due_on = distribution_due_on(row.since, law)
        to_unit = not row.tax_code
        netted = to_unit and owed[row.collecting_unit].get(row.beneficiary, 0) <= 0
        if due_on is not None and not netted and row.tax_code not in suspended:
            yield OverdueShare(
                unit=row.unit,
                collecting_unit=row.collecting_unit,
                beneficiary=row.beneficiary,
                booked_on=row.booked_on,
                since=row.since,
                due_on=due_on,
                days_late=(on - due_on).days,
                amount_vnd=int(row.amount),
            )


def _query(last: dt.date, units: Select[str] | None) -> Select[Any]:
    """Waiting shares that have run since a day, summed by payer, beneficiary and days."""
    event = ShareEventRow
    part = (event.collecting_unit, event.holder_unit, event.receipt_seq, event.tax_code)
    waiting = func.sum(event.delta_vnd - event.settled_delta_vnd)
    mine = (
        []
        if units is None
        else [or_(event.collecting_unit.in_(units), event.holder_unit.in_(units))]
    )
    shares = (
        select(
            *part,
            event.period,
            event.role,
            event.place,
            event.beneficiary,
            waiting.label("waiting"),
            func.max(event.accounting_on).label("given_on"),
        )
        .where(event.place.in_([Place.UNIT.value, Place.ORGANISATION.value]), *mine)
        .where(event.role != PASSED_UP)  # the term is for those who collect
        .group_by(*part, event.period, event.role, event.place, event.beneficiary)
        .having(waiting > 0)
        .subquery()
    )
    held = (
        select(*part, event.period).where(event.place == Place.CUSTODY.value).distinct().subquery()
    )
    below = shares.c.role.not_in(ABOVE)  # only the part below ever waits in custody
    same = and_(below, *(shares.c[name] == held.c[name] for name in held.c.keys()))  # noqa: SIM118 - a collection of columns, not a dict
    here = or_(
        ReceiptRow.unit_code == shares.c.collecting_unit, ReceiptRow.handed_over_on.is_not(None)
    )
    payer = case((here, shares.c.collecting_unit), else_=shares.c.holder_unit)
    employer = case((shares.c.place == Place.ORGANISATION.value, shares.c.tax_code), else_="")
    since = case((held.c.tax_code.is_(None), ReceiptRow.booked_on), else_=shares.c.given_on)
    columns = (
        payer.label("unit"),
        shares.c.collecting_unit,
        shares.c.beneficiary,
        employer.label("tax_code"),
        ReceiptRow.booked_on,
        since.label("since"),
    )
    query = (
        select(*columns, func.sum(shares.c.waiting).label("amount"))
        .join(
            ReceiptRow,
            (ReceiptRow.unit_code == shares.c.holder_unit)
            & (ReceiptRow.seq == shares.c.receipt_seq),
        )
        .outerjoin(held, same)
        .where(since <= last)
        .group_by(*columns)
        .order_by(*columns)
    )
    return query if units is None else query.where(payer.in_(units))
