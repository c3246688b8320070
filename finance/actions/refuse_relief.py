"""Refuse an application for relief, in writing and with the reason."""

import datetime as dt
from dataclasses import dataclass

from finance.actions.add_relief_papers import waiting_application
from finance.records.relief_applications import (
    ApplicationState,
    application_named,
    makers_of,
)
from finance.rules.relief_cases import DayAhead, DecisionWanted, ReasonOfRefusalWanted
from finance.runtime import audit
from finance.runtime.context import Context, PermissionRefused
from finance.runtime.parameters import permissions

LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class RefuseRelief:
    """Which application (its unit and number), by which written answer of which day, and why."""

    unit: str
    seq: int
    decision: str
    decided_on: dt.date
    reason: str


def refuse_relief(ctx: Context, request: RefuseRelief) -> bool:
    """Refuse it: the employer owes as before.

    Returns  False when it was refused by the same answer before.
    Raises   DecisionWanted, ReasonOfRefusalWanted, DayAhead, UnknownApplication,
             ApplicationDecided, SamePerson, PermissionRefused.
    """
    decision, reason = request.decision.strip(), request.reason.strip()[:LONGEST]
    if not decision:
        raise DecisionWanted
    if not reason:
        raise ReasonOfRefusalWanted
    if request.decided_on > ctx.today:
        raise DayAhead(on=request.decided_on.isoformat())
    with ctx.database.writing() as session:
        ctx.require(session, "relief.decide", request.unit)
        if ctx.actor.is_system:  # a person answers what a person asked
            raise PermissionRefused(actor=ctx.actor.name, act="relief.decide", unit=request.unit)
        there = application_named(session, request.unit, request.seq)
        if there is not None and (there.state, there.decision, there.decided_on, there.reason) == (
            ApplicationState.REFUSED,
            decision,
            request.decided_on,
            reason,
        ):
            return False
        row = waiting_application(session, request.unit, request.seq)
        permissions().check_second("relief.decide", makers_of(session, row), ctx.actor.name, 0)
        row.state = ApplicationState.REFUSED.value
        row.decision, row.decided_on = decision[:200], request.decided_on
        row.decided_by, row.reason = ctx.actor.name, reason
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "refuse_relief",
            request.unit,
            row.public_id,
            {"tax_code": row.tax_code, "decision": decision, "reason": reason},
        )
        session.commit()
        return True
