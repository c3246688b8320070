"""Cases beyond the ordinary month, each alone and with small figures.

The lines of the numbered cases stand in the table beside this file, and those of K02 and K03,
which are tried in `test_cases_of_relief.py`; the others are told here.
"""

import datetime as dt

import pytest

from finance.actions.identify_receipt import IdentifyReceipt, identify_receipt
from finance.actions.match_receipts import Decision
from finance.actions.record_wo_notice import WoNotice, record_wo_notice
from finance.actions.release_receipt import ReleaseReceipt, release_receipt
from finance.records.payments import Payment
from finance.runtime.database import Database
from ledger.money import Vnd
from ledger.periods import Period
from tests.builders import (
    E1,
    E2,
    E3,
    account,
    account_of,
    bank_row,
    decision,
    employer,
    organisation,
    returns,
    suspension,
    unit,
)
from tests.federation import ACCOUNTANT, Federation, federation
from tests.scenarios.june_2026 import case, entries, since

JUNE, JULY_MONTH = "2026-06", "2026-07"
DAY = dt.date(2026, 7, 10)
NEXT = dt.date(2026, 7, 13)
LATER = dt.date(2026, 8, 10)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June, nothing happened yet."""
    return federation(database)


def _cash(payments: list[Payment]) -> dict[str, int]:
    return {each.payee: each.amount_vnd for each in payments}


def test_k01_a_declaration_corrected_upwards(fed: Federation) -> None:
    """The difference is posted; the new open amount keeps its due day, so it is late at once."""
    fed.owe(E1, JUNE, 1_000_000)
    before = set(entries(fed))
    fed.owe(E1, JUNE, 1_200_000, LATER)
    assert since(fed, before) == case("K01")
    assert fed.obligation(E1, JUNE).due_on == dt.date(2026, 7, 31)
    fed.assert_sound()


def test_k05_a_credit_meets_the_next_obligation(fed: Federation) -> None:
    """E2's credit pays its July levy; the grassroots part awaits the month's notice."""
    fed.add(organisation(E2, "WO"))
    fed.owe(E2, JUNE, 19_753_086)
    receipt = fed.receive("LDA", "R2", 20_000_000, DAY)
    fed.match(DAY, decision(receipt, E2, {JUNE: 19_753_086}, credit=246_914))
    fed.owe(E2, JULY_MONTH, 10_000_000, LATER)
    before = set(entries(fed))
    fed.match(LATER, decision(receipt, E2, {JULY_MONTH: 246_914}, from_credit=True))
    assert since(fed, before) == case("K05")
    held = fed.receipt(receipt)
    assert (held.matched_vnd, held.credit_vnd, held.open_vnd) == (20_000_000, 0, 0)
    fed.assert_sound()


def test_k07_the_bank_takes_back_what_is_matched_and_not_distributed(fed: Federation) -> None:
    """Released by difference first, then the bank's debit row; nothing of it is left."""
    receipt = fed.pay(E1, JUNE, 100_000, DAY)
    before = set(entries(fed))
    row = bank_row("HOAN", NEXT, -100_000)
    fed.bank(NEXT, account_of("LDA"), row, read=returns(1))
    assert since(fed, before) == case("K07")
    held = fed.receipt(receipt)
    assert (held.state, held.returned_vnd, held.tax_code) == ("returned", 100_000, "")
    assert fed.obligation(E1, JUNE).open_vnd == 100_000
    assert fed.distribute(LATER) == []
    fed.assert_sound()


def test_k10_a_known_employer_with_nothing_assessed(fed: Federation) -> None:
    """All of it is the payer's credit: no income, no share."""
    receipt = fed.receive("LDA", "R9", 400_000, DAY)
    before = set(entries(fed))
    identify_receipt(fed.ctx(DAY, ACCOUNTANT), IdentifyReceipt(receipt, E1, DAY))
    assert since(fed, before) == case("K10")
    assert fed.receipt(receipt).state == "credit"
    fed.assert_sound()


