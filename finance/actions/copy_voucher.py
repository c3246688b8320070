"""Write a voucher again: the same lines in a new draft, dated today."""

from dataclasses import dataclass

from finance.actions.draft_voucher import DraftVoucher, keep_draft
from finance.records.vouchers import VoucherState, voucher_id, voucher_lines, voucher_of
from finance.runtime import audit
from finance.runtime.context import Context


@dataclass(frozen=True, slots=True)
class CopyVoucher:
    """Which voucher."""

    unit: str
    seq: int


def copy_voucher(ctx: Context, request: CopyVoucher) -> int:
    """Copy a voucher in whatever state; its papers stay where they are.

    Returns  the number of the new draft.
    Raises   UnknownVoucher, PermissionRefused, and what draft_voucher raises for a line that the
             book would no longer take.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "voucher.draft", request.unit)
        row = voucher_of(session, request.unit, request.seq, *VoucherState)
        lines = voucher_lines(session, row)
        wish = DraftVoucher(request.unit, ctx.today, ctx.today, row.text, lines)
        made = keep_draft(session, ctx, wish)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "copy_voucher",
            request.unit,
            voucher_id(made),
            {"from": voucher_id(row)},
        )
        session.commit()
        return made.seq
