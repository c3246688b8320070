"""One receipt of several employers: each part is a receipt of its own."""

import datetime as dt

import pytest

from finance.actions.identify_receipt import IdentifyReceipt, identify_receipt
from finance.actions.release_receipt import ReleaseReceipt, release_receipt
from finance.actions.rematch_refusals import NotThatMuch
from finance.actions.take_receipt_back import TakeReceiptBack, take_receipt_back
from finance.records.receipts import ReceiptRow
from finance.rules.bank_debits import DebitMeaning, OpenPayment, OpenReceipt
from finance.rules.facts import BankFacts
from finance.runtime.batches import RowState
from finance.runtime.database import Database
from tests.builders import E1, E2, E3, account_of, bank_row, employer, unit
from tests.federation import ACCOUNTANT, Federation, codes, contents, federation
from tests.finance.actions.changing import with_ldb
from tests.finance.actions.debits import D1, DAY, JUNE, LATER, NEXT, gone, held

WHOLE, FIRST, SECOND = "LDA/R/1", "LDA/R/2", "LDA/R/3"


@pytest.fixture
def fed(database: Database) -> Federation:
    """Three employers owe 1,000 each, and 2,000 came in one row."""
    made = federation(database)
    for code in (E1, E2, E3):
        made.owe(code, JUNE, 1_000)
    made.receive("LDA", "A", 2_000, DAY)
    return made


def _identify(fed: Federation, tax_code: str, amount: int | None = None, receipt: str = "A") -> str:
    wish = IdentifyReceipt(receipt, tax_code, LATER, (), amount)
    return identify_receipt(fed.ctx(LATER, ACCOUNTANT), wish)


def _paid(fed: Federation) -> list[int]:
    return [fed.obligation(code, JUNE).paid_vnd for code in (E1, E2, E3)]


def test_two_employers_share_one_receipt(fed: Federation) -> None:
    """The first gets a part, the second the rest; it is still the bank's one row, named by it."""
    assert _identify(fed, E1, 1_000) == FIRST
    assert held(fed.receipt(WHOLE)) == (0, 0, 0, "unidentified")
    assert (fed.receipt(WHOLE).amount_vnd, fed.receipt(FIRST).split_from) == (1_000, 1)
    assert _identify(fed, E2) == WHOLE
    assert _paid(fed) == [1_000, 1_000, 0]
    assert (fed.balance("LDA", "33881"), fed.balance("LDA", "112")) == (0, 2_000)
    assert len(fed.distribute(LATER)) > 0
    fed.assert_sound()


def test_said_again_nobody_gets_it_twice(fed: Federation) -> None:
    """The same part for the same employer is there already."""
    _identify(fed, E1, 500)
    before = contents(fed.database)
    assert _identify(fed, E1, 500) == FIRST
    assert contents(fed.database) == before
    assert _identify(fed, E1, 400) == SECOND
    assert _paid(fed) == [900, 0, 0]
    fed.assert_sound()


def test_a_part_is_split_again_and_released_alone(fed: Federation) -> None:
    """Split wrongly, it is released and identified anew; the others stand."""
    _identify(fed, E1, 1_200)
    release_receipt(fed.ctx(LATER, ACCOUNTANT), ReleaseReceipt(FIRST, LATER, "Nhầm số tiền"))
    assert _identify(fed, E1, 1_000, FIRST) == SECOND
    assert fed.receipt(SECOND).split_from == 1
    assert _identify(fed, E2, None, FIRST) == FIRST
    assert _identify(fed, E2, 800) == WHOLE  # all that is left: nothing is split
    assert _paid(fed) == [1_000, 1_000, 0]
    amounts = [fed.receipt(name).amount_vnd for name in (WHOLE, FIRST, SECOND)]
    assert amounts == [800, 200, 1_000]
    with fed.database.reading() as session:
        places = {row.occurrence for row in session.query(ReceiptRow)}
    assert places == {1, -1, -2}
    fed.assert_sound()


