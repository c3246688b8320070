"""A second person sends a voucher back, with the reason."""

from dataclasses import dataclass

from finance.actions.approve_voucher import ApproveVoucher, deciding
from finance.actions.ask_reversal import ReasonWanted
from finance.records.vouchers import VoucherState
from finance.runtime.context import Context


@dataclass(frozen=True, slots=True)
class RejectVoucher:
    """Which voucher, and why; `seen` is when it was last changed, as the person has seen it."""

    unit: str
    seq: int
    reason: str
    seen: int | None = None


def reject_voucher(ctx: Context, request: RejectVoucher) -> None:
    """Send a submitted voucher back to its maker, who may change and submit it again.

    A reversal that is sent back leaves its entry standing; it may be asked for anew.
    Raises   ReasonWanted, SamePerson, UnknownVoucher, VoucherNotThere, VoucherChanged,
             PermissionRefused.
    """
    if not request.reason.strip():
        raise ReasonWanted
    with ctx.database.writing() as session:
        decision = deciding(session, ctx, ApproveVoucher(request.unit, request.seq, request.seen))
        said = {"reason": request.reason.strip()}
        told = decision.told(ctx, VoucherState.REJECTED, "reject_voucher", said, **said)
        decision.reader.tell(told)
        session.commit()
