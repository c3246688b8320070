"""A distribution that comes back from the bank is unpaid again, once, in both books."""

import datetime as dt

import pytest

from finance.actions.approve_support import ApproveSupport, approve_support
from finance.actions.assess_dues import AssessDues, assess_dues
from finance.actions.collect_dues import CollectDues, collect_dues
from finance.actions.propose_support import ProposeSupport, propose_support
from finance.actions.record_wo_notice import WoNotice, record_wo_notice
from finance.actions.release_receipt import ReleaseReceipt, UnknownReceipt, release_receipt
from finance.actions.return_distribution import (
    AnotherAmount,
    BeforeItCameBack,
    PaymentNotOut,
    PaymentOfAnotherKind,
    ReturnDistribution,
    UnknownPayment,
    return_distribution,
)
from finance.records.payments import Payment
from finance.rules.dues import DuesGroup, MemberMonth, MemberStatus
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.money import Vnd
from ledger.periods import Period
from tests.builders import E1, E2, account_of, bank_row, opening, organisation, settles_first
from tests.federation import ACCOUNTANT, APPROVER, Federation, contents, federation

JUNE = Period("2026-06")
DAY = dt.date(2026, 7, 10)
NEXT = dt.date(2026, 7, 13)
LATER = dt.date(2026, 8, 10)
LIST = "LDA/IB/2"


@pytest.fixture
def fed(database: Database) -> Federation:
    """E1's June is paid, shared and distributed: G1 750, A1 120, TLD 50."""
    made = federation(database)
    made.pay(E1, JUNE, 1_000, DAY)
    made.distribute(DAY)
    return made


def _comes_back(fed: Federation, amount: int, name: str = "HT") -> str:
    return fed.receive("LDA", name, amount, NEXT)


def _say(fed: Federation, receipt: str, payee: str = "G1", ref: str = LIST) -> str:
    ctx = fed.ctx(NEXT, ACCOUNTANT)
    return return_distribution(ctx, ReturnDistribution(receipt, ref, payee, NEXT))


def _cash(payments: list[Payment]) -> dict[str, int]:
    return {each.payee: each.amount_vnd for each in payments}


def test_a_person_says_what_the_bank_did_not(fed: Federation) -> None:
    """The receipt waits until then; said twice, nothing moves; then it is paid anew."""
    receipt = _comes_back(fed, 750)
    assert fed.receipt(receipt).state == "unidentified"
    assert _say(fed, receipt) == "LDA/IB/3"
    held = fed.receipt(receipt)
    assert (held.state, held.evidence, held.open_vnd) == ("matched", "payment.returned", 0)
    assert fed.balance("G1", "33885") == -750
    assert fed.balance("LDA", "33881") == 0
    fed.assert_sound()
    before = contents(fed.database)
    assert _say(fed, receipt) == ""
    assert contents(fed.database) == before
    assert _cash(fed.distribute(LATER)) == {"G1": 750}
    assert fed.balance("G1", "112") == 750
    fed.assert_sound()


def test_what_was_sent_up_lessens_what_was_passed_up(fed: Federation) -> None:
    """TLD's part comes back by the bank's own text, and owes nothing to a second reading."""
    text = f"TRA LAI KPCD {LIST.replace('/', ' ')} TLD"
    fed.bank(NEXT, account_of("LDA"), bank_row("HT", NEXT, 50, content=text))
    assert fed.balance("TLD", "337861") == 0
    assert fed.balance("LDA", "3361", "TLD") == -50
    fed.bank(NEXT, account_of("LDA"), bank_row("HT", NEXT, 50, content=text))  # the same row again
    fed.bank(
        NEXT, account_of("LDA"), bank_row("HT9", NEXT, 50, content=text)
    )  # another one: not ours
    assert fed.balance("LDA", "33881") == -50
    assert fed.balance("LDA", "3361", "TLD") == -50
    fed.assert_sound()


def test_the_debit_row_may_come_in_the_same_file(fed: Federation) -> None:
    """Paid and brought back in one statement: the payment is settled, and unpaid again."""
    out = bank_row("CHI", DAY, -750)
    back = bank_row("HT", NEXT, 750, content=f"HOAN KPCD {LIST} G1")
    fed.bank(NEXT, account_of("LDA"), out, back, read=settles_first())
    assert fed.balance("LDA", "13889") == 0
    assert fed.balance("LDA", "3361", "G1") == -750
    fed.assert_sound()


def test_an_organisation_is_owed_again(fed: Federation) -> None:
    """What came back from its account is due to it once more; no book but the province's moves."""
    fed.add(organisation(E2, "WO", "20E2"))
    fed.pay(E2, JUNE, 1_000, DAY)
    record_wo_notice(fed.ctx(DAY), WoNotice(E2, JUNE, Vnd(400), DAY))
    paid = fed.distribute(DAY)
    ref = paid[0].purpose.split()[1]
    assert _cash(paid)["WO"] == 300
    receipt = fed.receive("LDA", "HT", 300, NEXT)
    _say(fed, receipt, "WO", ref)
    assert fed.balance("LDA", "33812") == -300
    fed.assert_sound()
    assert _cash(fed.distribute(LATER)) == {"WO": 300}


def test_two_organisations_of_one_name_and_amount_cannot_be_told(fed: Federation) -> None:
    """Neither the bank's row nor a person's word says which of two equal payments it was."""
    for employer in (E1, E2):
        fed.add(organisation(employer, "WO"))
        fed.pay(employer, "2026-07", 1_000, DAY)
        record_wo_notice(fed.ctx(DAY), WoNotice(employer, Period("2026-07"), Vnd(400), DAY))
    ref = fed.distribute(DAY)[0].purpose.split()[1]
    receipt = fed.receive("LDA", "HT", 300, NEXT)
    with pytest.raises(UnknownPayment):
        _say(fed, receipt, "WO", ref)


