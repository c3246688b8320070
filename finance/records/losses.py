"""What every branch says of employers in a year, brought together employer by employer.

The feeds of a whole nation stand in tens of millions of rows, so they are read side by side in the
order of tax codes, and only one employer's are held at a time.
"""

import datetime as dt
import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, collate, func, select
from sqlalchemy.orm import Session, aliased

from finance.records.declarations import DeclarationRow, TaxFactRow
from finance.records.employers import EmployerRow
from finance.records.obligations import ObligationRow
from finance.records.receipts import ReceiptRow
from finance.records.units import line_over, lines_up, top_units, units_of
from finance.rules.facts import DeclarationStatus, TaxStatus
from finance.rules.loss import Finding, Gap, findings
from finance.rules.loss_facts import EmployerYear, Overdue, Registered, Said, SiUnit, TaxYear
from finance.rules.rates import Law
from finance.rules.sharing import Role
from finance.rules.states import ObligationState, Standing, state_on
from ledger.money import ZERO, Vnd
from ledger.periods import Period

_BYTES: Final = {"postgresql": "C", "sqlite": "BINARY"}  # the order in which Python compares
_AT_ONCE: Final = 5_000
_OWING: Final = frozenset({ObligationState.LATE, ObligationState.NON_PAYMENT})


@dataclass(frozen=True, slots=True)
class LossWish:
    """Whose year is looked at; empty fields ask for nothing."""

    year: int
    as_of: dt.date
    units: Select[Any] | None = (
        None  # employers collected by these; None: also those of no register
    )
    tax_code: str = ""

    @property
    def first(self) -> dt.date:
        """The first day of the year."""
        return dt.date(self.year, 1, 1)

    @property
    def last(self) -> dt.date:
        """The last day of the year."""
        return dt.date(self.year, 12, 31)


@dataclass(slots=True)
class _Heard:
    """What was heard of one employer so far."""

    held: list[tuple[EmployerRow, bool]]
    tax: TaxFactRow | None
    said: list[DeclarationRow]
    owed: list[ObligationRow]
    credit_vnd: int


def employer_years(session: Session, wish: LossWish, law: Law) -> Iterator[EmployerYear]:
    """Every employer that a branch knows of in the year, in order of tax code.

    With `units` only those whose collecting unit (the last one in the year) is among them.
    """
    streams = [
        _registered(session, wish),
        _taxed(session, wish),
        _declared(session, wish),
        _owed(session, wish),
        _credited(session, wish),
    ]
    merged = heapq.merge(*streams, key=_tax_code)
    for tax_code, heard in groupby(merged, key=_tax_code):
        found = _year(tax_code, [what for _, what in heard], wish, law)
        if found is not None:
            yield found


def losses(session: Session, wish: LossWish, law: Law) -> Iterator[tuple[EmployerYear, Finding]]:
    """Every loss of those years, employer by employer."""
    for facts in employer_years(session, wish, law):
        for finding in findings(facts, wish.as_of, law):
            yield facts, finding


def loss_of(
    session: Session, wish: LossWish, kind: Gap, law: Law
) -> tuple[EmployerYear | None, Finding | None]:
    """One employer's year, and its loss of one kind where it has one.

    Takes    `wish` with a tax code.
    """
    assert wish.tax_code, "one employer is asked for"
    facts = next(iter(employer_years(session, wish, law)), None)
    found = () if facts is None else findings(facts, wish.as_of, law)
    return facts, next((each for each in found if each.kind is kind), None)


def working_units(session: Session, facts: EmployerYear, day: dt.date) -> set[str]:
    """The units that may work an employer's losses: who collects from it, and those above.

    Of an employer of no register: the province unit where its tax office stands, when the register
    has others of that province under one, and those above it; else only who stands at the top.
    """
    if facts.registered is not None:
        return set(line_over(session, facts.registered.collecting_unit, day))
    found = set(top_units(session))
    for unit in _province_units(session, facts, day):
        found |= set(line_over(session, unit, day))
    return found


def _province_units(session: Session, facts: EmployerYear, day: dt.date) -> set[str]:
    """The province units above whoever collects from other employers of this one's province."""
    tax = TaxFactRow
    there = (
        select(tax.province_code)
        .where(tax.tax_code == facts.tax_code, tax.year == facts.year, tax.current)
        .where(tax.province_code != "")
    )
    collecting = (
        select(EmployerRow.collecting_unit)
        .where(EmployerRow.province_code.in_(there))
        .where(EmployerRow.valid_from <= day, EmployerRow.valid_to >= day)
        .distinct()
    )
    lines = lines_up(session, session.scalars(collecting), day)
    found = units_of(session, {code for line in lines.values() for code in line})
    return {code for code, unit in found.items() if unit.level == Role.PROVINCE}


_Told = tuple[str, Any]


def _tax_code(told: _Told) -> str:
    return told[0]


def _year(tax_code: str, heard: list[Any], wish: LossWish, law: Law) -> EmployerYear | None:
    known = _Heard([], None, [], [], 0)
    for what in heard:
        _hear(known, what)
    if wish.units is not None and not (known.held and known.held[-1][1]):
        return None
    rows = [row for row, _ in known.held]
    last = rows[-1] if rows else None
    names = [row.name for row in (last, known.tax, *known.said[-1:]) if row is not None]
    return EmployerYear(
        tax_code=tax_code,
        name=names[0] if names else "",
        year=wish.year,
        registered=None if last is None else _place(rows, last),
        tax=None if known.tax is None else _tax(known.tax),
        si=_units(known.said, Period(f"{wish.year}-01")),
        overdue=_overdue(known.owed, wish.as_of, law),
        credit_vnd=Vnd(known.credit_vnd),
    )


