"""The maker hands a voucher to the second person."""

from dataclasses import dataclass

from finance.actions.draft_voucher import hold_to_seen
from finance.records.vouchers import (
    VoucherState,
    add_maker,
    change,
    voucher_id,
    voucher_lines,
    voucher_of,
)
from finance.runtime import audit
from finance.runtime.context import Context
from ledger.entries import Side, total
from ledger.errors import Unbalanced


@dataclass(frozen=True, slots=True)
class SubmitVoucher:
    """Which voucher; `seen` is when it was last changed, as the person has seen it."""

    unit: str
    seq: int
    seen: int | None = None


def submit_voucher(ctx: Context, request: SubmitVoucher) -> None:
    """Submit a draft; from here on it must balance and no longer changes.

    Who hands it in has a hand in it, beside those who wrote it.
    Raises   UnknownVoucher, VoucherNotThere, VoucherChanged, Unbalanced, PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "voucher.submit", request.unit)
        row = voucher_of(session, request.unit, request.seq, VoucherState.DRAFT)
        hold_to_seen(row, request.seen)
        lines = voucher_lines(session, row)
        owed, given = total(lines, Side.DEBIT), total(lines, Side.CREDIT)
        if owed != given or not owed:
            raise Unbalanced(debit=owed, credit=given)
        add_maker(session, row, ctx.actor.name)
        row.state = VoucherState.SUBMITTED.value  # its maker stays who wrote it
        change(row, ctx.clock.now_us())
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "submit_voucher",
            request.unit,
            voucher_id(row),
            {"amount_vnd": owed},
        )
        session.commit()
