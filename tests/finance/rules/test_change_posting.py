"""What changes of payers and units are in the books; each entry balances, each pair ties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.change_posting import (
    credit_passed,
    credit_refunded,
    custody_passed,
    state_supported,
    unit_handed_over,
)
from finance.rules.consolidation import FAMILIES
from finance.rules.posting import BookLines
from ledger.entries import Line, credit, debit

_AMOUNTS = st.integers(1, 10**15)
_PAIRED = {code for pair in FAMILIES.values() for code in pair}


def _whole(books: BookLines) -> None:
    """Each book balances; what one owes the other is what the other is owed."""
    for lines in books.values():
        assert sum(line.signed_vnd for line in lines) == 0
    between = [line for lines in books.values() for line in lines if line.account in _PAIRED]
    assert sum(line.signed_vnd for line in between) == 0


def test_a_credit_is_refunded() -> None:
    """The payer's credit falls by what the bank pays."""
    assert list(credit_refunded(888_887, "112")) == [
        debit("33882", 888_887, fund="levy"),
        credit("112", 888_887),
    ]


def test_a_credit_goes_with_its_money() -> None:
    """What LDA owes LDB for it arises and is paid at once."""
    tags = {"fund": "levy", "interbook_ref": "LDA/IB/1"}
    assert credit_passed("LDA", "LDB", "LDA/IB/1", 5) == {
        "LDA": [
            debit("33882", 5, fund="levy"),
            credit("3368", 5, counter_book="LDB", **tags),
            debit("3368", 5, counter_book="LDB", **tags),
            credit("112", 5),
        ],
        "LDB": [
            debit("1368", 5, counter_book="LDA", **tags),
            credit("33882", 5, fund="levy"),
            debit("112", 5),
            credit("1368", 5, counter_book="LDA", **tags),
        ],
    }


def test_custody_goes_with_its_money() -> None:
    """It stays custody, in the other book."""
    books = custody_passed("LDA", "LDB", "R", 7)
    assert books["LDA"][0] == debit("33811", 7, fund="levy")
    assert books["LDB"][1] == credit("33811", 7, fund="levy")
    assert {line.interbook_ref for line in (*books["LDA"][1:3], books["LDB"][0])} == {"R"}
    _whole(books)


def test_the_state_supports() -> None:
    """Income of its own source, from the receipts to identify."""
    assert list(state_supported(900_000)) == [
        debit("33881", 900_000),
        credit("337861", 900_000, fund="state", item="24"),
    ]


def test_a_unit_hands_over_to_the_dong() -> None:
    """Overspent dues go over as what they are; a source with nothing is left out."""
    funds = {"levy": 9, "dues": -2, "state": 0}
    ref = {"interbook_ref": "R"}
    out = {"item": "42", "counter_book": "G1", **ref}
    into = {"item": "40", "counter_book": "G3", **ref}
    assert unit_handed_over("G3", "G1", "R", funds, 7) == {
        "G3": [
            credit("4316", 2, fund="dues", **out),
            debit("4316", 9, fund="levy", **out),
            credit("112", 7),
        ],
        "G1": [
            debit("4316", 2, fund="dues", **into),
            credit("4316", 9, fund="levy", **into),
            debit("112", 7),
        ],
    }


@given(st.dictionaries(st.sampled_from(["levy", "dues", "state", "other"]), st.integers(-9, 99)))
def test_a_unit_hands_over_source_by_source(funds: dict[str, int]) -> None:
    """Each source as it is, overspent ones too; the halves are each other's opposite."""
    bank = sum(funds.values())
    if bank < 0:
        return
    books = unit_handed_over("G3", "G1", "R", funds, bank)
    _whole(books)
    given_up, taken = (_by_fund(books[book]) for book in ("G3", "G1"))
    assert given_up == {fund: amount for fund, amount in funds.items() if amount}
    assert taken == {fund: -amount for fund, amount in given_up.items()}


def test_a_book_that_does_not_balance_is_our_mistake() -> None:
    """What is accumulated is what the bank holds."""
    with pytest.raises(AssertionError):
        unit_handed_over("G3", "G1", "R", {"levy": 5}, 4)


@given(_AMOUNTS)
def test_what_is_passed_ties(amount: int) -> None:
    """Whatever the amount."""
    _whole(credit_passed("A", "B", "R", amount))
    _whole(custody_passed("A", "B", "R", amount))


def _by_fund(lines: list[Line]) -> dict[str, int]:
    return {line.fund: line.signed_vnd for line in lines if line.account == "4316"}