def test_what_another_has_not_used_is_split_off(fed: Federation) -> None:
    """E1 has 1,000 of it; what a correction left open goes to E3 in full."""
    _identify(fed, E1)
    release_receipt(fed.ctx(LATER, ACCOUNTANT), ReleaseReceipt(WHOLE, LATER, "Chia lại"))
    _identify(fed, E3, 600)
    assert _identify(fed, E1, 1_400) == WHOLE
    assert held(fed.receipt(WHOLE)) == (1_000, 400, 0, "matched")
    assert _paid(fed) == [1_000, 0, 600]
    fed.assert_sound()


def test_in_two_collecting_units(database: Database) -> None:
    """Each part is collected where its employer is; both books tie."""
    fed = with_ldb(federation(database))
    fed.units(unit("B1", level="upper", parent_code="LDB"))
    judged = fed.employers(employer(E2, collecting_unit="LDB", grassroots_unit="", upper_unit="B1"))
    assert judged.problems == {}
    fed.owe(E1, JUNE, 1_000)
    fed.owe(E2, JUNE, 1_000)
    fed.receive("LDA", "A", 2_000, DAY)
    _identify(fed, E1, 1_000)
    _identify(fed, E2, 1_000)
    owed = (fed.obligation(E1, JUNE), fed.obligation(E2, JUNE, "LDB"))
    assert [each.paid_vnd for each in owed] == [1_000, 1_000]
    assert fed.balance("LDB", "1363", "LDA") == 1_000
    fed.assert_sound()


def test_no_more_than_is_open(fed: Federation) -> None:
    """Nor nothing."""
    _identify(fed, E1, 1_500)
    for amount in (501, 0, -5):
        with pytest.raises(NotThatMuch) as told:
            _identify(fed, E2, amount)
        assert told.value.facts == {"what": WHOLE, "open": 500, "amount": amount}


def test_the_same_statement_again_is_the_same(fed: Federation) -> None:
    """A row and its parts are one row of the bank; another amount is told."""
    _identify(fed, E1, 500)
    _identify(fed, E2, 700)
    again = fed.bank(LATER, account_of("LDA"), bank_row("A", DAY, 2_000))
    assert again.states == {2: RowState.UNCHANGED}
    other = fed.bank(LATER, account_of("LDA"), bank_row("A", DAY, 800))
    assert codes(other) == {2: ["bank.other_amount_known"]}


def test_what_the_bank_takes_back_a_person_says(fed: Federation) -> None:
    """Whose part it was is nobody's to guess: the row waits, and takes back two parts."""
    _identify(fed, E1, 1_200)
    shown: list[OpenReceipt | OpenPayment] = []

    def read(_: BankFacts, receipts: object, payments: object) -> DebitMeaning:
        assert isinstance(receipts, list)
        assert payments == []
        shown.extend(receipts)
        return DebitMeaning()

    fed.bank(NEXT, account_of("LDA"), bank_row("H", NEXT, -800), read=read)
    fed.bank(NEXT, account_of("LDA"), bank_row("K", NEXT, -1_200), read=read)
    assert shown == []
    for debit, receipt in ((D1, WHOLE), ("LDA/D/2", FIRST)):
        wish = TakeReceiptBack(debit, receipt, dt.date(2026, 7, 20))
        take_receipt_back(fed.ctx(LATER, ACCOUNTANT), wish)
    assert held(fed.receipt(FIRST)) == (0, 0, 1_200, "returned")
    assert _paid(fed) == [0, 0, 0]
    fed.assert_sound()


def test_one_row_takes_both_parts_back(fed: Federation) -> None:
    """The bank brings all of it back: each part is named."""
    _identify(fed, E1, 1_000)
    _identify(fed, E2)
    gone(fed, 2_000)
    for receipt in (WHOLE, FIRST):
        take_receipt_back(fed.ctx(LATER, ACCOUNTANT), TakeReceiptBack(D1, receipt, LATER))
    assert (_paid(fed), fed.balance("LDA", "13889")) == ([0, 0, 0], 0)
    fed.assert_sound()
