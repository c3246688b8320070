"""The maker hands a voucher to the second person."""

from dataclasses import dataclass

from finance.actions.draft_voucher import hold_to_seen
from finance.records.rewards import reward_paid_by
from finance.records.vouchers import (
    VoucherState,
    add_maker,
    change,
    voucher_id,
    voucher_lines,
    voucher_of,
)
from finance.rules.errors import RuleError
from finance.runtime import audit
from finance.runtime.context import Context
from ledger.entries import Side, total
from ledger.errors import Unbalanced


class NotTheReward(RuleError):
    """The voucher of a reward pays what was proposed, no more and no less."""

    code = "voucher.not_the_reward"
    vi = "Chứng từ {voucher} chi hỗ trợ {amount} đồng đã đề nghị: không trình số khác được."
    en = "Voucher {voucher} pays a reward of {amount} đồng: no other amount can be handed in."


@dataclass(frozen=True, slots=True)
class SubmitVoucher:
    """Which voucher; `seen` is when it was last changed, as the person has seen it."""

    unit: str
    seq: int
    seen: int | None = None


def submit_voucher(ctx: Context, request: SubmitVoucher) -> None:
    """Submit a draft; from here on it must balance and no longer changes.

    Who hands it in has a hand in it, beside those who wrote it.
    Raises   UnknownVoucher, VoucherNotThere, VoucherChanged, Unbalanced, NotTheReward,
             PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "voucher.submit", request.unit)
        row = voucher_of(session, request.unit, request.seq, VoucherState.DRAFT)
        hold_to_seen(row, request.seen)
        lines = voucher_lines(session, row)
        owed, given = total(lines, Side.DEBIT), total(lines, Side.CREDIT)
        if owed != given or not owed:
            raise Unbalanced(debit=owed, credit=given)
        reward = reward_paid_by(session, request.unit, request.seq)
        if reward is not None and owed != reward.amount_vnd:
            raise NotTheReward(voucher=voucher_id(row), amount=reward.amount_vnd)
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
