"""Which collecting units a decision on an employer reaches: those whose money it may change."""

from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.records.employers import EmployerRow
from finance.records.obligations import ObligationRow
from ledger.periods import Period, last_day, period_of, periods_between, shift


def units_reached(session: Session, tax_code: str, first: Period, last: Period) -> list[str]:
    """The units that keep the money of an employer's wage months, both counted.

    A month that was assessed is kept where an amount of it stands: also with those to whom it was
    moved. One that nobody has assessed yet is the unit's that the register names for it.
    """
    rows = session.scalars(
        select(ObligationRow).where(
            ObligationRow.tax_code == tax_code,
            ObligationRow.period >= first,
            ObligationRow.period <= last,
        )
    ).all()
    assessed = {row.period for row in rows}
    standing = {each.collecting_unit for row in rows for each in with_heirs(session, row)}
    return sorted(standing.union(_registered(session, tax_code, (first, last), assessed)))


def with_heirs(session: Session, row: ObligationRow) -> Iterator[ObligationRow]:
    """An obligation and, where something of it went elsewhere, those to whom it went.

    Those at which nothing stands are left out.
    """
    seen: set[tuple[str, str]] = set()
    there: ObligationRow | None = row
    while there is not None and (there.collecting_unit, there.tax_code) not in seen:
        seen.add((there.collecting_unit, there.tax_code))
        if there.amount_vnd and (there is row or there.moved_vnd > 0):
            yield there
        if row.moved_vnd >= 0:
            return
        key = (there.moved_to_unit, there.moved_to_tax_code, there.period)
        there = session.get(ObligationRow, key)


def _registered(
    session: Session, tax_code: str, months: tuple[Period, Period], assessed: set[str]
) -> Iterable[str]:
    """The collecting units the register names for those of the months that were not assessed."""
    first, last = months
    rows = session.execute(
        select(EmployerRow.collecting_unit, EmployerRow.valid_from)
        .where(EmployerRow.tax_code == tax_code, EmployerRow.valid_from <= last_day(last))
        .order_by(EmployerRow.valid_from.desc())
    )
    until = last
    for unit, valid_from in rows:
        begins = max(first, period_of(valid_from))
        if any(month not in assessed for month in periods_between(begins, until)):
            yield unit
        until = min(until, shift(period_of(valid_from), -1))
