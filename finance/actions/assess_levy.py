"""Assess the levy of a wage month from the declarations on hand; run again, adjust."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from finance.actions.adjust_obligations import Adjustment, Key, Target, adjust_obligations
from finance.actions.assess_gone import Waiting, pass_to_heirs, set_aside
from finance.actions.call_back import call_back_all
from finance.actions.move_open import Heir, registered_heir
from finance.records.closings import takers
from finance.records.declarations import DeclarationRow
from finance.records.employers import EmployerRow
from finance.records.obligations import MOVED_HERE, ObligationRow
from finance.records.relief import relief_in
from finance.records.runs import take_turn
from finance.rules.facts import DeclarationStatus
from finance.rules.levy import assess, due_on, is_payer
from finance.rules.relief import NO_RELIEF, Relief, effect_on
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from finance.runtime.parameters import law
from ledger.money import Vnd
from ledger.periods import Period, first_day, last_day


@dataclass(frozen=True, slots=True)
class AssessLevy:
    """What to assess: a wage month, for one collecting unit or all, booked on a day."""

    period: Period
    on: dt.date
    unit: str = ""
    tax_code: str = ""  # one employer only


@dataclass(frozen=True, slots=True)
class AssessedUnit:
    """What came of it in one collecting unit; amounts in đồng."""

    unit: str
    obligations: int  # that stand for the month now
    raised: int
    lowered: int
    unchanged: int
    change_vnd: int
    freed_vnd: int  # paid before, now the payers' credit
    waiting: tuple[Waiting, ...] = ()  # of a unit that has gone: paid there, and owed no more


@dataclass(frozen=True, slots=True)
class _Declared:
    """An employer's month: its row of the register, and its SI units together."""

    employer: EmployerRow
    heir: Heir  # the unit that collects, and who shares, when it is first assessed
    employees: int
    wage_fund_vnd: Vnd


def assess_levy(ctx: Context, request: AssessLevy) -> list[AssessedUnit]:
    """Bring the obligations of a wage month to what the declarations and the law say.

    Relief that was granted stands, whenever it was granted: a suspended month has its later day, a
    reduced one its lower amount, an exempted one owes nothing of what is not paid.
    Posts    one entry for each collecting unit that changes. Where less is owed than was paid,
             the parts are matched anew and the freed money becomes the payer's credit.
    Returns  what came of it, unit by unit; run again with nothing new, nothing changes.
    Raises   PermissionRefused; NoRuleInForce for a month the law on record does not reach.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "levy.assess", request.unit)
        take_turn(session)
        widen(session)
        results = assess_within(session, ctx, request)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "assess_levy",
            request.unit,
            request.period,
            {
                "units": len(results),
                "obligations": sum(result.obligations for result in results),
                "change_vnd": sum(result.change_vnd for result in results),
            },
        )
        session.commit()
    return results


def assess_within(session: Session, ctx: Context, request: AssessLevy) -> list[AssessedUnit]:
    """Assess inside another verb's transaction; that verb asks for the right and writes the log."""
    gone = takers(session)
    by_unit = _declared(session, request, gone)
    for unit in _assessed_before(session, request):
        by_unit.setdefault(unit, [])
    return [
        _assess_unit(session, ctx, request, (unit, unit in gone), by_unit[unit])
        for unit in sorted(by_unit)
    ]


def _declared(
    session: Session, request: AssessLevy, gone: Mapping[str, str]
) -> dict[str, list[_Declared]]:
    """The declarations in force, by the unit that collects from the employer in that month.

    An employer that was there on any day of the month owes for it. What was assessed before
    stays with the unit that assessed it: moving it is another verb.
    """
    there = and_(
        EmployerRow.valid_from <= last_day(request.period),
        EmployerRow.valid_to >= first_day(request.period),
    )
    collecting = EmployerRow.collecting_unit.in_([request.unit, *sorted(gone)])
    own = select(EmployerRow.tax_code).where(there, collecting)
    held = select(ObligationRow.tax_code).where(
        ObligationRow.period == request.period, ObligationRow.collecting_unit == request.unit
    )
    chosen = own.union(held)
    declared = (
        select(
            DeclarationRow.tax_code,
            func.sum(DeclarationRow.employees).label("employees"),
            func.sum(DeclarationRow.wage_fund_vnd).label("wage_fund"),
        )
        .where(
            DeclarationRow.period == request.period,
            DeclarationRow.current,
            DeclarationRow.status == DeclarationStatus.ACTIVE.value,
        )
        .group_by(DeclarationRow.tax_code)
    )
    if request.unit:
        declared = declared.where(DeclarationRow.tax_code.in_(chosen))
    sums = declared.subquery()
    query = (
        select(EmployerRow, sums.c.employees, sums.c.wage_fund)
        .join(sums, sums.c.tax_code == EmployerRow.tax_code)
        .where(there)
        .order_by(EmployerRow.tax_code, EmployerRow.valid_from)
    )
    before = select(ObligationRow.tax_code, ObligationRow.collecting_unit).where(
        ObligationRow.period == request.period, ObligationRow.rate_key != MOVED_HERE
    )
    if request.unit:
        before = before.where(ObligationRow.tax_code.in_(chosen))
    if request.tax_code:
        query = query.where(EmployerRow.tax_code == request.tax_code)
    # Who assessed it already; what was moved there only is not assessed by it.
    assessed_by = dict(session.execute(before).all())
    latest = {row[0].tax_code: row for row in session.execute(query)}
    found: dict[str, list[_Declared]] = {}
    for tax_code, (employer, employees, fund) in latest.items():
        heir = _collects(session, request, employer, gone)
        unit = assessed_by.get(tax_code, heir.unit)
        if request.unit in ("", unit):
            month = _Declared(employer, heir, int(employees), Vnd(int(fund)))
            found.setdefault(unit, []).append(month)
    return found