def test_k12_a_grassroots_union_assigned_to_collect(fed: Federation) -> None:
    """It keeps its 75 and sends 25 up to A1, which keeps 12 and owes LDA 13; each pays the next."""
    fed.employers(employer(E1, collecting_unit="G2", grassroots_unit="G2"))
    fed.owe(E1, JUNE, 1_000_000)
    receipt = fed.receive("G2", "R", 1_000_000, DAY)
    before = set(entries(fed))
    fed.match(DAY, decision(receipt, E1, {JUNE: 1_000_000}, collector="G2"))
    assert _cash(fed.distribute(NEXT, "G2")) == {"A1": 250_000}
    assert since(fed, before) == case("K12")
    fed.assert_sound()
    assert _cash(fed.distribute(LATER)) == {"LDA": 130_000, "TLD": 50_000}
    assert fed.distribute(LATER) == []
    income = [-fed.balance(book, "337861") for book in ("G2", "A1", "LDA", "TLD")]
    assert income == [750_000, 120_000, 80_000, 50_000]
    assert all(fed.balance(book, "33885") == 0 for book in ("A1", "LDA", "TLD"))
    fed.assert_sound()


def test_declared_to_nil_after_payment_becomes_credit(fed: Federation) -> None:
    """Everything paid is the payer's again, and the units give their shares back."""
    receipt = fed.pay(E1, JUNE, 1_000_000, DAY)
    fed.distribute(NEXT)
    fed.owe(E1, JUNE, 0, LATER)
    held = fed.receipt(receipt)
    assert (held.matched_vnd, held.credit_vnd) == (0, 1_000_000)
    assert fed.balance("G1", "337861") == 0
    assert fed.balance("LDA", "3361", "G1") == 750_000  # G1 owes it back
    fed.assert_sound()
    assert fed.distribute(LATER) == []


def test_what_was_paid_too_much_is_netted_in_the_next_share(fed: Federation) -> None:
    """Less than owed back: nothing is paid. Exactly as much: no money moves, and it is income."""
    receipt = fed.pay(E1, JUNE, 1_000_000, DAY)
    fed.distribute(NEXT)
    release_receipt(fed.ctx(LATER, ACCOUNTANT), ReleaseReceipt(receipt, LATER, "Nhầm"))
    assert fed.balance("G1", "337861") == 0
    fed.match(LATER, decision(receipt, E1, {JUNE: 600_000}, 400_000))
    assert fed.distribute(LATER) == []
    assert fed.balance("G1", "33885") == -450_000
    fed.match(LATER, decision(receipt, E1, {JUNE: 400_000}, from_credit=True))
    assert fed.distribute(LATER) == []
    assert fed.balance("G1", "337861") == -750_000
    assert fed.balance("G1", "33885") == fed.balance("LDA", "3361") == 0
    fed.assert_sound()


def test_a_suspended_month_is_paid_like_any_other(fed: Federation) -> None:
    """Suspension moves the due day, posts nothing, and what is due first is paid first."""
    fed.add(suspension(E1, JUNE, "2026-08"))
    fed.owe(E1, JUNE, 300_000)
    fed.owe(E1, "2026-05", 200_000)
    assert fed.obligation(E1, JUNE).due_on == dt.date(2026, 9, 30)
    receipt = fed.receive("LDA", "R", 250_000, LATER)
    identify_receipt(fed.ctx(LATER, ACCOUNTANT), IdentifyReceipt(receipt, E1, LATER))
    assert fed.obligation(E1, "2026-05").open_vnd == 0
    assert fed.obligation(E1, JUNE).open_vnd == 250_000
    fed.assert_sound()


def test_a_named_month_is_paid_before_what_is_due_first(fed: Federation) -> None:
    """The payer's word comes first; what is left goes to the others."""
    fed.owe(E1, JUNE, 300_000)
    fed.owe(E1, JULY_MONTH, 200_000, LATER)
    receipt = fed.receive("LDA", "R", 250_000, LATER)
    asked = IdentifyReceipt(receipt, E1, LATER, (JULY_MONTH,))
    identify_receipt(fed.ctx(LATER, ACCOUNTANT), asked)
    assert fed.obligation(E1, JULY_MONTH).open_vnd == 0
    assert fed.obligation(E1, JUNE).open_vnd == 250_000


def test_an_employer_that_moved_still_owes_to_the_unit_of_before(fed: Federation) -> None:
    """What was assessed stays with the unit that assessed it, and its money finds it there."""
    fed.owe(E1, JUNE, 300_000)
    _province_b(fed)
    fed.owe(E1, JUNE, 360_000, LATER)
    assert fed.obligation(E1, JUNE).amount_vnd == 360_000
    fed.owe(E1, "2026-08", 100_000, LATER)
    assert fed.obligation(E1, "2026-08", "LDB").amount_vnd == 100_000
    receipt = fed.receive("LDB", "R", 360_000, LATER)
    identify_receipt(fed.ctx(LATER, ACCOUNTANT), IdentifyReceipt(receipt, E1, LATER))
    assert fed.obligation(E1, JUNE).open_vnd == 0
    assert fed.balance("LDA", "1363", "LDB") == 360_000
    fed.assert_sound()