def _hear(known: _Heard, what: Any) -> None:  # noqa: ANN401 - a row of any branch
    match what:
        case (EmployerRow() as row, within):
            known.held.append((row, bool(within)))
        case TaxFactRow():
            known.tax = what
        case DeclarationRow():
            known.said.append(what)
        case ObligationRow():
            known.owed.append(what)
        case _:
            known.credit_vnd += int(what)


def _place(rows: list[EmployerRow], last: EmployerRow) -> Registered:
    return Registered(
        last.collecting_unit,
        last.employer_type,
        last.pay_cycle,
        min(row.valid_from for row in rows),
        last.valid_to,
    )


def _tax(row: TaxFactRow) -> TaxYear:
    wages = None if row.wages_paid_vnd is None else Vnd(row.wages_paid_vnd)
    return TaxYear(TaxStatus(row.status), row.status_on, row.employees, wages)


def _units(rows: list[DeclarationRow], first: Period) -> tuple[SiUnit, ...]:
    by_unit: dict[str, list[DeclarationRow]] = {}
    for row in rows:
        by_unit.setdefault(row.si_unit_code, []).append(row)
    made = []
    for code, held in sorted(by_unit.items()):
        said = [_said(row) for row in sorted(held, key=lambda row: row.period)]
        earlier = [one for one in said if one.period < first]
        of_year = tuple(one for one in said if one.period >= first)
        made.append(SiUnit(code, of_year, earlier[-1] if earlier else None))
    return tuple(made)


def _said(row: DeclarationRow) -> Said:
    status, fund = DeclarationStatus(row.status), Vnd(row.wage_fund_vnd)
    return Said(Period(row.period), status, row.employees, fund)


def _overdue(rows: list[ObligationRow], as_of: dt.date, law: Law) -> tuple[Overdue, ...]:
    found = []
    for row in sorted(rows, key=lambda row: row.period):
        standing = Standing(
            Vnd(row.amount_vnd),
            Vnd(row.paid_vnd),
            row.due_on,
            bool(row.suspended_to),
            Vnd(row.waived_vnd),
        )
        state = state_on(standing, as_of, law)
        if state in _OWING:
            found.append(Overdue(Period(row.period), standing.open_vnd, state))
    return tuple(found)


def _registered(session: Session, wish: LossWish) -> Iterator[_Told]:
    """The rows of the register in the year, and whether each is collected by the units asked."""
    within: Any = True
    if wish.units is not None:
        within = EmployerRow.collecting_unit.in_(wish.units)
    query = select(EmployerRow, within).where(
        EmployerRow.valid_from <= wish.last, EmployerRow.valid_to >= wish.first
    )
    for row, inside in _in_order(session, query, EmployerRow, wish, EmployerRow.valid_from):
        yield row.tax_code, (row, inside)


def _taxed(session: Session, wish: LossWish) -> Iterator[_Told]:
    query = select(TaxFactRow).where(TaxFactRow.year == wish.year, TaxFactRow.current)
    for (row,) in _in_order(session, query, TaxFactRow, wish):
        yield row.tax_code, row


def _declared(session: Session, wish: LossWish) -> Iterator[_Told]:
    """The statements of the year, and of each SI unit the last before it."""
    first, last = f"{wish.year}-01", f"{wish.year}-12"
    other = aliased(DeclarationRow)
    latest = (
        select(func.max(other.period))
        .where(
            other.tax_code == DeclarationRow.tax_code,
            other.si_unit_code == DeclarationRow.si_unit_code,
            other.current,
            other.period < first,
        )
        .scalar_subquery()
    )
    query = select(DeclarationRow).where(
        DeclarationRow.current,
        DeclarationRow.period <= last,
        (DeclarationRow.period >= first) | (DeclarationRow.period == latest),
    )
    for (row,) in _in_order(session, query, DeclarationRow, wish):
        yield row.tax_code, row


def _owed(session: Session, wish: LossWish) -> Iterator[_Told]:
    query = select(ObligationRow).where(
        ObligationRow.period.between(f"{wish.year}-01", f"{wish.year}-12"),
        ObligationRow.amount_vnd > ObligationRow.paid_vnd + ObligationRow.waived_vnd,
    )
    for (row,) in _in_order(session, query, ObligationRow, wish):
        yield row.tax_code, row


def _credited(session: Session, wish: LossWish) -> Iterator[_Told]:
    """What was paid in the year by a known employer and is joined to no obligation."""
    query = select(ReceiptRow.tax_code, ReceiptRow.credit_vnd).where(
        and_(
            ReceiptRow.tax_code != "",
            ReceiptRow.credit_vnd > ZERO,
            ReceiptRow.booked_on.between(wish.first, wish.last),
        )
    )
    yield from _in_order(session, query, ReceiptRow, wish)


def _in_order(
    session: Session,
    query: Select[*tuple[Any, ...]],
    table: Any,  # noqa: ANN401 - any of the tables
    wish: LossWish,
    *then: Any,  # noqa: ANN401 - any column
) -> Iterable[Any]:
    """Rows by tax code, compared sign by sign, a few thousand at a time."""
    if wish.tax_code:
        query = query.where(table.tax_code == wish.tax_code)
    elif wish.units is not None:
        query = query.where(_collected_by(table, wish))
    order = collate(table.tax_code, _BYTES[session.get_bind().dialect.name])
    return session.execute(query.order_by(order, *then).execution_options(yield_per=_AT_ONCE))


def _collected_by(table: Any, wish: LossWish) -> ColumnElement[bool]:  # noqa: ANN401 - as above
    assert wish.units is not None, "asked of units only"
    theirs = select(EmployerRow.tax_code).where(EmployerRow.collecting_unit.in_(wish.units))
    found: ColumnElement[bool] = table.tax_code.in_(theirs)
    return found
