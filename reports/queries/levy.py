"""What employers owe and paid and how it was shared, as it stood on a day.

What stands on a day is the sum of the histories up to it; the amounts on the obligation itself are
today's and are not read here.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Label, Subquery, and_, case, func, or_, select, union
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import InstrumentedAttribute

from finance.records.employers import EmployerRow
from finance.records.matches import MatchEventRow, ShareEventRow
from finance.records.obligations import ObligationEventRow, ObligationRow
from finance.records.split_rules import split_rules
from finance.records.units import Unit, UnitRow
from finance.rules.passing_up import PASSED_UP
from finance.rules.sharing import MoneySource, SplitRule
from finance.runtime.parameters import law
from reports.disclosure.facts import GRASSROOTS, ObligationFact, PartFact, PartKey, ShareFact
from reports.queries.terms import terms_before

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Employers:
    """Whose levy is read: of the employers of grassroots units, or of all that units collect."""

    units: frozenset[str]
    of_grassroots: bool

    def owed(self) -> ColumnElement[bool]:
        """The condition on obligations."""
        column = (
            ObligationRow.grassroots_unit if self.of_grassroots else ObligationRow.collecting_unit
        )
        return column.in_(sorted(self.units))


def employers_of(session: Session, unit: Unit, on: dt.date) -> Employers:
    """The employers whose levy a unit answers for on a day.

    Returns  those of a grassroots unit; of a unit above, those it collects from. Employers of a
             unit that has gone are its successor's.
    """
    of_grassroots = unit.level == GRASSROOTS
    if unit.valid_to < on and unit.successor_code:
        return Employers(frozenset(), of_grassroots)
    codes = {unit.code}
    fresh = codes
    while fresh:
        gone = select(UnitRow.code).where(
            UnitRow.successor_code.in_(sorted(fresh)), UnitRow.valid_to < on
        )
        fresh = set(session.scalars(gone)) - codes
        codes |= fresh
    return Employers(frozenset(codes), of_grassroots)


def obligation_facts(
    session: Session, employers: Employers, first: dt.date, last: dt.date
) -> tuple[ObligationFact, ...]:
    """The obligations that were open before a span of days or moved in it.

    A suspension decided after the span is not seen in it.
    """
    owed = _sums(ObligationEventRow, employers, first, last)
    paid = _sums(MatchEventRow, employers, first, last)
    amounts = [
        func.coalesce(column, 0)
        for sums in (owed, paid)
        for column in (sums.c.before_vnd, sums.c.within_vnd)
    ]
    query = (
        select(
            ObligationRow.collecting_unit,
            ObligationRow.tax_code,
            ObligationRow.period,
            ObligationRow.due_on,
            ObligationRow.suspended_to,
            *amounts,
        )
        .outerjoin(owed, _same(ObligationRow, owed.c))
        .outerjoin(paid, _same(ObligationRow, paid.c))
        .where(
            employers.owed(),
            or_(amounts[0] != amounts[2], owed.c.last_on >= first, paid.c.last_on >= first),
        )
        .order_by(ObligationRow.tax_code, ObligationRow.period, ObligationRow.collecting_unit)
    )
    facts: list[ObligationFact] = []
    terms = terms_before(session, last, law())
    for collector, tax_code, period, due_on, suspended_to, *sums in session.execute(query):
        own = (due_on, bool(suspended_to))
        day, suspended = terms.get((collector, tax_code, period), own)
        owed_before, owed_within, paid_before, paid_within = (int(amount) for amount in sums)
        facts.append(
            ObligationFact(
                collecting_unit=collector,
                tax_code=tax_code,
                period=period,
                due_on=day,
                suspended=suspended,
                owed_before_vnd=owed_before,
                owed_within_vnd=owed_within,
                paid_before_vnd=paid_before,
                paid_within_vnd=paid_within,
            )
        )
    return tuple(facts)


def part_facts(
    session: Session, employers: Employers, first: dt.date, last: dt.date
) -> tuple[PartFact, ...]:
    """The matched parts that moved in a span of days, each with its shares."""
    touched = _touched(first, last)
    keys = _part_columns(MatchEventRow)
    query = (
        select(*keys, ObligationRow.grassroots_unit, *_before_and_within(MatchEventRow, first))
        .join(touched, _same_part(MatchEventRow, touched.c))
        .join(ObligationRow, _same(ObligationRow, MatchEventRow))
        .where(employers.owed(), MatchEventRow.accounting_on <= last)
        .group_by(*keys, ObligationRow.grassroots_unit)
        .order_by(*keys)
    )
    shares = _share_facts(session, employers, first, last)
    parts: list[PartFact] = []
    for row in session.execute(query):
        key = PartKey(*row[:5])
        parts.append(PartFact(key, row[5], int(row[6]), int(row[7]), tuple(shares.get(key, ()))))
    return tuple(parts)


def _share_facts(
    session: Session, employers: Employers, first: dt.date, last: dt.date
) -> dict[PartKey, list[ShareFact]]:
    touched = _touched(first, last)
    keys = _part_columns(ShareEventRow)
    names = (
        ShareEventRow.role,
        ShareEventRow.place,
        ShareEventRow.beneficiary,
        ShareEventRow.rule_scope,
        ShareEventRow.rule_from,
    )
    query = (
        select(*keys, *names, *_before_and_within(ShareEventRow, first))
        .join(touched, _same_part(ShareEventRow, touched.c))
        .join(ObligationRow, _same(ObligationRow, ShareEventRow))
        .where(employers.owed(), ShareEventRow.accounting_on <= last)
        .group_by(*keys, *names)
        .order_by(*keys, *names)
    )
    found: dict[PartKey, list[ShareFact]] = {}
    for row in session.execute(query):
        fact = ShareFact(*row[5:10], int(row[10]), int(row[11]))
        found.setdefault(PartKey(*row[:5]), []).append(fact)
    return found


def shared_to(session: Session, unit_code: str, first: dt.date, last: dt.date) -> int:
    """What was shared to a unit in a span (đồng): less what was taken back, or passed on up."""
    mine = or_(
        ShareEventRow.beneficiary == unit_code,
        and_(ShareEventRow.collecting_unit == unit_code, ShareEventRow.place == "own"),
    )
    passed = and_(ShareEventRow.collecting_unit == unit_code, ShareEventRow.role == PASSED_UP)
    signed = case((passed, -ShareEventRow.delta_vnd), else_=ShareEventRow.delta_vnd)
    query = select(func.coalesce(func.sum(signed), 0)).where(
        or_(mine, passed), ShareEventRow.accounting_on.between(first, last)
    )
    return int(session.scalars(query).one())


def employer_names(session: Session, tax_codes: Iterable[str], on: dt.date) -> dict[str, str]:
    """The employers' names on a day, or as last known before it or first known after."""
    wanted = sorted(set(tax_codes))
    names: dict[str, str] = {}
    for start in range(0, len(wanted), _CHUNK):
        rows = session.execute(
            select(EmployerRow.tax_code, EmployerRow.name)
            .where(EmployerRow.tax_code.in_(wanted[start : start + _CHUNK]))
            .order_by((EmployerRow.valid_from <= on), EmployerRow.valid_from)
        )
        names.update(dict(rows.all()))
    return names


