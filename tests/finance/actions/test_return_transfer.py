"""Money handed over, dues sent up and refunds that the bank brings back are owed again."""

import datetime as dt

import pytest

from finance.actions.approve_refund import ApproveRefund, approve_refund
from finance.actions.ask_refund import AskRefund, ask_refund
from finance.actions.assess_dues import AssessDues, assess_dues
from finance.actions.collect_dues import CollectDues, collect_dues
from finance.actions.release_dues import ReleaseDues, release_dues
from finance.actions.release_receipt import ReleaseReceipt, release_receipt
from finance.actions.remit_dues import RemitDues, remit_dues
from finance.actions.return_distribution import ReturnDistribution, return_distribution
from finance.records.payments import Payment
from finance.records.refunds import RefundKind
from finance.rules.dues import DuesGroup, MemberMonth, MemberStatus
from finance.runtime.database import Database
from ledger.money import Vnd
from ledger.periods import Period
from tests.builders import E1, E2, account_of, bank_row, decision
from tests.federation import ACCOUNTANT, APPROVER, Federation, contents, federation
from tests.finance.actions.changing import overpay

JUNE = Period("2026-06")
DAY = dt.date(2026, 7, 10)
NEXT = dt.date(2026, 7, 13)
LATER = dt.date(2026, 8, 10)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation before anything happened."""
    return federation(database)


def _by_the_bank(fed: Federation, paid: Payment, name: str = "HT") -> None:
    row = bank_row(name, NEXT, paid.amount_vnd, content=f"TRA LAI {paid.purpose}")
    fed.bank(NEXT, account_of(paid.unit), row)


def _ref(paid: Payment) -> str:
    return next(word for word in paid.purpose.split() if "/" in word)


def _dues_of_g1(fed: Federation) -> None:
    member = MemberMonth(JUNE, DuesGroup.NON_STATE, MemberStatus.WORKING, Vnd(20_000_000))
    assess_dues(fed.ctx(DAY), AssessDues("G1", JUNE, DAY, {"M1": member}))
    collect_dues(fed.ctx(DAY), CollectDues("G1", JUNE, DAY, "112"))


def test_money_handed_over_lies_with_its_holder_again(fed: Federation) -> None:
    """TLD's transfer to LDA comes back; handed over anew, all ends as if it had arrived at once."""
    fed.pay(E2, JUNE, 1_000, DAY, holder="TLD")
    (paid,) = fed.distribute(DAY, "TLD")
    own = fed.balance("LDA", "337861")
    _by_the_bank(fed, paid)
    assert (fed.balance("TLD", "3363", "LDA"), fed.balance("LDA", "1363", "TLD")) == (-1_000, 1_000)
    assert (fed.balance("TLD", "112"), fed.balance("LDA", "112")) == (1_000, 0)
    assert fed.balance("TLD", "33881") == fed.balance("LDA", "337861") == 0
    fed.assert_sound()
    assert fed.distribute(NEXT, "LDA") == []  # its money lies elsewhere
    assert [line.amount_vnd for line in fed.distribute(LATER, "TLD")] == [1_000]
    assert (fed.balance("LDA", "112"), fed.balance("LDA", "337861")) == (1_000, own)
    assert fed.distribute(LATER, "LDA") != []
    fed.assert_sound()


def test_shares_paid_on_meanwhile_stay_paid(fed: Federation) -> None:
    """LDA had already distributed: its beneficiaries keep it, and get nothing twice."""
    fed.pay(E1, JUNE, 1_000, DAY, holder="TLD")
    (paid,) = fed.distribute(DAY, "TLD")
    fed.distribute(DAY, "LDA")
    _by_the_bank(fed, paid)
    assert fed.balance("G1", "112") == 750
    assert fed.balance("LDA", "112") == -920  # paid to others, and never received
    fed.assert_sound()
    assert fed.distribute(LATER, "LDA") == []
    fed.distribute(LATER, "TLD")
    assert fed.distribute(LATER, "LDA") == []
    assert fed.balance("LDA", "112") == 80
    fed.assert_sound()


