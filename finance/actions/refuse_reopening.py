"""Refuse a request to reopen a month, or withdraw one's own; with the reason."""

from dataclasses import dataclass

from finance.actions.ask_reversal import ReasonWanted
from finance.actions.grant_reopening import waiting_request
from finance.records.reopenings import ReopeningState
from finance.runtime import audit
from finance.runtime.context import Context
from ledger.periods import Period


@dataclass(frozen=True, slots=True)
class RefuseReopening:
    """Which unit's month, and why not."""

    unit: str
    period: Period
    reason: str


def refuse_reopening(ctx: Context, request: RefuseReopening) -> ReopeningState:
    """Take the request off the table: who asked withdraws it, another person refuses it.

    Returns  what became of it.
    Raises   ReasonWanted, NoReopening, PermissionRefused.
    """
    reason = request.reason.strip()[:1_000]
    if not reason:
        raise ReasonWanted
    with ctx.database.writing() as session:
        ctx.require(session, "period.reopen.ask", request.unit)
        row = waiting_request(session, request.unit, request.period)
        if row.asked_by.casefold() == ctx.actor.name.casefold():
            state = ReopeningState.WITHDRAWN
        else:
            ctx.require(session, "period.reopen.grant", request.unit)
            state = ReopeningState.REFUSED
        row.state, row.decided_by, row.decision = state.value, ctx.actor.name, reason
        row.decided_at_us = ctx.clock.now_us()
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "refuse_reopening",
            request.unit,
            request.period,
            {"state": state.value, "reason": reason, "asked_by": row.asked_by},
        )
        session.commit()
        return state
