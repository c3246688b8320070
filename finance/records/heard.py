"""What was heard of each employer for a wage month, beside what the register expects."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from finance.records.declarations import DeclarationRow
from finance.records.employers import EmployerRow
from finance.rules.heard import Heard, heard_of
from finance.rules.levy import is_payer
from finance.rules.rates import Law
from ledger.periods import Period, first_day, last_day


@dataclass(frozen=True, slots=True)
class HeardOf:
    """One employer's month: what was heard, people and wage fund (đồng), and how often corrected.

    `collecting_unit` is empty for one that declared and stands in no row of the register.
    """

    tax_code: str
    name: str
    collecting_unit: str
    grassroots_unit: str
    pay_cycle: str
    heard: Heard
    employees: int
    wage_fund_vnd: int
    corrections: int  # versions that a later one superseded
    last_heard: str  # the latest month up to this one for which anything was said, or empty


@dataclass(slots=True)
class _Said:
    """What an employer's SI units said for one month."""

    statuses: list[str]
    employees: int = 0
    wage_fund_vnd: int = 0
    corrections: int = 0
    name: str = ""


def heard_in(
    session: Session,
    period: Period,
    law: Law,
    within: Select[Any] | Iterable[str] | None = None,
) -> list[HeardOf]:
    """Every employer that the register has in a month, and every other that declared, in order.

    Takes    `within`, the collecting units that may be seen; employers of no unit are left out
             where it is given.
    """
    expected = _registered(session, period, within)
    said = _said(session, period)
    before = _before(session, period)
    found = [
        _of(row, said.get(code), before.get(code), period, law) for code, row in expected.items()
    ]
    if within is None:
        found += [
            _unregistered(code, each, period) for code, each in said.items() if code not in expected
        ]
    return sorted(found, key=lambda each: (each.tax_code, each.collecting_unit))


def _registered(
    session: Session, period: Period, within: Select[Any] | Iterable[str] | None
) -> dict[str, EmployerRow]:
    """The last row of each employer that was there on a day of the month."""
    query = (
        select(EmployerRow)
        .where(
            EmployerRow.valid_from <= last_day(period), EmployerRow.valid_to >= first_day(period)
        )
        .order_by(EmployerRow.tax_code, EmployerRow.valid_from)
    )
    latest = {row.tax_code: row for row in session.scalars(query)}
    if within is None:
        return latest
    units = set(session.scalars(within)) if isinstance(within, Select) else set(within)
    return {code: row for code, row in latest.items() if row.collecting_unit in units}


def _said(session: Session, period: Period) -> dict[str, _Said]:
    found: dict[str, _Said] = {}
    rows = session.scalars(
        select(DeclarationRow)
        .where(DeclarationRow.period == period)
        .order_by(DeclarationRow.tax_code, DeclarationRow.si_unit_code, DeclarationRow.version)
    )
    for row in rows:
        own = found.setdefault(row.tax_code, _Said([]))
        if not row.current:
            own.corrections += 1
            continue
        own.statuses.append(row.status)
        own.name = row.name
        if row.status == Heard.ACTIVE.value:
            own.employees += row.employees
            own.wage_fund_vnd += row.wage_fund_vnd
    return found


def _before(session: Session, period: Period) -> dict[str, tuple[str, list[str]]]:
    """The latest earlier month each employer was heard of in, and what was said for it."""
    last = (
        select(DeclarationRow.tax_code, func.max(DeclarationRow.period).label("period"))
        .where(DeclarationRow.current, DeclarationRow.period < period)
        .group_by(DeclarationRow.tax_code)
        .subquery()
    )
    rows = session.execute(
        select(DeclarationRow.tax_code, DeclarationRow.period, DeclarationRow.status)
        .join(
            last,
            (last.c.tax_code == DeclarationRow.tax_code) & (last.c.period == DeclarationRow.period),
        )
        .where(DeclarationRow.current)
    )
    found: dict[str, tuple[str, list[str]]] = {}
    for tax_code, month, status in rows:
        found.setdefault(tax_code, (month, []))[1].append(status)
    return found


def _of(
    row: EmployerRow,
    said: _Said | None,
    before: tuple[str, list[str]] | None,
    period: Period,
    law: Law,
) -> HeardOf:
    month, earlier = ("", []) if before is None else before
    now = [] if said is None else said.statuses
    owes = is_payer(row.employer_type, period, law)
    return HeardOf(
        tax_code=row.tax_code,
        name=row.name,
        collecting_unit=row.collecting_unit,
        grassroots_unit=row.grassroots_unit,
        pay_cycle=row.pay_cycle,
        heard=heard_of(now, earlier, owes=owes),
        employees=0 if said is None else said.employees,
        wage_fund_vnd=0 if said is None else said.wage_fund_vnd,
        corrections=0 if said is None else said.corrections,
        last_heard=str(period) if now else month,
    )


def _unregistered(tax_code: str, said: _Said, period: Period) -> HeardOf:
    return HeardOf(
        tax_code=tax_code,
        name=said.name,
        collecting_unit="",
        grassroots_unit="",
        pay_cycle="",
        heard=heard_of(said.statuses, (), owes=True),
        employees=said.employees,
        wage_fund_vnd=said.wage_fund_vnd,
        corrections=said.corrections,
        last_heard=str(period),
    )
