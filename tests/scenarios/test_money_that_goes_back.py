"""Refunds: what was paid too much, and what was collected from bodies that owe nothing."""

import datetime as dt
from dataclasses import replace

import pytest

from finance.actions.approve_refund import ApproveRefund, RefundChanged, approve_refund
from finance.actions.ask_refund import (
    AskRefund,
    NothingToRefund,
    NotThatMuchCredit,
    RequestWanted,
    ask_refund,
)
from finance.actions.refuse_refund import RefuseRefund, refuse_refund
from finance.actions.release_receipt import ReleaseReceipt, release_receipt
from finance.records.refunds import RefundDecided, RefundKind
from finance.rules.levy import EmployerType
from finance.rules.permissions import SamePerson
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.money import Vnd
from ledger.store.verification import verify
from tests.builders import E2, E4, account_of, bank_row, decision, employer, settles_first, unit
from tests.federation import ACCOUNTANT, APPROVER, Federation, federation
from tests.scenarios.changes import figures, posted, there

JUNE = "2026-06"
DAY = dt.date(2026, 7, 10)
LATER = dt.date(2026, 8, 10)
LETTER = AskRefund("LDA", RefundKind.CREDIT, E4, "CV 12/E4", "2099887766", DAY)
BOTH = Actor("lan", (Grant("TLD", "accountant"), Grant("TLD", "approver")))


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June, nothing happened yet."""
    return federation(database)


def _overpaid(fed: Federation) -> str:
    """E4 has paid 888,887 more than it owes."""
    fed.owe(E4, JUNE, 6_024_691)
    receipt = fed.receive("LDA", "R1", 6_913_578, DAY)
    fed.match(DAY, decision(receipt, E4, {JUNE: 6_024_691}, credit=888_887))
    return receipt


def _ask(fed: Federation, request: AskRefund = LETTER) -> int:
    return int(ask_refund(fed.ctx(DAY, ACCOUNTANT), request).rsplit("/", 1)[1])


def _approve(fed: Federation, seq: int, actor: Actor = APPROVER) -> dict[str, int]:
    paid = approve_refund(fed.ctx(LATER, actor), ApproveRefund("LDA", seq, LATER))
    return {f"{each.payee} {each.account_no}": each.amount_vnd for each in paid}


def _sound(fed: Federation) -> None:
    fed.assert_sound()
    with fed.database.reading() as session:
        assert verify(session).rows == ()


class TestCredit:
    """K06: a payer's credit goes back on its written request."""

    def test_k06_two_people_refund_it(self, fed: Federation) -> None:
        """One asks, the other approves: 888,887 are ordered to the account of the letter."""
        receipt = _overpaid(fed)
        before = there(fed)
        seq = _ask(fed)
        assert posted(fed, before) == {}
        assert _approve(fed, seq) == {f"Công ty {E4} 2099887766": 888_887}
        assert posted(fed, before) == figures("K06")
        held = fed.receipt(receipt)
        assert (held.matched_vnd, held.credit_vnd, held.returned_vnd) == (6_024_691, 0, 888_887)
        assert (held.state, held.tax_code) == ("matched", E4)
        _sound(fed)

    def test_the_bank_s_debit_row_settles_it(self, fed: Federation) -> None:
        """112 was posted when it was ordered: the statement posts nothing more."""
        _overpaid(fed)
        _approve(fed, _ask(fed))
        before = there(fed)
        row = bank_row("OUT", LATER, -888_887)
        fed.bank(LATER, account_of("LDA"), row, read=settles_first())
        assert posted(fed, before) == {}
        _sound(fed)

    def test_nobody_approves_what_they_asked_for(self, fed: Federation) -> None:
        """Whatever roles they hold; and a person without the role not at all."""
        _overpaid(fed)
        seq = _ask(fed)
        with pytest.raises(SamePerson):
            _approve(fed, seq, BOTH)
        with pytest.raises(PermissionRefused):
            _approve(fed, seq, Actor("an", (Grant("TLD", "accountant"),)))
        _approve(fed, seq)
        with pytest.raises(RefundDecided):
            _approve(fed, seq)

    def test_no_more_than_there_is(self, fed: Federation) -> None:
        """What waits for a decision already is not asked for twice."""
        _overpaid(fed)
        with pytest.raises(NotThatMuchCredit):
            _ask(fed, replace(LETTER, amount_vnd=Vnd(888_888)))
        first = _ask(fed, replace(LETTER, amount_vnd=Vnd(800_000)))
        assert _ask(fed, replace(LETTER, amount_vnd=Vnd(800_000))) == first  # said again
        other = replace(LETTER, request="CV 13/E4")
        with pytest.raises(NotThatMuchCredit):
            _ask(fed, replace(other, amount_vnd=Vnd(88_888)))
        assert _approve(fed, _ask(fed, other)) == {f"Công ty {E4} 2099887766": 88_887}
        _approve(fed, first)
        with pytest.raises(NothingToRefund):
            _ask(fed, replace(LETTER, request="CV 14/E4"))
        _sound(fed)

    def test_spent_meanwhile(self, fed: Federation) -> None:
        """A credit that paid another month since then is not refunded: nothing is posted."""
        receipt = _overpaid(fed)
        seq = _ask(fed)
        fed.owe(E4, "2026-07", 500_000, LATER)
        fed.match(LATER, decision(receipt, E4, {"2026-07": 500_000}, from_credit=True))
        before = there(fed)
        with pytest.raises(NotThatMuchCredit, match=r"388\.887"):
            _approve(fed, seq)
        assert posted(fed, before) == {}
        assert fed.receipt(receipt).credit_vnd == 388_887

    def test_refused_with_its_reason(self, fed: Federation) -> None:
        """Nothing was posted, so nothing is undone."""
        _overpaid(fed)
        seq = _ask(fed)
        refuse_refund(fed.ctx(LATER, APPROVER), RefuseRefund("LDA", seq, "Thiếu con dấu"))
        with pytest.raises(RefundDecided):
            _approve(fed, seq)

    def test_a_letter_and_an_account_are_wanted(self, fed: Federation) -> None:
        """Without them nothing is kept."""
        _overpaid(fed)
        for missing in (replace(LETTER, request=" "), replace(LETTER, account_no="")):
            with pytest.raises(RequestWanted):
                _ask(fed, missing)

    def test_released_afterwards(self, fed: Federation) -> None:
        """What was refunded stays refunded; the rest of the receipt is to be identified again."""
        receipt = _overpaid(fed)
        _approve(fed, _ask(fed))
        release_receipt(fed.ctx(LATER, ACCOUNTANT), ReleaseReceipt(receipt, LATER, "Nhầm"))
        held = fed.receipt(receipt)
        assert (held.open_vnd, held.returned_vnd, held.state) == (
            6_024_691,
            888_887,
            "unidentified",
        )
        _sound(fed)


