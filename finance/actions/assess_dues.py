"""Assess the members' dues of a month in one grassroots unit."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from finance.records.dues import DuesRow
from finance.records.dues_basis import Basis, basis
from finance.records.runs import next_numbers, take_turn
from finance.rules.dues import DuesFact, DuesGroup, DuesRule, MemberMonth, dues_of
from finance.rules.dues_posting import assessed, assessment_key
from finance.rules.errors import RuleError
from finance.rules.posting_sources import DUES_ASSESSMENT
from finance.rules.rates import Used
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from finance.runtime.parameters import law
from ledger import book
from ledger.entries import Draft
from ledger.money import ZERO
from ledger.periods import Period, period_of
from ledger.store import reads

JOURNAL: Final = "AS"


class PaidMore(RuleError):
    """A member has paid more for a month than is owed for it now."""

    code = "dues.paid_more"
    vi = "{member_no} đã đóng {paid} đồng cho tháng {period}; số tính lại chỉ là {amount} đồng."
    en = "{member_no} has paid {paid} đồng for {period}; computed anew it is only {amount} đồng."


class MonthNotBegun(RuleError):
    """Nobody owes dues for a month to come: no payroll can tell what they will be."""

    code = "dues.month_not_begun"
    vi = "Tháng {period} chưa đến: chưa tính đoàn phí phải đóng."
    en = "{period} has not begun: no dues are owed for it yet."


@dataclass(frozen=True, slots=True)
class AssessDues:
    """Which unit's dues, for which month, booked when.

    `members` by number are those named; None: everybody, by the register and the payroll.
    """

    unit: str
    period: Period
    on: dt.date
    members: Mapping[str, MemberMonth] | None = None


@dataclass(slots=True)
class DuesAssessed:
    """What came of it: members newly assessed or changed, and by how much in all (đồng).

    `refused` are those whose amount may not change; the other two lists name members whose dues
    cannot be computed.
    """

    unit: str
    members: int = 0
    raised: int = 0
    lowered: int = 0
    change_vnd: int = 0
    without_payroll: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    refused: list[PaidMore] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether anything is other than before."""
        return bool(self.members or self.raised or self.lowered)


def assess_dues(ctx: Context, request: AssessDues) -> DuesAssessed:
    """Compute and keep each member's dues; post what changed, in one entry for the unit.

    Returns  what came of it; told the same again, nothing changes. An amount follows a corrected
             payroll or register, up and down, but never below what is paid: that member is
             refused, and the others go on.
    Raises   MonthNotBegun, PermissionRefused; NoWageBase, NoRuleInForce for a month nothing is on
             record for.
    """
    if request.period > period_of(ctx.today):
        raise MonthNotBegun(period=request.period)
    with ctx.database.writing() as session:
        ctx.require(session, "levy.assess", request.unit)
        take_turn(session)
        widen(session)
        known = _known(session, request)
        if request.members is None:
            found = basis(session, request.unit, request.period)
            facts = _gone(known, found, request.period)
        else:
            found, facts = Basis(dict(request.members)), {}
        facts.update({number: dues_of(month, law()) for number, month in found.months.items()})
        done = DuesAssessed(
            request.unit, without_payroll=found.without_payroll, unclear=found.unclear
        )
        _keep(session, request, known, facts, done)
        if done.change_vnd:
            _post(session, ctx, request, done.change_vnd)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "assess_dues",
            request.unit,
            request.period,
            {"members": done.members, "amount_vnd": done.change_vnd},
        )
        session.commit()
    return done


def _known(session: Session, request: AssessDues) -> dict[str, DuesRow]:
    rows = session.scalars(
        select(DuesRow).where(DuesRow.unit_code == request.unit, DuesRow.period == request.period)
    )
    return {row.member_no: row for row in rows}


def _gone(known: Mapping[str, DuesRow], found: Basis, period: Period) -> dict[str, DuesFact]:
    """Nothing is owed by those who were assessed once and are no members in that month."""
    there = {*found.months, *found.without_payroll, *found.unclear}
    gone: dict[str, DuesFact] = {}
    for number, row in known.items():
        if number not in there:
            month = MemberMonth(period, DuesGroup(row.dues_group))
            gone[number] = DuesFact(month, ZERO, DuesRule.NOT_A_MEMBER, ())
    return gone


def _keep(
    session: Session,
    request: AssessDues,
    known: Mapping[str, DuesRow],
    facts: Mapping[str, DuesFact],
    done: DuesAssessed,
) -> None:
    new: list[dict[str, object]] = []
    for number, fact in facts.items():
        values, row = _values(fact), known.get(number)
        if row is None:
            key = {"unit_code": request.unit, "member_no": number, "period": request.period}
            new.append({**key, **values, "paid_vnd": 0})
            done.members += 1
            done.change_vnd += fact.amount_vnd
        elif fact.amount_vnd < row.paid_vnd:
            told = {"member_no": number, "period": str(request.period)}
            done.refused.append(PaidMore(**told, paid=row.paid_vnd, amount=fact.amount_vnd))
        else:
            _change(row, values, fact, done)
    if new:
        session.execute(insert(DuesRow), new)


def _change(row: DuesRow, values: Mapping[str, object], fact: DuesFact, done: DuesAssessed) -> None:
    change = fact.amount_vnd - row.amount_vnd
    if not change and row.extra_vnd == fact.extra_vnd and row.rule == fact.rule:
        return  # the wage moved within what the rule holds at one amount, or nothing did
    done.raised += change > 0
    done.lowered += change < 0
    done.change_vnd += change
    for name, value in values.items():
        setattr(row, name, value)


def _values(fact: DuesFact) -> dict[str, object]:
    return {
        "dues_group": fact.month.group.value,
        "wage_base_vnd": 0 if fact.month.wage_vnd is None else fact.month.wage_vnd,
        "amount_vnd": fact.amount_vnd,
        "extra_vnd": fact.extra_vnd,
        "rule": fact.rule.value,
        "used": json.dumps([_told(one) for one in fact.used]),
    }


def _told(used: Used) -> dict[str, str]:
    return {"key": used.key, "from": used.from_date.isoformat(), "value": used.value}


def _post(session: Session, ctx: Context, request: AssessDues, amount: int) -> None:
    number = next_numbers(session, request.unit, "dues_assessment", 1)
    draft = Draft(
        book=request.unit,
        journal=JOURNAL,
        accounting_on=reads.first_open_day(session, [request.unit], request.on, ctx.clock.now_us()),
        document_on=request.on,
        text=f"Đoàn phí phải thu tháng {request.period}",
        source=DUES_ASSESSMENT,
        key=assessment_key(request.unit, request.period, number),
        lines=tuple(assessed(amount)),
        actor=ctx.actor.name,
    )
    book.post(session, ctx.clock.now_us(), [draft])
