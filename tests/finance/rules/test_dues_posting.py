"""What each event of the dues is in the books."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.dues_posting import (
    Passing,
    assessed,
    assessment_key,
    collected,
    remitted,
)
from ledger.entries import credit, debit, gathered

UP = {"fund": "dues", "counter_book": "A1", "interbook_ref": "IB"}
DOWN = {"fund": "dues", "counter_book": "G1", "interbook_ref": "IB"}
vnd = st.integers(0, 10**12)


def test_assessed_is_a_memorandum() -> None:
    """Receivable and what is assessed are equal; no income."""
    assert assessed(5) == [debit("13882", 5, fund="dues"), credit("33884", 5, fund="dues")]


def test_collected_in_cash() -> None:
    """The kept part is income; the rest is the superior's from the first moment."""
    books = collected(Passing("G1", "A1", 70, 30, "IB"), "111")
    assert books["G1"] == [
        debit("111", 100),
        credit("13882", 100, fund="dues"),
        debit("33884", 100, fund="dues"),
        credit("337861", 70, fund="dues", item="22"),
        credit("3362", 30, item="22", **UP),
    ]
    assert books["A1"] == [debit("1362", 30, **DOWN), credit("33885", 30, **DOWN)]


def test_remitted_to_the_direct_superior() -> None:
    """The giver's debt goes with its money; the superior keeps its part and owes the rest on."""
    above = {"fund": "dues", "interbook_ref": "UP"}
    books = remitted("G1", Passing("A1", "LDA", 20, 10, "UP"), "IB")
    assert books == {
        "G1": [debit("3362", 30, item="39", **UP), credit("112", 30)],
        "A1": [
            debit("112", 30),
            credit("1362", 30, **DOWN),
            debit("33885", 30, **DOWN),
            credit("337861", 20, item="22", **DOWN),
            credit("3362", 10, item="22", counter_book="LDA", **above),
        ],
        "LDA": [
            debit("1362", 10, counter_book="A1", **above),
            credit("33885", 10, counter_book="A1", **above),
        ],
    }


def test_the_top_owes_nobody() -> None:
    """What reaches the national unit stays there."""
    books = remitted("LDA", Passing("TLD", "", 60, 0, "IB"), "IB")
    assert set(books) == {"LDA", "TLD"}
    assert not [line for line in books["TLD"] if line.account == "3362"]


@pytest.mark.parametrize("cash_account", ["111", "112"])
@given(kept=vnd, up=vnd)
def test_every_book_balances(cash_account: str, kept: int, up: int) -> None:
    """Collected and remitted alike, whatever is kept; what one owes the other is owed."""
    for books in (
        collected(Passing("G1", "A1", kept, up, "IB"), cash_account),
        remitted("G1", Passing("A1", "LDA", kept, up, "IB"), "IB"),
    ):
        for lines in books.values():
            assert sum(line.signed_vnd for line in gathered(lines)) == 0
        due = [line for lines in books.values() for line in lines if line.account[1:] == "362"]
        assert sum(line.signed_vnd for line in due) == 0


def test_assessed_too_high_is_taken_back() -> None:
    """The same two lines with their sides exchanged."""
    assert assessed(-5) == [credit("13882", 5, fund="dues"), debit("33884", 5, fund="dues")]


def test_an_assessment_is_named_by_unit_and_month() -> None:
    """And numbered: a month may be assessed again."""
    assert assessment_key("G1", "2026-06", 2) == "G1:2026-06:2"
