"""Losses of the levy: where tax, social insurance, declarations and receipts disagree.

Pure. Each finding carries the đồng at stake with everything it was computed from, so that anyone
can compute it again. An amount is as certain as its evidence: recorded, estimated by assumptions
that are named and configured, or not measured at all. No month and no đồng counts twice.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from finance.rules.dues import si_ceiling
from finance.rules.facts import TaxStatus
from finance.rules.levy import RATE, amount_due, due_on, is_payer
from finance.rules.loss_facts import SILENCING, EmployerYear, Overdue, SiUnit, TaxYear
from finance.rules.rates import Dated, Law, Used
from finance.rules.states import ObligationState
from ledger.accounts import Status
from ledger.money import ZERO, Rounding, Vnd, times
from ledger.periods import Period, first_day, last_day, period_of, periods_between

COUNTED: Final = "loss.tax_wages_counted"
MONTHS: Final = "loss.tax_year_months"
PERSON: Final = "loss.missing_person_in_averages"
SILENT_MONTH: Final = "loss.silent_month_in_last_months"


class Gap(StrEnum):
    """Kinds of loss."""

    NOT_IN_SI = "not_in_si"  # tax sees wages, social insurance never saw the employer
    SILENT = "silent"  # no statement for a month while active
    TOO_FEW = "too_few"  # fewer people, or a smaller fund, than tax shows
    CEASED_PAYING_WAGES = "ceased_paying_wages"  # one branch says ceased, another sees wages
    PAID_NOT_DECLARED = "paid_not_declared"
    NOT_PAYING = "not_paying"  # declared, due and not paid in full


class Certainty(StrEnum):
    """How sure an amount is."""

    RECORDED = "recorded"  # the amount itself stands in the records
    ESTIMATED = "estimated"  # computed with an assumption the law does not give
    UNMEASURED = "unmeasured"  # evidence of a loss, none of its size


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the đồng at stake: `base_vnd` at a rate, or itself when it has none."""

    period: str  # a month, or a year
    base_vnd: Vnd
    amount_vnd: Vnd
    rate: Used | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One loss of one employer's year, with all it was computed from."""

    kind: Gap
    tax_code: str
    year: int
    at_stake_vnd: Vnd
    certainty: Certainty
    measured: Mapping[str, int | str]  # the facts the bases were made of
    parts: tuple[Part, ...] = ()
    less_vnd: Vnd = ZERO  # already paid towards it
    used: tuple[Used, ...] = ()
    assumed: tuple[str, ...] = ()  # keys of the configured values among `used`


@dataclass(frozen=True, slots=True)
class _Asked:
    """One employer's year on a day, with what every kind wants to know."""

    facts: EmployerYear
    law: Law
    months: tuple[Period, ...]  # those in which it is liable
    over: tuple[Period, ...]  # those of them whose levy was due before the day
    by_tax: TaxYear | None  # None as well where the year was not liable as a whole


def findings(facts: EmployerYear, as_of: dt.date, law: Law) -> tuple[Finding, ...]:
    """Find every loss of an employer's year, as it can be seen on a day.

    Takes    `facts` as every branch tells them; nothing of them is believed more than another.
    Returns  at most one finding of each kind, in the order of `Gap`; none of an employer that
             owes nothing. The months of a year are compared with tax one by one: those before the
             first statement of all and those without one since as silent, those declared as too
             few, those after an end as paying wages all the same.
    Raises   NoRuleInForce for a year the law on record does not reach.
    Source   (sources: nd_105_2026) art. 6 says who does not pay enough; the cross-check follows
             the practice of social insurance (sources: qd_595_bhxh); what is assumed is
             configured (sources: lua_chon_noi_bo)
    """
    asked = _ask(facts, as_of, law)
    silent = _silent(asked)
    found = (
        _not_in_si(asked),
        silent,
        _too_few(asked),
        _ceased(asked),
        _paid_not_declared(asked, silent),
        _not_paying(asked),
    )
    return tuple(each for each in found if each is not None)