def _province_b(fed: Federation) -> None:
    fed.units(
        unit("LDB", level="province", parent_code="TLD"),
        unit("B1", level="upper", parent_code="LDB"),
        unit("G9", parent_code="B1"),
    )
    fed.accounts(account("LDB"))
    july = dt.date(2026, 7, 1)
    judged = fed.employers(
        employer(E1, valid_to=dt.date(2026, 6, 30)),
        employer(E1, valid_from=july, grassroots_unit="G9", collecting_unit="LDB", upper_unit="B1"),
    )
    assert judged.problems == {}


class TestWorkersOrganisation:
    """A workers' organisation at E2, and what becomes of its part."""

    @pytest.fixture
    def fed(self, database: Database) -> Federation:
        """The federation with the organisation, E2's June paid in two transfers."""
        made = federation(database)
        made.add(organisation(E2, "Tổ chức", "20E2"))
        made.owe(E2, JUNE, 100_000)
        for name in ("R1", "R2"):
            receipt = made.receive("LDA", name, 50_000, DAY)
            made.match(DAY, decision(receipt, E2, {JUNE: 50_000}))
        return made

    def _notice(self, fed: Federation, levy: int, on: dt.date = NEXT) -> str:
        return record_wo_notice(fed.ctx(on), WoNotice(E2, Period(JUNE), Vnd(levy), on)).ref

    def test_its_part_is_paid_to_its_own_account(self, fed: Federation) -> None:
        """40% of the levy is its members': 30,000 of the grassroots 75,000."""
        assert fed.balance("LDA", "33811") == -75_000
        assert self._notice(fed, 40_000) == "LDA/IB/3"
        assert self._notice(fed, 40_000) == ""  # said before: nothing moves
        paid = fed.distribute(LATER)
        theirs = [each for each in paid if each.payee == "Tổ chức"]
        assert [(each.amount_vnd, each.account_no) for each in theirs] == [(30_000, "20E2")]
        assert _cash(paid)["G2"] == 45_000
        fed.assert_sound()

    def test_paid_too_much_is_netted_in_its_next_part(self, fed: Federation) -> None:
        """What is taken back from an organisation already paid waits in its account."""
        self._notice(fed, 40_000)
        fed.distribute(NEXT)
        self._notice(fed, 20_000, LATER)
        assert fed.balance("LDA", "33812") == 15_000
        fed.assert_sound()
        fed.pay(E2, JULY_MONTH, 100_000, LATER)
        notice = WoNotice(E2, Period(JULY_MONTH), Vnd(40_000), LATER)
        record_wo_notice(fed.ctx(LATER), notice)
        assert _cash(fed.distribute(LATER))["Tổ chức"] == 15_000
        assert fed.balance("LDA", "33812") == 0
        fed.assert_sound()

    def test_less_paid_than_its_members_levy_waits_in_custody(self, fed: Federation) -> None:
        """A receipt released, a declaration lowered: nothing is refused, the part waits again."""
        self._notice(fed, 60_000)
        assert fed.balance("LDA", "33811") == 0
        release_receipt(fed.ctx(LATER, ACCOUNTANT), ReleaseReceipt("LDA/R/2", LATER, "Nhầm"))
        assert fed.balance("LDA", "33811") == -37_500
        assert fed.balance("LDA", "33812") == 0
        fed.assert_sound()

    def test_two_organisations_of_one_name_are_two(self, fed: Federation) -> None:
        """Each is paid its own part, to its own account."""
        fed.add(organisation(E1, "Tổ chức", "20E1"))
        self._notice(fed, 40_000)
        fed.pay(E1, JUNE, 100_000, NEXT)
        record_wo_notice(fed.ctx(NEXT), WoNotice(E1, Period(JUNE), Vnd(20_000), NEXT))
        paid = [each for each in fed.distribute(LATER) if each.payee == "Tổ chức"]
        assert {each.account_no: each.amount_vnd for each in paid} == {
            "20E1": 15_000,
            "20E2": 30_000,
        }
        fed.assert_sound()


