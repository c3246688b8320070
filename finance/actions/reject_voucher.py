"""A second person sends a voucher back, with the reason."""

from dataclasses import dataclass

from finance.actions.draft_voucher import voucher_id, voucher_of
from finance.records.vouchers import VoucherState
from finance.rules.errors import RuleError
from finance.rules.permissions import four_eyes
from finance.runtime import audit
from finance.runtime.context import Context


class ReasonWanted(RuleError):
    """Nothing is sent back or undone without a reason."""

    code = "reason.wanted"
    vi = "Phải ghi rõ lý do."
    en = "A reason is required."


@dataclass(frozen=True, slots=True)
class RejectVoucher:
    """Which voucher, and why."""

    unit: str
    seq: int
    reason: str


def reject_voucher(ctx: Context, request: RejectVoucher) -> None:
    """Send a submitted voucher back to its maker, who may change and submit it again.

    Raises   ReasonWanted, SamePerson, UnknownVoucher, VoucherNotThere, PermissionRefused.
    """
    if not request.reason.strip():
        raise ReasonWanted
    with ctx.database.writing() as session:
        ctx.require(session, "voucher.approve", request.unit)
        row = voucher_of(session, request.unit, request.seq, VoucherState.SUBMITTED)
        four_eyes(row.maker, ctx.actor.name)
        row.state, row.checker = VoucherState.REJECTED.value, ctx.actor.name
        row.reason, row.changed_at_us = request.reason.strip(), ctx.clock.now_us()
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "reject_voucher",
            request.unit,
            voucher_id(row),
            {"reason": row.reason},
        )
        session.commit()
