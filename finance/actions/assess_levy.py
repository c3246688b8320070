"""Assess the levy of a wage month from the declarations on hand; run again, adjust."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from finance.actions.rematch import Move, Rematch, rematch
from finance.records.declarations import DeclarationRow
from finance.records.employers import EmployerRow
from finance.records.loading import load
from finance.records.obligations import ObligationEventRow, ObligationRow
from finance.records.parts import part_amounts
from finance.records.relief import ReliefRow
from finance.records.runs import next_numbers, take_turn
from finance.rules.facts import DeclarationStatus
from finance.rules.levy import assess, due_on, is_payer
from finance.rules.posting import assessed
from finance.rules.rates import Law
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from finance.runtime.parameters import law
from ledger import book
from ledger.entries import Draft, gathered
from ledger.money import Vnd
from ledger.periods import Period, first_day, last_day
from ledger.store import reads

JOURNAL: Final = "AS"


@dataclass(frozen=True, slots=True)
class AssessLevy:
    """What to assess: a wage month, for one collecting unit or all, booked on a day."""

    period: Period
    on: dt.date
    unit: str = ""


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


@dataclass(frozen=True, slots=True)
class _Declared:
    """An employer's month: its row of the register, and its SI units together."""

    employer: EmployerRow
    unit: str  # that collects
    employees: int
    wage_fund_vnd: Vnd