def test_dues_set_off_in_a_payment_stay_what_they_are(fed: Federation) -> None:
    """A1 was paid its share and G1's dues: all of it is owed again, only the share waits."""
    member = MemberMonth(JUNE, DuesGroup.NON_STATE, MemberStatus.WORKING, Vnd(20_000))
    assess_dues(fed.ctx(DAY), AssessDues("G1", JUNE, DAY, {"M1": member}))
    collect_dues(fed.ctx(DAY), CollectDues("G1", JUNE, DAY, "112"))
    fed.pay(E1, "2026-07", 1_000, DAY)
    paid = fed.distribute(DAY, "", "G1")
    assert _cash(paid)["A1"] == 150
    receipt = fed.receive("LDA", "HT", 150, NEXT)
    _say(fed, receipt, "A1", paid[0].purpose.split()[1])
    assert fed.balance("LDA", "3361", "A1") == -150
    assert fed.balance("A1", "33885", "LDA") == -120
    fed.assert_sound()
    assert _cash(fed.distribute(LATER)) == {"A1": 150}
    assert fed.balance("A1", "33885", "LDA") == fed.balance("LDA", "3361") == 0
    fed.assert_sound()


@pytest.mark.parametrize(
    ("payee", "ref", "amount", "kind"),
    [
        ("G2", LIST, 750, UnknownPayment),
        ("G1", "LDA/IB/9", 750, UnknownPayment),
        ("G1", LIST, 749, AnotherAmount),
    ],
)
def test_what_does_not_fit_is_refused(
    fed: Federation, payee: str, ref: str, amount: int, kind: type[Exception]
) -> None:
    """Another payee, another list, another amount; and nothing is written."""
    receipt = _comes_back(fed, amount)
    before = contents(fed.database)
    with pytest.raises(kind):
        _say(fed, receipt, payee, ref)
    assert contents(fed.database) == before


def test_what_arrived_or_came_back_before_does_not_come_back(fed: Federation) -> None:
    """On the payee's own statement, or on ours."""
    fed.bank(NEXT, account_of("G1"), bank_row("DEN", NEXT, 750, content=f"KPCD {LIST} G1"))
    with pytest.raises(PaymentNotOut):
        _say(fed, _comes_back(fed, 750))
    _say(fed, _comes_back(fed, 120, name="HT2"), "A1")
    with pytest.raises(PaymentNotOut):
        _say(fed, _comes_back(fed, 120, name="HT3"), "A1")


def test_support_is_looked_at_by_a_person(fed: Federation) -> None:
    """Money given to a unit below by two people comes back: it waits, and is refused as a share."""
    fed.openings(opening("LDA", "112", 900), opening("LDA", "4316", -900, "levy"))
    propose_support(fed.ctx(DAY, ACCOUNTANT), ProposeSupport("LDA", "G1", 300, "QĐ 9", DAY))
    (paid,) = approve_support(fed.ctx(DAY, APPROVER), ApproveSupport("LDA/S/1", DAY))
    fed.bank(NEXT, account_of("LDA"), bank_row("HT", NEXT, 300, content=f"HOAN {paid.purpose}"))
    assert fed.balance("LDA", "33881") == -300
    with pytest.raises(PaymentOfAnotherKind):
        _say(fed, "LDA/R/2", ref=next(word for word in paid.purpose.split() if "/" in word))


def test_what_was_taken_back_before_is_not_taken_back_twice(fed: Federation) -> None:
    """Paid, released, and then the bank brings it back: G1 is where it was before all of it."""
    release_receipt(fed.ctx(NEXT, ACCOUNTANT), ReleaseReceipt("LDA/R/1", NEXT, "sai MST"))
    assert fed.balance("G1", "1361", "LDA") == -750
    _say(fed, _comes_back(fed, 750))
    accounts = ("112", "1361", "33885", "337861")
    assert [fed.balance("G1", account) for account in accounts] == [0, 0, 0, 0]
    assert fed.balance("LDA", "3361", "G1") == 0
    fed.assert_sound()
    assert _cash(fed.distribute(LATER)) == {}


def test_who_may_say_so(fed: Federation) -> None:
    """A person of the unit whose account it is; and there must be such a receipt."""
    receipt = _comes_back(fed, 750)
    asked = ReturnDistribution(receipt, LIST, "G1", NEXT)
    with pytest.raises(PermissionRefused):
        return_distribution(fed.ctx(NEXT, Actor("a", (Grant("A1", "accountant"),))), asked)
    with pytest.raises(PermissionRefused):
        return_distribution(fed.ctx(NEXT), asked)
    with pytest.raises(UnknownReceipt):
        _say(fed, "none")


@pytest.mark.parametrize("on", [DAY - dt.timedelta(days=1), DAY])
def test_a_payment_does_not_come_back_before_it_came(fed: Federation, on: dt.date) -> None:
    """Not before it went out on the 10th, and not before its receipt of the 13th."""
    receipt = _comes_back(fed, 750)
    wish = ReturnDistribution(receipt, LIST, "G1", on)
    with pytest.raises(BeforeItCameBack) as refused:
        return_distribution(fed.ctx(NEXT, ACCOUNTANT), wish)
    facts = refused.value.facts
    assert (facts["paid_on"], facts["booked_on"]) == ("2026-07-10", "2026-07-13")
    assert fed.receipt(receipt).open_vnd == 750
