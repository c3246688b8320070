"""The maker hands a voucher to the second person."""

from dataclasses import dataclass

from finance.actions.draft_voucher import voucher_id, voucher_lines, voucher_of
from finance.records.vouchers import VoucherState
from finance.runtime import audit
from finance.runtime.context import Context
from ledger.entries import Side, total
from ledger.errors import Unbalanced


@dataclass(frozen=True, slots=True)
class SubmitVoucher:
    """Which voucher."""

    unit: str
    seq: int


def submit_voucher(ctx: Context, request: SubmitVoucher) -> None:
    """Submit a draft; from here on it must balance and no longer changes.

    Raises   UnknownVoucher, VoucherNotThere, Unbalanced, PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "voucher.submit", request.unit)
        row = voucher_of(session, request.unit, request.seq, VoucherState.DRAFT)
        lines = voucher_lines(session, row)
        owed, given = total(lines, Side.DEBIT), total(lines, Side.CREDIT)
        if owed != given or not owed:
            raise Unbalanced(debit=owed, credit=given)
        row.state = VoucherState.SUBMITTED.value  # its maker stays who wrote it
        row.changed_at_us = ctx.clock.now_us()
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