def recomputed(finding: Finding) -> Vnd:
    """Compute the đồng at stake again from what stands beside it, and from nothing else.

    Returns  the amount it should have; a finding that differs was altered or wrongly made.
    """
    whole = sum(
        part.base_vnd
        if part.rate is None
        else times(part.base_vnd, Fraction(part.rate.value), Rounding.HALF_UP)
        for part in finding.parts
    )
    return Vnd(max(0, whole - finding.less_vnd))


def _ask(facts: EmployerYear, as_of: dt.date, law: Law) -> _Asked:
    year = periods_between(Period(f"{facts.year}-01"), Period(f"{facts.year}-12"))
    there, months, cycle = year, year, "monthly"
    held = facts.registered
    if held is not None:  # else nobody said what it is: all but the exempt ones are liable
        there = tuple(p for p in year if held.first <= last_day(p) and held.last >= first_day(p))
        months = tuple(p for p in there if is_payer(held.employer_type, p, law))
        cycle = held.pay_cycle
    over = tuple(p for p in months if due_on(p, cycle, law) < as_of)
    return _Asked(facts, law, months, over, facts.tax if months and months == there else None)


def _not_in_si(asked: _Asked) -> Finding | None:
    tax = asked.by_tax
    if asked.facts.si or tax is None or not (tax.employees or tax.wages_paid_vnd):
        return None
    if tax.wages_paid_vnd is None:
        return _finding(asked, Gap.NOT_IN_SI, Certainty.UNMEASURED, measured=_of_tax(tax))
    fund, used = _expected(asked, tax, None)
    parts = (_at_rate(asked, str(asked.facts.year), fund),)
    return _finding(asked, Gap.NOT_IN_SI, Certainty.ESTIMATED, parts, used, measured=_of_tax(tax))


def _unheard(asked: _Asked, tax: TaxYear) -> int:
    """How many months were due before the first word of any SI unit, and tax saw no end yet.

    An employer that said nothing at all is not silent: it is not in social insurance.
    """
    units = asked.facts.si
    months = [period for period in asked.over if units and _stands(tax, period)]
    return sum(1 for p in months if all(unit.last(p) is None for unit in units))


def _unheard_fund(asked: _Asked, tax: TaxYear, months: int) -> tuple[Vnd, tuple[Dated, ...]]:
    whole, _ = _expected(asked, tax, None)
    expected, used = _expected(asked, tax, months)
    return Vnd(max(0, min(expected, whole - _declared(asked.facts)))), used


def _declared(facts: EmployerYear) -> int:
    """All wage funds declared for the year (đồng)."""
    return sum(said.wage_fund_vnd for rows in facts.active().values() for said in rows)


def _too_few(asked: _Asked) -> Finding | None:
    tax, active = asked.by_tax, asked.facts.active()
    if tax is None or not active:
        return None
    declared = _declared(asked.facts)
    people = max(sum(said.employees for said in rows) for rows in active.values())
    missing = 0 if tax.employees is None else max(0, tax.employees - people)
    measured = _of_tax(tax) | {
        "months_declared": len(active),
        "declared_fund_vnd": declared,
        "declared_employees": people,
    }
    if tax.wages_paid_vnd is not None:
        expected, used = _expected(asked, tax, len(active))
        fund = Vnd(max(0, expected - declared))
    elif missing and people:
        person = asked.law.for_month(PERSON, max(active))
        fund = times(Vnd(declared), Fraction(missing, people) * person.rate, Rounding.HALF_UP)
        used = (person,)
    else:
        return _unmeasured(asked, missing, measured)
    part = _at_rate(asked, str(asked.facts.year), fund)
    if not part.amount_vnd:
        return _unmeasured(asked, missing, measured)
    return _finding(asked, Gap.TOO_FEW, Certainty.ESTIMATED, (part,), used, measured=measured)


def _unmeasured(asked: _Asked, missing: int, measured: Mapping[str, int | str]) -> Finding | None:
    """Fewer people, while nothing shows a wage that is missing."""
    if not missing:
        return None
    return _finding(asked, Gap.TOO_FEW, Certainty.UNMEASURED, measured=measured)


