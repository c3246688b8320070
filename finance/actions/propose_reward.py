"""Propose a reward to somebody outside the union: its voucher waits for a second person."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from finance.actions.draft_voucher import DraftVoucher, keep_draft
from finance.records.cases import UnknownCase, case_of
from finance.records.rewards import RewardRow, rewards_in_year
from finance.records.runs import next_numbers, take_turn
from finance.records.vouchers import VoucherState, change, voucher_id
from finance.rules.errors import RuleError
from finance.rules.loss_told import written
from finance.rules.rewards import Recipient, Reward, check_reward, identity_of
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from finance.runtime.parameters import law
from ledger.entries import credit, debit
from ledger.errors import Fact
from ledger.money import Vnd

SPENT_ON: Final = "611"
LONGEST_IDENTITY: Final = 40
_NUMBER: Final = re.compile(r"[0-9]{1,18}", re.ASCII)


class RewardUnclear(RuleError):
    """A reward names whom, by which number, how much and for what."""

    code = "reward.wrong_form"
    vi = "Đề nghị hỗ trợ phải ghi người nhận, số định danh, số tiền và lý do."
    en = "A reward names the recipient, their number, an amount and the reason."


@dataclass(frozen=True, slots=True)
class ProposeReward:
    """Whom, how much and for what, and where the money is to come from."""

    unit: str
    recipient: Recipient
    name: str
    identity: str  # citizen number, tax code or decision number: it counts the times of a year
    amount_vnd: Vnd
    on: dt.date
    reason: str
    outside: bool  # that the recipient stands outside the union, as whoever proposes it says
    case_no: str = ""  # UNIT/C/SEQ of the case they helped in
    account: str = "112"
    fund: str = "levy"
    item: str = "37"


def propose_reward(ctx: Context, request: ProposeReward) -> int:
    """Hold a reward to the decree and hand its voucher in; another person approves and posts it.

    Returns  the reward's number within the unit.
    Raises   RewardUnclear, WrongIdentity, UnknownCase, InsideTheUnion, RewardTooLarge,
             RewardedTooOften, PermissionRefused; what `draft_voucher` raises; NoRuleInForce
             before the decree.
    Source   `nd_105_2026` (Điều 17)
    """
    whole = request.name and request.reason and 0 < len(request.identity) <= LONGEST_IDENTITY
    if not whole or request.amount_vnd <= 0:
        raise RewardUnclear
    identity = identity_of(request.recipient, request.identity)
    with ctx.database.writing() as session:
        take_turn(session)
        ctx.require(session, "reward.propose", request.unit)
        ctx.require(session, "voucher.submit", request.unit)
        widen(session)
        _check_case(session, request.case_no)
        before = rewards_in_year(session, identity, request.on.year)
        reward = Reward(
            request.recipient,
            request.name,
            request.amount_vnd,
            request.on,
            request.outside,
            before,
        )
        used = check_reward(reward, law())
        voucher = keep_draft(session, ctx, _voucher(request))
        voucher.state = VoucherState.SUBMITTED.value
        change(voucher, ctx.clock.now_us())
        row = RewardRow(
            unit_code=request.unit,
            seq=next_numbers(session, request.unit, "reward", 1),
            recipient=request.recipient.value,
            name=request.name,
            identity=identity,
            amount_vnd=request.amount_vnd,
            reason=request.reason,
            case_no=request.case_no,
            proposed_on=request.on,
            proposed_by=ctx.actor.name,
            voucher_seq=voucher.seq,
            used=written({one.key: [one.from_date.isoformat(), one.value] for one in used}),
        )
        session.add(row)
        details: dict[str, Fact] = {
            "voucher": voucher_id(voucher),
            "amount_vnd": int(row.amount_vnd),
        }
        subject = f"{row.unit_code}/T/{row.seq}"
        audit.write(
            session, ctx.clock, ctx.actor, "propose_reward", row.unit_code, subject, details
        )
        session.commit()
        return row.seq


def _check_case(session: Session, case_no: str) -> None:
    """Hold the case that is named, if one is, to those there are."""
    unit, _, seq = case_no.rpartition("/C/")
    if case_no and not (_NUMBER.fullmatch(seq) and case_of(session, unit, int(seq))):
        raise UnknownCase(case=case_no)


def _voucher(request: ProposeReward) -> DraftVoucher:
    amount = int(request.amount_vnd)
    return DraftVoucher(
        request.unit,
        request.on,
        request.on,
        f"Hỗ trợ, động viên {request.name}: {request.reason}"[:1000],
        (
            debit(SPENT_ON, amount, fund=request.fund, item=request.item),
            credit(request.account, amount),
        ),
    )
