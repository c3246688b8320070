"""Reading on which days money was put on what is collected, shared and paid on."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from finance.records.matches import MatchEventRow, ShareEventRow
from finance.records.receipts import ReceiptRow
from finance.rules.posting import Place


def put_on(session: Session, collector: str, holder: str) -> dt.date | None:
    """The last day on which money in a unit's account was put on what this unit collects.

    Takes    only what was not handed over yet: matches by their entries' day, and what is credit
             by the day the bank booked it, for no history says when it became that.
    """
    here = select(ReceiptRow.seq, ReceiptRow.booked_on).where(
        ReceiptRow.unit_code == holder,
        ReceiptRow.collecting_unit == collector,
        ReceiptRow.handed_over_on.is_(None),
    )
    booked = session.scalars(select(func.max(here.subquery().c.booked_on))).one()
    matched = session.scalars(
        select(func.max(MatchEventRow.accounting_on)).where(
            MatchEventRow.collecting_unit == collector,
            MatchEventRow.holder_unit == holder,
            MatchEventRow.receipt_seq.in_(select(here.subquery().c.seq)),
        )
    ).one()
    return max((day for day in (booked, matched) if day is not None), default=None)


def later_shares_vnd(session: Session, on: dt.date, collector: str = "") -> int:
    """What waits to be paid and was shared after a day only (đồng); of one unit, or of all."""
    waiting = func.sum(ShareEventRow.delta_vnd - ShareEventRow.settled_delta_vnd)
    query = (
        select(waiting.label("waiting"))
        .where(ShareEventRow.place.in_([Place.UNIT.value, Place.ORGANISATION.value]))
        .group_by(
            ShareEventRow.collecting_unit,
            ShareEventRow.tax_code,
            ShareEventRow.period,
            ShareEventRow.holder_unit,
            ShareEventRow.receipt_seq,
            ShareEventRow.role,
            ShareEventRow.place,
            ShareEventRow.beneficiary,
        )
        .having(func.max(ShareEventRow.accounting_on) > on)
    )
    if collector:
        query = query.where(ShareEventRow.collecting_unit == collector)
    return sum(int(amount) for amount in session.scalars(query))


def last_shared_on(
    session: Session, collector: str, tax_code: str, periods: Sequence[str]
) -> dt.date:
    """The last day on which what an employer paid for these months was shared or paid on."""
    found = session.scalars(
        select(func.max(ShareEventRow.accounting_on)).where(
            ShareEventRow.collecting_unit == collector,
            ShareEventRow.tax_code == tax_code,
            ShareEventRow.period.in_(periods),
        )
    ).one()
    return dt.date.min if found is None else found