def _silent(asked: _Asked) -> Finding | None:
    """Months of which an SI unit said nothing, though what it said last was no end."""
    parts, rules = _like_the_last(asked)
    months = len({part.period for part in parts})
    measured: dict[str, int | str] = {"months_silent": months} if months else {}
    tax = asked.by_tax
    if tax is not None and tax.wages_paid_vnd is not None:
        before = _unheard(asked, tax)
        fund, used = _unheard_fund(asked, tax, before)
        if fund:
            parts.insert(0, _at_rate(asked, str(asked.facts.year), fund))
            rules.update({rule.key: rule for rule in used})
            declared = _declared(asked.facts)
            measured |= _of_tax(tax)
            measured |= {"months_before_si": before, "declared_fund_vnd": declared}
    if not parts:
        return None
    return _finding(
        asked,
        Gap.SILENT,
        Certainty.ESTIMATED,
        tuple(parts),
        tuple(rules.values()),
        less_vnd=asked.facts.credit_vnd,
        measured=measured,
    )


def _like_the_last(asked: _Asked) -> tuple[list[Part], dict[str, Dated]]:
    """Silent months, each like the last one declared before it."""
    tax = asked.facts.tax
    months = [period for period in asked.over if tax is None or _stands(tax, period)]
    parts: list[Part] = []
    rules: dict[str, Dated] = {}
    for unit in asked.facts.si:
        said_of = {said.period for said in unit.months}
        for period in months:
            last = unit.last(period)
            if period in said_of or last is None or last.status in SILENCING:
                continue
            rules[SILENT_MONTH] = asked.law.for_month(SILENT_MONTH, period)
            fund = times(last.wage_fund_vnd, rules[SILENT_MONTH].rate, Rounding.HALF_UP)
            parts.append(_at_rate(asked, period, fund))
    return parts, rules


def _ceased(asked: _Asked) -> Finding | None:
    tax = asked.facts.tax
    if tax is None:
        return None
    if tax.status is not TaxStatus.ACTIVE:
        parts = tuple(_recorded(one) for one in _after_end(asked.facts))
        measured = _of_tax(tax) | {"tax_status_on": str(tax.status_on)}
        return _finding_if(
            asked, Gap.CEASED_PAYING_WAGES, Certainty.RECORDED, parts, measured=measured
        )
    months = [period for period in asked.over if _ended(asked.facts.si, period)]
    if asked.by_tax is None or not months or tax.wages_paid_vnd is None:
        return None
    declared = _declared(asked.facts)
    before, _ = _unheard_fund(asked, tax, _unheard(asked, tax))
    whole, used = _expected(asked, tax, None)
    expected, _ = _expected(asked, tax, len(months))
    fund = Vnd(max(0, min(expected, whole - declared - before)))
    measured = _of_tax(tax) | {"months_ended": len(months), "declared_fund_vnd": declared}
    parts = (_at_rate(asked, str(asked.facts.year), fund),)
    return _finding_if(
        asked, Gap.CEASED_PAYING_WAGES, Certainty.ESTIMATED, parts, used, measured=measured
    )


def _paid_not_declared(asked: _Asked, silent: Finding | None) -> Finding | None:
    facts = asked.facts
    if facts.credit_vnd <= 0 or (facts.active() and silent is None):
        return None
    parts = (Part(str(facts.year), facts.credit_vnd, facts.credit_vnd),)
    measured = {"credit_vnd": int(facts.credit_vnd), "months_declared": len(facts.active())}
    return _finding(asked, Gap.PAID_NOT_DECLARED, Certainty.RECORDED, parts, measured=measured)


def _not_paying(asked: _Asked) -> Finding | None:
    elsewhere = set(_after_end(asked.facts))
    owed = [one for one in asked.facts.overdue if one not in elsewhere]
    measured = {
        f"{state.value}_vnd": sum(one.open_vnd for one in owed if one.state is state)
        for state in (ObligationState.LATE, ObligationState.NON_PAYMENT)
    }
    parts = tuple(_recorded(one) for one in owed)
    return _finding_if(asked, Gap.NOT_PAYING, Certainty.RECORDED, parts, measured=measured)


