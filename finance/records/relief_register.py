"""Decisions on relief as they are told outside, with the amounts of the months assessed so far."""

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from finance.records.employers import employer_in
from finance.records.obligations import ObligationRow
from finance.records.relief import ReliefRow
from finance.rules.relief import NO_RATE, ReliefKind
from finance.rules.relief_limits import percent
from finance.rules.relief_lists import ReliefCase
from ledger.periods import period_of

_AMOUNTS = {
    ReliefKind.SUSPENSION: ObligationRow.amount_vnd,
    ReliefKind.REDUCTION: (
        ObligationRow.gross_vnd + ObligationRow.moved_vnd - ObligationRow.amount_vnd
    ),
    ReliefKind.EXEMPTION: ObligationRow.waived_vnd,
}


def cases(session: Session, unit: str, first: dt.date, last: dt.date) -> list[ReliefCase]:
    """The decisions of a unit (of every unit, when empty) in a span of days, by day and number."""
    query = (
        select(ReliefRow)
        .where(ReliefRow.decided_on.between(first, last))
        .order_by(
            ReliefRow.decided_on,
            ReliefRow.decision,
            ReliefRow.tax_code,
            ReliefRow.kind,
            ReliefRow.from_period,
        )
    )
    if unit:
        query = query.where(ReliefRow.deciding_unit == unit)
    return [_case(session, row) for row in session.scalars(query)]


def _case(session: Session, row: ReliefRow) -> ReliefCase:
    relief = row.relief
    employer = employer_in(session, row.tax_code, period_of(row.decided_on))
    amount = session.scalars(
        select(func.coalesce(func.sum(_AMOUNTS[relief.kind]), 0)).where(
            ObligationRow.tax_code == row.tax_code,
            ObligationRow.period >= relief.first,
            ObligationRow.period <= relief.last,
        )
    ).one()
    return ReliefCase(
        unit=row.deciding_unit,
        decision=row.decision,
        decided_on=row.decided_on,
        tax_code=row.tax_code,
        name="" if employer is None else employer.name,
        kind=relief.kind,
        first=relief.first,
        last=relief.last,
        rate="" if relief.rate == NO_RATE else percent(relief.rate),
        amount_vnd=int(amount),
    )
