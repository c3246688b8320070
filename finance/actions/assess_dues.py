"""Assess the members' dues of a month in one grassroots unit."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from finance.records.dues import DuesRow
from finance.records.runs import next_numbers, take_turn
from finance.rules.dues import DuesFact, MemberMonth, dues_of
from finance.rules.dues_posting import assessed
from finance.rules.errors import RuleError
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from finance.runtime.parameters import law
from ledger import book
from ledger.entries import Draft
from ledger.periods import Period
from ledger.store import reads

JOURNAL: Final = "AS"


class AssessedBefore(RuleError):
    """A member's dues of a month are known with another amount."""

    code = "dues.assessed_before"
    vi = "Đoàn phí tháng {period} của {member_no} đã tính là {amount} đồng."
    en = "The dues of {member_no} for {period} were assessed at {amount} đồng."


@dataclass(frozen=True, slots=True)
class AssessDues:
    """Whose dues, for which month, booked when; members by number."""

    unit: str
    period: Period
    on: dt.date
    members: Mapping[str, MemberMonth]


def assess_dues(ctx: Context, request: AssessDues) -> int:
    """Compute and keep each member's dues; post one entry for the unit.

    Returns  what was newly assessed, in đồng; members known with the same amount add nothing.
    Raises   AssessedBefore, PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "levy.assess", request.unit)
        take_turn(session)
        widen(session)
        facts = {number: dues_of(month, law()) for number, month in request.members.items()}
        new = _new(session, request, facts)
        amount = sum(fact.amount_vnd for fact in new.values())
        if new:
            session.execute(
                insert(DuesRow), [_values(request, number, fact) for number, fact in new.items()]
            )
        if amount:
            _post(session, ctx, request, amount)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "assess_dues",
            request.unit,
            request.period,
            {"members": len(new), "amount_vnd": amount},
        )
        session.commit()
    return amount


def _new(
    session: Session, request: AssessDues, facts: Mapping[str, DuesFact]
) -> dict[str, DuesFact]:
    known = {
        row.member_no: row.amount_vnd
        for row in session.scalars(
            select(DuesRow).where(
                DuesRow.unit_code == request.unit, DuesRow.period == request.period
            )
        )
    }
    for number, fact in facts.items():
        if known.get(number, fact.amount_vnd) != fact.amount_vnd:
            raise AssessedBefore(period=request.period, member_no=number, amount=known[number])
    return {number: fact for number, fact in facts.items() if number not in known}


def _values(request: AssessDues, number: str, fact: DuesFact) -> dict[str, object]:
    return {
        "unit_code": request.unit,
        "member_no": number,
        "period": request.period,
        "dues_group": fact.month.group.value,
        "wage_base_vnd": 0 if fact.month.wage_vnd is None else fact.month.wage_vnd,
        "amount_vnd": fact.amount_vnd,
        "paid_vnd": 0,
    }


def _post(session: Session, ctx: Context, request: AssessDues, amount: int) -> None:
    number = next_numbers(session, request.unit, "dues_assessment", 1)
    draft = Draft(
        book=request.unit,
        journal=JOURNAL,
        accounting_on=reads.first_open_day(session, [request.unit], request.on, ctx.clock.now_us()),
        document_on=request.on,
        text=f"Đoàn phí phải thu tháng {request.period}",
        source="dues.assess",
        key=f"{request.unit}:{request.period}:{number}",
        lines=tuple(assessed(amount)),
        actor=ctx.actor.name,
    )
    book.post(session, ctx.clock.now_us(), [draft])