class TestStopped:
    """K08: a body that the State funds paid for a month after May 2025."""

    @pytest.fixture
    def fed(self, database: Database) -> Federation:
        """E2 has paid 1,000,000 for June, and the shares are paid; then its kind is known."""
        made = federation(database)
        made.pay(E2, JUNE, 1_000_000, DAY)
        made.distribute(DAY)
        funded = employer(E2, employer_type=EmployerType.STATE_FUNDED)
        assert made.employers(funded).problems == {}
        return made

    ASKED = AskRefund("LDA", RefundKind.STOPPED, E2, "CV 4133/TLĐ-ToC", "3713.0.1", DAY)

    def test_k08_refunded_at_once_and_the_shares_come_back(self, fed: Federation) -> None:
        """The month is brought to nil, every unit gives its share back, LDA pays."""
        before = there(fed)
        seq = _ask(fed, self.ASKED)
        assert _approve(fed, seq) == {f"Công ty {E2} 3713.0.1": 1_000_000}
        assert posted(fed, before) == figures("K08")
        assert (fed.obligation(E2, JUNE).amount_vnd, fed.obligation(E2, JUNE).paid_vnd) == (0, 0)
        assert fed.distribute(LATER) == []
        _sound(fed)

    def test_a_union_that_has_gone_is_answered_for_from_above(self, fed: Federation) -> None:
        """G2 was dissolved with the others of its kind: A1 gives its 750,000 back."""
        fed.units(unit("G2", valid_to=DAY), on=LATER)
        _approve(fed, _ask(fed, self.ASKED))
        assert fed.balance("G2", "337861") == -750_000
        assert fed.balance("A1", "337861") == 750_000
        _sound(fed)

    def test_a_successor_answers_before_those_above(self, fed: Federation) -> None:
        """G2 was merged into G1."""
        fed.units(unit("G2", valid_to=DAY, successor_code="G1"), on=LATER)
        _approve(fed, _ask(fed, self.ASKED))
        assert fed.balance("G1", "337861") == 750_000
        _sound(fed)

    def test_an_employer_that_owes_gets_nothing_so(self, fed: Federation) -> None:
        """The register decides which months are owed."""
        fed.pay(E4, JUNE, 500_000, DAY)
        with pytest.raises(NothingToRefund):
            _ask(fed, replace(self.ASKED, tax_code=E4))

    def test_what_was_asked_for_is_what_is_paid(self, fed: Federation) -> None:
        """Where less is paid by now, it is asked for anew."""
        seq = _ask(fed, self.ASKED)
        release_receipt(fed.ctx(LATER, ACCOUNTANT), ReleaseReceipt("LDA/R/1", LATER, "Nhầm"))
        with pytest.raises(RefundChanged):
            _approve(fed, seq)
