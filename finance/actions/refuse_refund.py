"""A second person refuses a refund, with the reason."""

from dataclasses import dataclass
from typing import Final

from finance.actions.ask_reversal import ReasonWanted
from finance.records.refunds import RefundState, refund_waiting
from finance.runtime import audit
from finance.runtime.context import Context

_LONGEST: Final = 1_000


@dataclass(frozen=True, slots=True)
class RefuseRefund:
    """Which refund of a unit, and why not."""

    unit: str
    seq: int
    reason: str


def refuse_refund(ctx: Context, request: RefuseRefund) -> str:
    """Let a refund that waits be refused; nothing was posted, so nothing is undone.

    Returns  its public id.
    Raises   ReasonWanted, UnknownRefund, RefundDecided, PermissionRefused.
    """
    reason = request.reason.strip()[:_LONGEST]
    if not reason:
        raise ReasonWanted
    with ctx.database.writing() as session:
        ctx.require(session, "refund.approve", request.unit)
        row = refund_waiting(session, request.unit, request.seq)
        row.state, row.checker = RefundState.REFUSED.value, ctx.actor.name
        row.decided_at_us, row.decision = ctx.clock.now_us(), reason
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "refuse_refund",
            row.unit_code,
            row.public_id,
            {"maker": row.maker, "reason": reason},
        )
        session.commit()
        return row.public_id