class TestMoneyElsewhere:
    """Money in the account of another unit than the one that collects."""

    def test_two_holders_of_one_obligation(self, fed: Federation) -> None:
        """The part here is paid at once, the part elsewhere when it has been handed over."""
        fed.owe(E1, JUNE, 200_000)
        here = fed.receive("LDA", "H", 100_000, DAY)
        there = fed.receive("TLD", "T", 100_000, DAY)
        fed.match(DAY, decision(here, E1, {JUNE: 100_000}), decision(there, E1, {JUNE: 100_000}))
        assert fed.balance("LDA", "33885", "TLD") == -8_000
        assert _cash(fed.distribute(NEXT, "LDA")) == {"G1": 75_000, "A1": 12_000, "TLD": 5_000}
        assert _cash(fed.distribute(LATER, "TLD")) == {"LDA": 100_000}
        assert fed.balance("LDA", "33885") == 0
        assert _cash(fed.distribute(LATER, "LDA")) == {"G1": 75_000, "A1": 12_000, "TLD": 5_000}
        fed.assert_sound()

    def test_released_after_it_was_handed_over(self, fed: Federation) -> None:
        """The debt turns round, and the next money collected is less by it, or nothing."""
        receipt = fed.pay(E1, JUNE, 100_000, DAY, holder="TLD")
        fed.distribute(NEXT, "TLD")
        release_receipt(fed.ctx(LATER, ACCOUNTANT), ReleaseReceipt(receipt, LATER, "Nhầm"))
        assert fed.balance("LDA", "1363", "TLD") == -100_000
        fed.assert_sound()
        fed.pay(E2, JUNE, 60_000, LATER, holder="TLD")
        assert fed.distribute(LATER, "TLD") == []  # LDA has more of TLD's money than that
        assert fed.balance("LDA", "337861") == -4_800
        assert _cash(fed.distribute(LATER, "LDA"))["G2"] == 45_000
        fed.pay(E3, JUNE, 70_000, LATER, holder="TLD")
        assert _cash(fed.distribute(LATER, "TLD")) == {"LDA": 30_000}
        assert fed.balance("LDA", "1363", "TLD") == 0
        fed.assert_sound()

    def test_identified_anew_for_another_collecting_unit(self, fed: Federation) -> None:
        """Money handed to LDA by mistake is LDB's: TLD owes it to LDB, and LDA to TLD."""
        receipt = fed.pay(E1, JUNE, 100_000, DAY, holder="TLD")
        fed.distribute(NEXT, "TLD")
        release_receipt(fed.ctx(LATER, ACCOUNTANT), ReleaseReceipt(receipt, LATER, "Nhầm"))
        _province_b(fed)
        fed.owe(E1, "2026-08", 100_000, LATER)
        fed.match(LATER, decision(receipt, E1, {"2026-08": 100_000}, collector="LDB"))
        assert fed.balance("LDB", "33885", "TLD") == -8_000  # not income: it lies with TLD
        assert _cash(fed.distribute(LATER, "TLD")) == {"LDB": 100_000}
        assert fed.balance("LDB", "337861") == -8_000
        fed.assert_sound()


def test_a_receipt_is_one_payers(fed: Federation) -> None:
    """Money that is one employer's is not put on another's months before it is released."""
    receipt = fed.receive("LDA", "R", 100_000, DAY)
    fed.owe(E1, JUNE, 40_000)
    fed.owe(E2, JUNE, 60_000)
    fed.match(DAY, decision(receipt, E1, {JUNE: 40_000}))
    told = fed.match(DAY, decision(receipt, E2, {JUNE: 60_000}))
    assert [each["code"] for each in told.refused] == ["match.another_payer"]
    assert fed.receipt(receipt).tax_code == E1
    fed.assert_sound()


def test_a_suggestion_posts_nothing(fed: Federation) -> None:
    """What is not certain waits, with what is thought of it."""
    receipt = fed.receive("LDA", "R", 100_000, DAY)
    before = set(entries(fed))
    thought: Decision = decision(receipt, E1, {}, certain=False, confidence=40)
    done = fed.match(DAY, thought)
    assert (done.suggested, done.receipts) == (1, 0)
    held = fed.receipt(receipt)
    assert (held.state, held.suggested_tax_code, held.confidence) == ("suggested", E1, 40)
    assert set(entries(fed)) == before
