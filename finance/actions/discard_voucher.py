"""Throw a draft away; its number stays, with who did it and when."""

from dataclasses import dataclass

from finance.actions.draft_voucher import hold_to_seen
from finance.records.vouchers import VoucherState, change, voucher_id, voucher_of
from finance.runtime import audit
from finance.runtime.context import Context


@dataclass(frozen=True, slots=True)
class DiscardVoucher:
    """Which voucher; `seen` is when it was last changed, as the person has seen it."""

    unit: str
    seq: int
    seen: int | None = None


def discard_voucher(ctx: Context, request: DiscardVoucher) -> None:
    """Discard a draft, or a voucher that was sent back, for ever.

    Raises   UnknownVoucher, VoucherNotThere, VoucherChanged, PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "voucher.draft", request.unit)
        row = voucher_of(
            session, request.unit, request.seq, VoucherState.DRAFT, VoucherState.REJECTED
        )
        hold_to_seen(row, request.seen)
        row.state, row.discarded_by = VoucherState.DISCARDED.value, ctx.actor.name
        change(row, ctx.clock.now_us())
        audit.write(
            session, ctx.clock, ctx.actor, "discard_voucher", request.unit, voucher_id(row), {}
        )
        session.commit()