def _collects(
    session: Session, request: AssessLevy, employer: EmployerRow, gone: Mapping[str, str]
) -> Heir:
    """Who assesses an employer's month first: who collected then, or who took over from it."""
    found = Heir(
        employer.collecting_unit, employer.tax_code, employer.grassroots_unit, employer.upper_unit
    )
    if found.unit not in gone:
        return found
    now = registered_heir(session, employer.tax_code, request.on)
    if now is not None and now.unit not in gone:
        return now
    return replace(found, unit=gone[found.unit])


def _assessed_before(session: Session, request: AssessLevy) -> Iterable[str]:
    query = (
        select(ObligationRow.collecting_unit)
        .where(ObligationRow.period == request.period)
        .distinct()
    )
    if request.unit:
        query = query.where(ObligationRow.collecting_unit == request.unit)
    if request.tax_code:
        query = query.where(ObligationRow.tax_code == request.tax_code)
    return session.scalars(query)


def _assess_unit(
    session: Session,
    ctx: Context,
    request: AssessLevy,
    whose: tuple[str, bool],
    declared: Sequence[_Declared],
) -> AssessedUnit:
    """Assess in one unit; whether its book was handed over is told beside its code."""
    unit, gone = whose
    held = _held(session, request, unit)
    granted = relief_in(session, request.period)
    targets = {
        (each.employer.tax_code, str(request.period)): _target(each, request.period, granted)
        for each in declared
        if is_payer(each.employer.employer_type, request.period, law())
    }
    wanted = len(targets)
    for key, row in held.items():
        targets.setdefault(key, _undeclared(row, granted))
    waiting = set_aside(session, request.on, held, targets) if gone else []
    called_back = call_back_all(session, ctx, held, targets, request.on)
    order = Adjustment(
        unit=unit,
        on=request.on,
        source="levy.assess",
        key=f"{unit}:{request.period}",
        text=f"Kinh phí công đoàn phải thu tháng {request.period}",
        lowered=f"Điều chỉnh kinh phí công đoàn tháng {request.period}",
        posts=not gone,
    )
    done = adjust_obligations(session, ctx, order, held, targets)
    if gone:
        pass_to_heirs(session, ctx, held.values(), request.on)
    # Of an exempted month the levy may change, and all of it is waived: it is told all the same.
    told = {**done.levies, **done.changes}
    return AssessedUnit(
        unit=unit,
        obligations=wanted,
        raised=sum(1 for change in told.values() if change > 0),
        lowered=sum(1 for change in told.values() if change < 0),
        unchanged=len(targets) - len(told),
        change_vnd=sum(done.changes.values()),
        freed_vnd=called_back + done.freed_vnd,
        waiting=tuple(waiting),
    )


def _held(session: Session, request: AssessLevy, unit: str) -> dict[Key, ObligationRow]:
    """The unit's obligations of the month."""
    query = select(ObligationRow).where(
        ObligationRow.collecting_unit == unit, ObligationRow.period == request.period
    )
    if request.tax_code:
        query = query.where(ObligationRow.tax_code == request.tax_code)
    return {(row.tax_code, row.period): row for row in session.scalars(query)}


def _undeclared(row: ObligationRow, granted: Mapping[str, list[Relief]]) -> Target:
    """What nobody declares here stays at nothing, but for what came from elsewhere."""
    if row.rate_key != MOVED_HERE:
        return _NOTHING
    return Target(Vnd(0), effect_on(Period(row.period), granted.get(row.tax_code, ())))


# What nobody declares any more stays, at nothing.
_NOTHING: Final = Target(Vnd(0), NO_RELIEF, {"employees": 0, "wage_fund_vnd": 0})


def _target(declared: _Declared, period: Period, granted: Mapping[str, list[Relief]]) -> Target:
    employer = declared.employer
    fact = assess(period, declared.wage_fund_vnd, law())
    effect = effect_on(period, granted.get(employer.tax_code, ()))
    values = {
        "employees": declared.employees,
        "wage_fund_vnd": declared.wage_fund_vnd,
        "rate_key": fact.rate.key,
        "rate_from": fact.rate.from_date,
        "rate": fact.rate.value,
        "due_on": due_on(period, employer.pay_cycle, law(), effect.suspended_to),
        "suspended_to": effect.suspended_to or "",
    }
    # Who shares in a month is settled when it is first assessed.
    heir = declared.heir
    first = {"grassroots_unit": heir.grassroots_unit, "upper_unit": heir.upper_unit}
    return Target(fact.amount_vnd, effect, values, first)