def test_a_share_released_meanwhile_is_not_taken_back_twice(fed: Federation) -> None:
    """Handed over, released, and then brought back: nothing is owed, and nobody has income."""
    receipt = fed.pay(E1, JUNE, 1_000, DAY, holder="TLD")
    (paid,) = fed.distribute(DAY, "TLD")
    release_receipt(fed.ctx(NEXT, ACCOUNTANT), ReleaseReceipt(receipt, NEXT, "sai MST"))
    _by_the_bank(fed, paid)
    assert fed.balance("TLD", "3363") == fed.balance("LDA", "1363") == 0
    assert fed.balance("LDA", "337861") == fed.balance("LDA", "33885") == 0
    assert fed.balance("TLD", "112") == 1_000
    fed.assert_sound()
    assert fed.distribute(LATER) == []


def test_a_person_says_that_a_hand_over_came_back(fed: Federation) -> None:
    """The bank's text said nothing; said twice, nothing moves."""
    fed.pay(E2, JUNE, 1_000, DAY, holder="TLD")
    (paid,) = fed.distribute(DAY, "TLD")
    receipt = fed.receive("TLD", "HT", 1_000, NEXT)
    order = ReturnDistribution(receipt, _ref(paid), "LDA", NEXT)
    assert return_distribution(fed.ctx(NEXT, ACCOUNTANT), order) == "TLD/IB/2"
    held = fed.receipt(receipt)
    assert (held.state, held.evidence, held.open_vnd) == ("matched", "payment.returned", 0)
    fed.assert_sound()
    before = contents(fed.database)
    assert return_distribution(fed.ctx(NEXT, ACCOUNTANT), order) == ""
    assert contents(fed.database) == before


def test_dues_that_come_back_are_owed_upward_again(fed: Federation) -> None:
    """G1's 30,000 come back; sent anew, each level has what it is to keep."""
    _dues_of_g1(fed)
    (paid,) = remit_dues(fed.ctx(DAY), RemitDues("G1", DAY))
    _by_the_bank(fed, paid)
    assert (fed.balance("G1", "3362", "A1"), fed.balance("G1", "112")) == (-30_000, 100_000)
    assert fed.balance("A1", "337861") == fed.balance("A1", "3362") == fed.balance("A1", "112") == 0
    fed.assert_sound()
    for unit in ("G1", "A1", "LDA"):
        remit_dues(fed.ctx(LATER), RemitDues(unit, LATER))
    income = [-fed.balance(book, "337861") for book in ("G1", "A1", "LDA", "TLD")]
    assert income == [70_000, 15_000, 9_000, 6_000]
    fed.assert_sound()


def test_dues_already_passed_on_are_owed_back(fed: Federation) -> None:
    """A1 had sent LDA's part on: it is set against the next that it owes, and paid once."""
    _dues_of_g1(fed)
    (paid,) = remit_dues(fed.ctx(DAY), RemitDues("G1", DAY))
    remit_dues(fed.ctx(DAY), RemitDues("A1", DAY))
    _by_the_bank(fed, paid)
    assert fed.balance("A1", "3362", "LDA") == 15_000
    fed.assert_sound()
    assert remit_dues(fed.ctx(LATER), RemitDues("A1", LATER)) == []
    remit_dues(fed.ctx(LATER), RemitDues("G1", LATER))
    assert remit_dues(fed.ctx(LATER), RemitDues("A1", LATER)) == []
    assert fed.balance("A1", "3362") == 0
    assert -fed.balance("A1", "337861") == 15_000
    fed.assert_sound()


def _release_dues(fed: Federation) -> None:
    order = ReleaseDues("G1", "G1/IB/1", NEXT, "Nhầm người")
    assert release_dues(fed.ctx(NEXT, ACCOUNTANT), order) == 100_000
    fed.assert_sound()


def test_dues_released_before_they_came_back_are_not_taken_twice(fed: Federation) -> None:
    """G1's 30,000 come back after its release: nothing is owed any more, on either side."""
    _dues_of_g1(fed)
    (paid,) = remit_dues(fed.ctx(DAY), RemitDues("G1", DAY))
    remit_dues(fed.ctx(DAY), RemitDues("A1", DAY))
    _release_dues(fed)
    assert [fed.balance("G1", "3362"), fed.balance("A1", "3362")] == [30_000, 15_000]
    _by_the_bank(fed, paid)
    assert fed.balance("G1", "3362") == fed.balance("A1", "1362") == 0
    assert fed.balance("A1", "337861") == fed.balance("LDA", "337861") == 0
    assert (fed.balance("G1", "112"), fed.balance("A1", "112")) == (0, -15_000)
    assert fed.balance("A1", "3362", "LDA") == 15_000  # LDA was paid by A1, and owes it back
    fed.assert_sound()