def levy_rules(session: Session) -> tuple[SplitRule, ...]:
    """Every configured rule by which the levy is split."""
    return split_rules(session, MoneySource.LEVY)


def _sums(row: Any, employers: Employers, first: dt.date, last: dt.date) -> Subquery:  # noqa: ANN401 - either history
    return (
        select(
            row.collecting_unit,
            row.tax_code,
            row.period,
            *_before_and_within(row, first),
            func.max(row.accounting_on).label("last_on"),
        )
        .join(ObligationRow, _same(ObligationRow, row))
        .where(employers.owed(), row.accounting_on <= last)
        .group_by(row.collecting_unit, row.tax_code, row.period)
        .subquery()
    )


def _touched(first: dt.date, last: dt.date) -> Subquery:
    """The parts of which something was matched, released or shared anew in a span."""
    matched = select(*_part_columns(MatchEventRow)).where(
        MatchEventRow.accounting_on.between(first, last)
    )
    shared = select(*_part_columns(ShareEventRow)).where(
        ShareEventRow.accounting_on.between(first, last), ShareEventRow.delta_vnd != 0
    )
    return union(matched, shared).subquery()


def _before_and_within(row: Any, first: dt.date) -> tuple[Label[int], Label[int]]:  # noqa: ANN401 - any history
    before = func.sum(case((row.accounting_on < first, row.delta_vnd), else_=0))
    within = func.sum(case((row.accounting_on >= first, row.delta_vnd), else_=0))
    return before.label("before_vnd"), within.label("within_vnd")


def _part_columns(row: Any) -> tuple[InstrumentedAttribute[Any], ...]:  # noqa: ANN401 - either history
    return (row.collecting_unit, row.tax_code, row.period, row.holder_unit, row.receipt_seq)


def _same(one: Any, other: Any) -> ColumnElement[bool]:  # noqa: ANN401 - tables or their sums
    return and_(
        one.collecting_unit == other.collecting_unit,
        one.tax_code == other.tax_code,
        one.period == other.period,
    )


def _same_part(one: Any, other: Any) -> ColumnElement[bool]:  # noqa: ANN401 - as above
    return and_(
        _same(one, other),
        one.holder_unit == other.holder_unit,
        one.receipt_seq == other.receipt_seq,
    )
