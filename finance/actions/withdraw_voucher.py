"""A maker takes a submitted voucher back before anybody has decided on it."""

from dataclasses import dataclass

from finance.actions.draft_voucher import hold_to_seen
from finance.records.vouchers import VoucherState, change, makers_of, voucher_id, voucher_of
from finance.rules.vouchers import NotYours
from finance.runtime import audit
from finance.runtime.context import Context


@dataclass(frozen=True, slots=True)
class WithdrawVoucher:
    """Which voucher; `seen` is when it was last changed, as the person has seen it."""

    unit: str
    seq: int
    seen: int | None = None


def withdraw_voucher(ctx: Context, request: WithdrawVoucher) -> None:
    """Make a draft of a submitted voucher again, by one of those who made it.

    Everyone else sends it back with a reason. A reversal taken back is a draft that may be
    submitted again or discarded, never changed.
    Raises   UnknownVoucher, VoucherNotThere, VoucherChanged, NotYours, PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "voucher.submit", request.unit)
        row = voucher_of(session, request.unit, request.seq, VoucherState.SUBMITTED)
        hold_to_seen(row, request.seen)
        if ctx.actor.name.casefold() not in {name.casefold() for name in makers_of(session, row)}:
            raise NotYours(voucher=voucher_id(row))
        row.state = VoucherState.DRAFT.value
        change(row, ctx.clock.now_us())
        audit.write(
            session, ctx.clock, ctx.actor, "withdraw_voucher", request.unit, voucher_id(row), {}
        )
        session.commit()