def _after_end(facts: EmployerYear) -> list[Overdue]:
    """What is owed for months after the one in which tax says that it ended."""
    tax = facts.tax
    if tax is None or tax.status is TaxStatus.ACTIVE or tax.status_on is None:
        return []
    return [one for one in facts.overdue if one.period > period_of(tax.status_on)]


def _stands(tax: TaxYear, period: Period) -> bool:
    """Whether tax has nothing against an employer being active in a month."""
    if tax.status is TaxStatus.ACTIVE:
        return True
    return tax.status_on is not None and period <= period_of(tax.status_on)


def _ended(units: Sequence[SiUnit], period: Period) -> bool:
    """Whether every SI unit had said by a month that it is inactive or has ceased."""
    last = [unit.last(period) for unit in units]
    return bool(last) and all(said is not None and said.status in SILENCING for said in last)


def _expected(asked: _Asked, tax: TaxYear, months: int | None) -> tuple[Vnd, tuple[Dated, ...]]:
    """The wage fund that tax's wages stand for, in so many months or (None) the whole year.

    It is never above what its people can earn under social insurance.
    """
    law, end = asked.law, asked.months[-1]
    counted, year = law.for_month(COUNTED, end), law.for_month(MONTHS, end)
    assert tax.wages_paid_vnd is not None  # asked only where tax names wages
    part = Fraction(1) if months is None else Fraction(months, year.whole)
    fund = times(tax.wages_paid_vnd, counted.rate * part, Rounding.HALF_UP)
    used: tuple[Dated, ...] = (counted, year) if months is not None else (counted,)
    if tax.employees:
        ceiling, values = si_ceiling(end, law)
        most = tax.employees * ceiling * (year.whole if months is None else months)
        if fund > most:
            return Vnd(most), (*used, *values)
    return fund, used


def _of_tax(tax: TaxYear) -> dict[str, int | str]:
    found: dict[str, int | str] = {"tax_status": tax.status.value}
    if tax.employees is not None:
        found["tax_employees"] = tax.employees
    if tax.wages_paid_vnd is not None:
        found["tax_wages_vnd"] = int(tax.wages_paid_vnd)
    return found


def _at_rate(asked: _Asked, period: str, base_vnd: Vnd) -> Part:
    month = asked.months[-1] if len(period) == len("2026") else Period(period)
    rate = asked.law.for_month(RATE, month)
    return Part(period, base_vnd, amount_due(base_vnd, rate), rate.used())


def _recorded(one: Overdue) -> Part:
    return Part(one.period, one.open_vnd, one.open_vnd)


def _finding(  # noqa: PLR0913 - one finding has these parts
    asked: _Asked,
    kind: Gap,
    certainty: Certainty,
    parts: tuple[Part, ...] = (),
    rules: tuple[Dated, ...] = (),
    *,
    less_vnd: Vnd = ZERO,
    measured: Mapping[str, int | str],
) -> Finding:
    rates = dict.fromkeys(part.rate for part in parts if part.rate is not None)
    whole = sum(part.amount_vnd for part in parts)
    return Finding(
        kind=kind,
        tax_code=asked.facts.tax_code,
        year=asked.facts.year,
        at_stake_vnd=Vnd(max(0, whole - less_vnd)),
        certainty=certainty,
        parts=parts,
        less_vnd=less_vnd,
        measured=measured,
        used=(*sorted(rates, key=lambda one: one.from_date), *(rule.used() for rule in rules)),
        assumed=tuple(rule.key for rule in rules if rule.status is Status.CONFIGURED),
    )


def _finding_if(  # noqa: PLR0913 - as _finding
    asked: _Asked,
    kind: Gap,
    certainty: Certainty,
    parts: tuple[Part, ...],
    rules: tuple[Dated, ...] = (),
    *,
    measured: Mapping[str, int | str],
) -> Finding | None:
    """A finding, where it comes to anything."""
    if not sum(part.amount_vnd for part in parts):
        return None
    return _finding(asked, kind, certainty, parts, rules, measured=measured)