def assess_levy(ctx: Context, request: AssessLevy) -> list[AssessedUnit]:
    """Bring the obligations of a wage month to what the declarations and the law say.

    Posts    one entry for each collecting unit that changes. Where less is owed than was paid,
             the parts are matched anew and the freed money becomes the payer's credit.
    Returns  what came of it, unit by unit; run again with nothing new, nothing changes.
    Raises   PermissionRefused; NoRuleInForce for a month the law on record does not reach.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "levy.assess", request.unit)
        take_turn(session)
        widen(session)
        by_unit = _declared(session, request)
        for unit in _assessed_before(session, request):
            by_unit.setdefault(unit, [])
        results = [
            _assess_unit(session, ctx, request, unit, by_unit[unit]) for unit in sorted(by_unit)
        ]
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


def _declared(session: Session, request: AssessLevy) -> dict[str, list[_Declared]]:
    """The declarations in force, by the unit that collects from the employer in that month.

    An employer that was there on any day of the month owes for it. What was assessed before
    stays with the unit that assessed it: moving it is another verb.
    """
    there = and_(
        EmployerRow.valid_from <= last_day(request.period),
        EmployerRow.valid_to >= first_day(request.period),
    )
    own = select(EmployerRow.tax_code).where(there, EmployerRow.collecting_unit == request.unit)
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
        ObligationRow.period == request.period
    )
    if request.unit:
        before = before.where(ObligationRow.tax_code.in_(chosen))
    assessed_by = dict(session.execute(before).all())  # the unit that holds it already
    latest = {row[0].tax_code: row for row in session.execute(query)}
    found: dict[str, list[_Declared]] = {}
    for tax_code, (employer, employees, fund) in latest.items():
        unit = assessed_by.get(tax_code, employer.collecting_unit)
        if request.unit in ("", unit):
            month = _Declared(employer, unit, int(employees), Vnd(int(fund)))
            found.setdefault(unit, []).append(month)
    return found


def _assessed_before(session: Session, request: AssessLevy) -> Iterable[str]:
    query = (
        select(ObligationRow.collecting_unit)
        .where(ObligationRow.period == request.period)
        .distinct()
    )
    if request.unit:
        query = query.where(ObligationRow.collecting_unit == request.unit)
    return session.scalars(query)


def _assess_unit(
    session: Session,
    ctx: Context,
    request: AssessLevy,
    unit: str,
    declared: Sequence[_Declared],
) -> AssessedUnit:
    held = {
        row.tax_code: row
        for row in session.scalars(
            select(ObligationRow).where(
                ObligationRow.collecting_unit == unit, ObligationRow.period == request.period
            )
        )
    }
    relief = _suspensions(session, request.period)
    wanted = {
        each.employer.tax_code: _obligation(each, request.period, relief, law())
        for each in declared
        if is_payer(each.employer.employer_type, request.period, law())
    }
    changes: dict[str, int] = {}
    for tax_code in sorted({*held, *wanted}):
        change = _difference(held.get(tax_code), wanted.get(tax_code))
        if change:
            changes[tax_code] = change
    new = [values for tax_code, values in wanted.items() if tax_code not in held]
    freed = _lower(session, ctx, request, unit, held, changes)
    for tax_code, row in held.items():
        _renew(row, wanted.get(tax_code))
    load(session, ObligationRow, new)
    _post(session, ctx, request, unit, changes)
    return AssessedUnit(
        unit=unit,
        obligations=len(wanted),
        raised=sum(1 for change in changes.values() if change > 0),
        lowered=sum(1 for change in changes.values() if change < 0),
        unchanged=len({*held, *wanted}) - len(changes),
        change_vnd=sum(changes.values()),
        freed_vnd=freed,
    )


def _suspensions(session: Session, period: Period) -> dict[str, Period]:
    """Employers whose levy of this month is suspended, with the last month of it."""
    rows = session.scalars(
        select(ReliefRow)
        .where(
            ReliefRow.kind == "suspension",
            ReliefRow.from_period <= period,
            ReliefRow.to_period >= period,
        )
        .order_by(ReliefRow.to_period)
    )
    return {row.tax_code: Period(row.to_period) for row in rows}


def _obligation(
    declared: _Declared, period: Period, relief: dict[str, Period], rules: Law
) -> dict[str, object]:
    employer = declared.employer
    fact = assess(period, declared.wage_fund_vnd, rules)
    suspended_to = relief.get(employer.tax_code)
    return {
        "collecting_unit": declared.unit,
        "tax_code": employer.tax_code,
        "period": period,
        "grassroots_unit": employer.grassroots_unit,
        "upper_unit": employer.upper_unit,
        "employees": declared.employees,
        "wage_fund_vnd": declared.wage_fund_vnd,
        "rate_key": fact.rate.key,
        "rate_from": fact.rate.from_date,
        "rate": fact.rate.value,
        "gross_vnd": fact.amount_vnd,
        "amount_vnd": fact.amount_vnd,
        "waived_vnd": 0,
        "paid_vnd": 0,
        "due_on": due_on(period, employer.pay_cycle, rules, suspended_to),
        "suspended_to": suspended_to or "",
    }


def _difference(held: ObligationRow | None, wanted: dict[str, object] | None) -> int:
    now = 0 if held is None else held.amount_vnd
    then = 0 if wanted is None else int(str(wanted["amount_vnd"]))
    return then - now


def _renew(row: ObligationRow, wanted: dict[str, object] | None) -> None:
    """Bring an obligation to what is wanted; one nobody declares any more stays, at nothing."""
    if wanted is None:
        row.employees = row.wage_fund_vnd = row.gross_vnd = row.amount_vnd = 0
        return
    for name, value in wanted.items():
        if name not in ("waived_vnd", "paid_vnd", "grassroots_unit", "upper_unit"):
            setattr(row, name, value)


def _lower(  # noqa: PLR0913, PLR0917 - the surroundings of one unit's assessment
    session: Session,
    ctx: Context,
    request: AssessLevy,
    unit: str,
    held: dict[str, ObligationRow],
    changes: dict[str, int],
) -> int:
    """Take off what was paid beyond the lower amount; it becomes the payer's credit.

    The latest receipts give first: the earliest payment keeps paying.
    """
    over = {
        tax_code: held[tax_code].paid_vnd - (held[tax_code].amount_vnd + change)
        for tax_code, change in changes.items()
        if change < 0 and held[tax_code].paid_vnd > held[tax_code].amount_vnd + change
    }
    if not over:
        return 0
    parts = part_amounts(session, unit, [(tax_code, request.period) for tax_code in over])
    moves: list[Move] = []
    for tax_code, excess in sorted(over.items()):
        left = excess
        own = sorted((key for key in parts if key.tax_code == tax_code), reverse=True)
        for key in own:
            freed = min(left, parts[key])
            if freed:
                moves.append(
                    Move(
                        key.holder_unit,
                        key.receipt_seq,
                        tax_code,
                        request.period,
                        -freed,
                        freed,
                        confidence=100,
                    )
                )
                left -= freed
    text = f"Điều chỉnh kinh phí công đoàn tháng {request.period}"
    order = Rematch(unit, request.on, tuple(moves), text, decided_by=ctx.actor.name)
    rematch(session, ctx, order)
    return sum(over.values())


def _post(
    session: Session,
    ctx: Context,
    request: AssessLevy,
    unit: str,
    changes: dict[str, int],
) -> None:
    if not changes:
        return
    number = next_numbers(session, unit, "assessment", 1)
    key = f"{unit}:{request.period}:{number}"
    on = reads.first_open_day(session, [unit], request.on, ctx.clock.now_us())
    lines = gathered(line for change in changes.values() for line in assessed(change))
    draft = Draft(
        book=unit,
        journal=JOURNAL,
        accounting_on=on,
        document_on=request.on,
        text=f"Kinh phí công đoàn phải thu tháng {request.period}",
        source="levy.assess",
        key=key,
        lines=lines,
        actor=ctx.actor.name,
    )
    book.post(session, ctx.clock.now_us(), [draft])
    first = next_numbers(session, unit, "obligation_event", len(changes))
    load(
        session,
        ObligationEventRow,
        [
            {
                "collecting_unit": unit,
                "seq": first + offset,
                "tax_code": tax_code,
                "period": request.period,
                "delta_vnd": change,
                "accounting_on": on,
                "reason": "assessment",
                "entry_key": key,
            }
            for offset, (tax_code, change) in enumerate(sorted(changes.items()))
        ],
    )
