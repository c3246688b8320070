"""Propose a reward to somebody outside the union: its voucher waits for a second person."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy.orm import Session

from finance.actions.draft_voucher import DraftVoucher, keep_draft
from finance.records.cases import UnknownCase, case_of
from finance.records.rewards import RewardRow, reward_of_key, rewards_in_year
from finance.records.runs import next_numbers, take_turn
from finance.records.vouchers import VoucherState, change, voucher_id
from finance.rules.errors import RuleError
from finance.rules.loss_told import written
from finance.rules.rates import Used
from finance.rules.rewards import Recipient, Reward, check_reward, identity_of
from finance.rules.texts import TextField, one_line
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from finance.runtime.parameters import law
from ledger.entries import credit, debit
from ledger.errors import Fact
from ledger.money import Vnd

SPENT_ON: Final = "611"
_NUMBER: Final = re.compile(r"[0-9]{1,18}", re.ASCII)
_TEXTS: Final = (
    TextField("name", "Người nhận", "Recipient", 300),
    TextField("identity", "Số định danh", "Number", 40),
    TextField("case_no", "Hồ sơ", "Case", 80),
    TextField("reason", "Lý do", "Reason", 900),
    TextField("key", "Khóa", "Key", 80),
)
_SAME: Final = ("recipient", "name", "identity", "amount_vnd", "reason", "case_no")


class RewardUnclear(RuleError):
    """A reward names whom, by which number, how much and for what."""

    code = "reward.wrong_form"
    vi = "Đề nghị hỗ trợ phải ghi người nhận, số định danh, số tiền, lý do và khóa."
    en = "A reward names the recipient, their number, an amount, the reason and a key."


class RewardKeyUsed(RuleError):
    """A key stands for one proposal: with other words under it, one of the two is a mistake."""

    code = "reward.key_used"
    vi = "Khóa {key} đã dùng cho đề nghị {reward}, có nội dung khác."
    en = "The key {key} stands for the proposal {reward} already, which says something else."


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
    key: str  # the proposer's own word for this proposal: it is made once
    case_no: str = ""  # UNIT/C/SEQ of the case they helped in
    account: str = "112"
    fund: str = "levy"
    item: str = "37"


@dataclass(frozen=True, slots=True)
class RewardProposed:
    """The reward's number within the unit, and whether it was proposed now."""

    seq: int
    fresh: bool


def propose_reward(ctx: Context, request: ProposeReward) -> RewardProposed:
    """Hold a reward to the decree and hand its voucher in; another person approves and posts it.

    The same proposal under the same key, on any later day, is the one that was made.
    Raises   RewardUnclear, WrongIdentity, UnknownCase, RewardKeyUsed, InsideTheUnion,
             RewardTooLarge, RewardedTooOften, UnfitText, PermissionRefused; what `draft_voucher`
             raises; NoRuleInForce before the decree.
    Source   `nd_105_2026` (Điều 17)
    """
    request = _tidy(request)
    with ctx.database.writing() as session:
        take_turn(session)
        ctx.require(session, "reward.propose", request.unit)
        ctx.require(session, "voucher.submit", request.unit)
        widen(session)
        held = reward_of_key(session, request.unit, request.key)
        if held is not None:
            _check_same(held, request)
            return RewardProposed(held.seq, fresh=False)
        _check_case(session, request.case_no)
        before = rewards_in_year(session, request.identity, request.on.year)
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
        row = _row(session, ctx, request, voucher.seq, used)
        details: dict[str, Fact] = {
            "voucher": voucher_id(voucher),
            "amount_vnd": int(row.amount_vnd),
            "key": request.key,
        }
        audit.write(
            session, ctx.clock, ctx.actor, "propose_reward", row.unit_code, row.public_id, details
        )
        session.commit()
        return RewardProposed(row.seq, fresh=True)


def _tidy(request: ProposeReward) -> ProposeReward:
    texts: dict[str, Any] = {
        field.place: one_line(getattr(request, field.place), field) for field in _TEXTS
    }
    wanted = all(text for place, text in texts.items() if place != "case_no")
    if not wanted or request.amount_vnd <= 0:
        raise RewardUnclear
    texts |= {"identity": identity_of(request.recipient, texts["identity"])}
    return replace(request, **texts)


def _check_same(held: RewardRow, request: ProposeReward) -> None:
    if any(getattr(held, name) != getattr(request, name) for name in _SAME):
        raise RewardKeyUsed(key=request.key, reward=held.public_id)


def _row(
    session: Session,
    ctx: Context,
    request: ProposeReward,
    voucher_seq: int,
    used: Sequence[Used],
) -> RewardRow:
    row = RewardRow(
        unit_code=request.unit,
        seq=next_numbers(session, request.unit, "reward", 1),
        recipient=request.recipient.value,
        name=request.name,
        identity=request.identity,
        amount_vnd=request.amount_vnd,
        reason=request.reason,
        case_no=request.case_no,
        proposed_on=request.on,
        proposed_by=ctx.actor.name,
        voucher_seq=voucher_seq,
        used=written({one.key: [one.from_date.isoformat(), one.value] for one in used}),
        key=request.key,
    )
    session.add(row)
    return row


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
