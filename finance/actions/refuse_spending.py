"""A second person refuses what a debit row is said to have paid, with the reason."""

from typing import Final

from finance.actions.ask_reversal import ReasonWanted
from finance.records.debits import ClearingState, clearing_waiting
from finance.runtime import audit
from finance.runtime.context import Context

_LONGEST: Final = 1_000


def refuse_spending(ctx: Context, clearing: str, reason: str) -> str:
    """Let it be refused; nothing was posted, so the row waits as before.

    Returns  its public id.
    Raises   ReasonWanted, UnknownClearing, ClearingDecided, PermissionRefused.
    """
    said = reason.strip()[:_LONGEST]
    if not said:
        raise ReasonWanted
    with ctx.database.writing() as session:
        row = clearing_waiting(session, clearing)
        ctx.require(session, "debit.approve", row.unit_code)
        row.state, row.checker = ClearingState.REFUSED.value, ctx.actor.name
        row.decided_at_us, row.decision = ctx.clock.now_us(), said
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "refuse_spending",
            row.unit_code,
            row.public_id,
            {"maker": row.maker, "debit": row.debit, "reason": said},
        )
        session.commit()
        return row.public_id