def test_dues_released_after_they_came_back(fed: Federation) -> None:
    """The other way round: the release takes what is owed again, and finds no income above."""
    _dues_of_g1(fed)
    (paid,) = remit_dues(fed.ctx(DAY), RemitDues("G1", DAY))
    _by_the_bank(fed, paid)
    _release_dues(fed)
    assert all(fed.balance(code, "337861") == 0 for code in ("G1", "A1", "LDA", "TLD"))
    assert fed.balance("G1", "3362") == fed.balance("G1", "112") == fed.balance("A1", "112") == 0


def test_a_person_says_that_dues_came_back(fed: Federation) -> None:
    """The receipt is done with; its money lies in the bank and is owed upward again."""
    _dues_of_g1(fed)
    (paid,) = remit_dues(fed.ctx(DAY), RemitDues("G1", DAY))
    receipt = fed.receive("G1", "HT", 30_000, NEXT)
    order = ReturnDistribution(receipt, _ref(paid), "A1", NEXT)
    assert return_distribution(fed.ctx(NEXT, ACCOUNTANT), order) != ""
    assert (fed.receipt(receipt).open_vnd, fed.balance("G1", "33881")) == (0, 0)
    assert fed.balance("G1", "3362", "A1") == -30_000
    fed.assert_sound()


def _refunded(fed: Federation) -> Payment:
    overpay(fed, E1, 500, 70)
    wish = AskRefund("LDA", RefundKind.CREDIT, E1, "CV", "2099", DAY, Vnd(70))
    ask_refund(fed.ctx(DAY, ACCOUNTANT), wish)
    (paid,) = approve_refund(fed.ctx(DAY, APPROVER), ApproveRefund("LDA", 1, DAY))
    return paid


def test_a_refund_that_comes_back_is_the_payer_s_credit(fed: Federation) -> None:
    """The account it named was closed: its money pays its next month, as before."""
    paid = _refunded(fed)
    assert fed.balance("LDA", "33882") == 0
    _by_the_bank(fed, paid)
    held = fed.receipt("LDA/R/2")
    assert (held.state, held.tax_code, held.credit_vnd) == ("credit", E1, 70)
    assert (held.collecting_unit, held.evidence) == ("LDA", "refund.returned")
    assert fed.balance("LDA", "33882") == -70
    fed.assert_sound()
    wish = AskRefund("LDA", RefundKind.CREDIT, E1, "CV 2", "2100", NEXT, Vnd(70))
    ask_refund(fed.ctx(NEXT, ACCOUNTANT), wish)
    approve_refund(fed.ctx(LATER, APPROVER), ApproveRefund("LDA", 2, LATER))
    assert fed.balance("LDA", "33882") == 0
    fed.assert_sound()


def test_a_person_says_that_a_refund_came_back(fed: Federation) -> None:
    """Then the receipt is a credit as well; said twice, nothing moves; released, it waits."""
    paid = _refunded(fed)
    receipt = fed.receive("LDA", "HT", 70, NEXT)
    order = ReturnDistribution(receipt, _ref(paid), paid.payee, NEXT)
    assert return_distribution(fed.ctx(NEXT, ACCOUNTANT), order) != ""
    assert (fed.receipt(receipt).state, fed.balance("LDA", "33882")) == ("credit", -70)
    assert return_distribution(fed.ctx(NEXT, ACCOUNTANT), order) == ""
    fed.assert_sound()
    release_receipt(fed.ctx(LATER, ACCOUNTANT), ReleaseReceipt(receipt, LATER, "của ai khác"))
    assert fed.receipt(receipt).state == "unidentified"
    fed.match(LATER, decision(receipt, E2, {}, 70))
    assert fed.receipt(receipt).tax_code == E2
    fed.assert_sound()
