"""A reward to those outside the union is a voucher with a ceiling; two people stand behind it."""

import datetime as dt
from dataclasses import replace

import pytest

from finance.actions.approve_voucher import ApproveVoucher, approve_voucher
from finance.actions.discard_voucher import DiscardVoucher, discard_voucher
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.propose_reward import (
    ProposeReward,
    RewardKeyUsed,
    RewardProposed,
    RewardUnclear,
    propose_reward,
)
from finance.actions.reject_voucher import RejectVoucher, reject_voucher
from finance.actions.submit_voucher import NotTheReward, SubmitVoucher, submit_voucher
from finance.records.cases import UnknownCase
from finance.records.rewards import HeldReward, rewards
from finance.rules.permissions import SamePerson
from finance.rules.rewards import (
    InsideTheUnion,
    Recipient,
    RewardedTooOften,
    RewardTooLarge,
    WrongIdentity,
)
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.entries import credit, debit
from ledger.errors import UnfitText
from ledger.money import Vnd
from tests.casework import ACCOUNTANT, COLLECTOR
from tests.federation import APPROVER, Federation, federation

DAY = dt.date(2026, 7, 15)
WISH = ProposeReward(
    unit="LDA",
    recipient=Recipient.COLLECTIVE,
    name="Đội thuế phường 1",
    identity="0100000001",
    amount_vnd=Vnd(37_950_000),
    on=DAY,
    reason="Phối hợp đôn đốc thu kinh phí công đoàn",
    outside=True,
    key="TTr-12",
)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation on a day of July."""
    return federation(database)


def _propose(fed: Federation, wish: ProposeReward = WISH, actor: Actor = ACCOUNTANT) -> int:
    return propose_reward(fed.ctx(DAY, actor), wish).seq


def _held(fed: Federation) -> list[HeldReward]:
    with fed.database.reading() as session:
        return rewards(session, ["LDA"])


def test_a_reward_is_posted_when_a_second_person_approves_it(fed: Federation) -> None:
    """Whoever proposed it cannot; approved, it is spending of the levy fund."""
    assert _propose(fed) == 1
    [held] = _held(fed)
    assert (held.state, held.entry) == ("submitted", "")
    seq = held.row.voucher_seq
    both = Actor("ke", (Grant("LDA", "accountant"), Grant("LDA", "approver")))
    with pytest.raises(SamePerson):
        approve_voucher(fed.ctx(DAY, both), ApproveVoucher("LDA", seq))
    assert fed.balance("LDA", "611") == 0
    entry = approve_voucher(fed.ctx(DAY, APPROVER), ApproveVoucher("LDA", seq))
    assert fed.balance("LDA", "611") == 37_950_000
    [held] = _held(fed)
    assert (held.state, held.entry) == ("posted", entry)
    fed.assert_sound()


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"amount_vnd": Vnd(37_950_001)}, RewardTooLarge),
        (
            {
                "recipient": Recipient.PERSON,
                "amount_vnd": Vnd(7_590_001),
                "identity": "079099000001",
            },
            RewardTooLarge,
        ),
        ({"recipient": Recipient.PERSON}, WrongIdentity),
        ({"case_no": "LDA/C/999"}, UnknownCase),
        ({"case_no": "LDB"}, UnknownCase),
        ({"outside": False}, InsideTheUnion),
        ({"identity": ""}, RewardUnclear),
        ({"identity": "9" * 41}, UnfitText),
        ({"name": ""}, RewardUnclear),
        ({"reason": ""}, RewardUnclear),
        ({"amount_vnd": Vnd(0)}, RewardUnclear),
        ({"key": " "}, RewardUnclear),
        ({"reason": "x" * 901}, UnfitText),
    ],
)
def test_beyond_the_decree_nothing_is_proposed(
    fed: Federation, change: dict[str, object], refusal: type[Exception]
) -> None:
    """Above the ceiling, to somebody inside, or unclear: refused, and no voucher is left behind."""
    with pytest.raises(refusal):
        _propose(fed, replace(WISH, **change))  # type: ignore[arg-type] # any field
    assert _held(fed) == []


def test_four_times_a_year_counted_over_all_units(fed: Federation) -> None:
    """What another unit gave counts as well; a discarded one does not; the next year is new."""
    typed = ("0100000001", "0100.000.001", "0100 000 001", "0100000001.")
    for unit, identity in zip(("LDA", "LDA", "A1", "A1"), typed, strict=True):
        boss = Actor("ke", (Grant("TLD", "accountant"),))
        wish = replace(WISH, unit=unit, amount_vnd=Vnd(1_000), identity=identity, key=identity)
        _propose(fed, wish, boss)
    with pytest.raises(RewardedTooOften):
        _propose(fed)
    _propose(fed, replace(WISH, identity="0100000002", key="k5"))
    seq = _held(fed)[-1].row.voucher_seq
    reject_voucher(fed.ctx(DAY, APPROVER), RejectVoucher("LDA", seq, "Chưa đủ hồ sơ"))
    discard_voucher(fed.ctx(DAY, ACCOUNTANT), DiscardVoucher("LDA", seq))
    _propose(fed)


def test_a_voucher_sent_back_stays_the_reward(fed: Federation) -> None:
    """Its account may be put right, its amount not."""
    _propose(fed, replace(WISH, amount_vnd=Vnd(1_000)))
    seq = _held(fed)[0].row.voucher_seq
    reject_voucher(fed.ctx(DAY, APPROVER), RejectVoucher("LDA", seq, "Chi tiền mặt"))
    for amount in (2_000, 1_000):
        lines = (debit("611", amount, fund="levy", item="37"), credit("111", amount))
        draft_voucher(
            fed.ctx(DAY, ACCOUNTANT), DraftVoucher("LDA", DAY, DAY, "Chi", lines, seq=seq)
        )
        if amount != 1_000:
            with pytest.raises(NotTheReward):
                submit_voucher(fed.ctx(DAY, ACCOUNTANT), SubmitVoucher("LDA", seq))
    submit_voucher(fed.ctx(DAY, ACCOUNTANT), SubmitVoucher("LDA", seq))
    assert _held(fed)[0].state == "submitted"


def test_sent_again_it_is_the_reward_that_was_proposed(fed: Federation) -> None:
    """Under its key, on a later day, approved or not: no second voucher, and it counts once."""
    assert propose_reward(fed.ctx(DAY, ACCOUNTANT), WISH) == RewardProposed(1, fresh=True)
    [held] = _held(fed)
    approve_voucher(fed.ctx(DAY, APPROVER), ApproveVoucher("LDA", held.row.voucher_seq))
    later = fed.ctx(DAY + dt.timedelta(days=3), ACCOUNTANT)
    again = replace(WISH, on=later.today, name=f" {WISH.name}")
    assert propose_reward(later, again) == RewardProposed(1, fresh=False)
    assert len(_held(fed)) == 1
    assert fed.balance("LDA", "611") == 37_950_000
    fed.assert_sound()


@pytest.mark.parametrize(
    "change",
    [
        {"amount_vnd": Vnd(1)},
        {"name": "Đội thuế phường 2"},
        {"identity": "0100000002"},
        {"reason": "Khác"},
        {"case_no": "LDA/C/1"},
        {"recipient": Recipient.PERSON, "amount_vnd": Vnd(1), "identity": "079099000001"},
    ],
)
def test_one_key_stands_for_one_proposal(fed: Federation, change: dict[str, object]) -> None:
    """Other words under it are refused; under a key of their own, or in another unit, they go."""
    _propose(fed)
    with pytest.raises(RewardKeyUsed) as refused:
        _propose(fed, replace(WISH, **change))  # type: ignore[arg-type] # any field
    assert refused.value.facts["reward"] == "LDA/TH/1"
    boss = Actor("ke", (Grant("TLD", "accountant"),))
    assert _propose(fed, replace(WISH, unit="A1"), boss) == 1
    assert _propose(fed, replace(WISH, key="TTr-13")) == 2


def test_only_who_drafts_vouchers_proposes(fed: Federation) -> None:
    """A collector works cases and spends nothing."""
    with pytest.raises(PermissionRefused):
        _propose(fed, actor=COLLECTOR)
