"""Books added together."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.consolidation import (
    FAMILIES,
    Elimination,
    consolidate,
    eliminations,
    lowest_common_parent,
)
from ledger.balances import Tagged
from tests.finance.rules.june_2026 import BOOKS, PARENTS, by_account, july

WHOLE = frozenset(BOOKS)
PROVINCE = WHOLE - {"TLD"}
WHOLE_BALANCES = {
    "111": 345_133,
    "112": 705_613_635,
    "13881": 4_135_780,
    "337861": -94_354_967,
    "33811": -6_750_000,
    "33881": -750_000,
    "33882": -1_135_801,
    "33883": -4_135_780,
    "33885": -2_347_500,
    "4316": -604_000_000,
    "611": 3_379_500,
}
PROVINCE_BALANCES = WHOLE_BALANCES | {
    "112": 191_656_845,
    "1363": 9_000_000,
    "3361": -405_556,
    "337861": -89_442_621,
    "33885": -1_897_500,
    "4316": -104_000_000,
}


@pytest.mark.parametrize(
    ("inside", "balances"),
    [(WHOLE, WHOLE_BALANCES), (PROVINCE, PROVINCE_BALANCES)],
    ids=["whole", "province"],
)
def test_what_books_owe_each_other_leaves(inside: frozenset[str], balances: dict[str, int]) -> None:
    """Balances between books inside leave; what stands towards a book outside stays."""
    found = consolidate(july(), inside)
    assert by_account(found.rows) == balances
    assert sum(row.closing_vnd for row in found.rows) == 0
    assert found.untied_vnd == {}


def test_nothing_is_lost_between_what_stays_and_what_leaves() -> None:
    """Every row of a book inside either stays or leaves."""
    found = consolidate(july(), PROVINCE)
    rows = [row for row in july() if row.book in PROVINCE]
    assert len(found.rows) + len(found.eliminated) == len(rows)
    assert by_account([*found.rows, *found.eliminated]) == by_account(rows)


def test_income_of_the_whole_by_source() -> None:
    """Levy share from above is shown as levy collected once the giver is inside."""
    found = consolidate(july(), WHOLE)
    income = [row for row in found.rows if row.account == "337861"]
    assert {row.item for row in income} == {"22", "23"}
    assert -sum(row.closing_vnd for row in income if row.item == "23") == 93_802_467
    assert -sum(row.closing_vnd for row in income if row.item == "22") == 552_500
    alone = consolidate(july(), frozenset({"G1"}))
    assert {row.item for row in alone.rows if row.account == "337861"} == {"22", "28.01"}


def test_the_pairs_and_where_they_leave() -> None:
    """Each pair adds to zero and leaves at the lowest unit above both."""
    found = eliminations(july(), WHOLE)
    table = [
        (
            pair.book,
            pair.counter_book,
            lowest_common_parent(pair.book, pair.counter_book, PARENTS),
            pair.account,
            pair.balance_vnd,
            pair.account_there,
            pair.balance_there_vnd,
        )
        for pair in found
    ]
    assert table == [
        ("A1", "LDA", "LDA", "3362", -97_500, "1362", 97_500),
        ("LDA", "A1", "LDA", "3361", -973_334, "1361", 973_334),
        ("LDA", "G1", "LDA", "3361", 666_666, "1361", -666_666),
        ("LDA", "TLD", "TLD", "3361", -405_556, "1361", 405_556),
        ("TLD", "LDA", "TLD", "3363", -9_000_000, "1363", 9_000_000),
    ]
    assert all(pair.ties for pair in found)
    assert not replace(found[0], balance_vnd=0).ties


def test_pairs_with_a_book_outside_are_not_listed() -> None:
    """Seen from the province, nothing stands opposite the confederation."""
    assert {pair.counter_book for pair in eliminations(july(), PROVINCE)} == {"LDA", "A1", "G1"}


@pytest.mark.parametrize(
    ("one", "other", "parent"),
    [
        ("G1", "G2", "A1"),
        ("G1", "A1", "A1"),
        ("G1", "G1", "G1"),
        ("TLD", "G2", "TLD"),
        ("G1", "stranger", None),
    ],
)
def test_the_lowest_unit_above_both(one: str, other: str, parent: str | None) -> None:
    """A unit stands above itself; two trees have nothing in common."""
    assert lowest_common_parent(one, other, PARENTS) == parent


def test_support_and_hand_over_leave_with_their_other_half() -> None:
    """28.02 leaves against the giver's spending, 40 against 42; a stranger's support stays."""
    rows = [
        Tagged("LDA", "611", "levy", "support", "G1", debit_vnd=300_000),
        Tagged("LDA", "112", "", "", "", credit_vnd=300_000),
        Tagged("G1", "112", "", "", "", debit_vnd=300_000),
        Tagged("G1", "337861", "levy", "28.02", "LDA", credit_vnd=300_000),
        Tagged("G3", "4316", "levy", "42", "G1", debit_vnd=400_000),
        Tagged("G3", "112", "", "", "", credit_vnd=400_000),
        Tagged("G1", "112", "", "", "", debit_vnd=400_000),
        Tagged("G1", "4316", "levy", "40", "G3", credit_vnd=400_000),
    ]
    everyone = consolidate(rows, frozenset({"LDA", "G1", "G3"}))
    assert by_account(everyone.rows) == {}
    assert everyone.untied_vnd == {}
    below = consolidate(rows, frozenset({"G1", "G3"}))
    assert by_account(below.rows) == {"112": 300_000, "337861": -300_000}


def test_a_pair_that_does_not_tie_is_told() -> None:
    """What leaves without its other half is a fault of the books, shown with its amount."""
    rows = [row for row in july() if not (row.book == "G1" and row.account == "1361")]
    assert consolidate(rows, WHOLE).untied_vnd == {"levy": 666_666}


def test_a_pair_is_listed_once_with_both_its_sides() -> None:
    """Rows of one pair that differ in fund or item are one balance between two books."""
    rows = [
        Tagged("A", "3361", "levy", "23", "B", credit_vnd=5),
        Tagged("A", "3361", "levy", "39", "B", debit_vnd=2),
        Tagged("B", "1361", "levy", "", "A", debit_vnd=3),
        Tagged("B", "3368", "levy", "", "A", debit_vnd=1, credit_vnd=1),
    ]
    assert eliminations(rows, frozenset("AB")) == (
        Elimination("levy", "A", "B", "3361", -3, "1361", 3),
    )


@given(
    st.lists(
        st.tuples(
            st.sampled_from(BOOKS),
            st.sampled_from(BOOKS),
            st.sampled_from(sorted(FAMILIES)),
            st.integers(1, 10**12),
        ).filter(lambda debt: debt[0] != debt[1]),
        max_size=20,
    ),
    st.frozensets(st.sampled_from(BOOKS)),
)
def test_debts_posted_in_both_books_always_leave_together(
    debts: list[tuple[str, str, str, int]], inside: frozenset[str]
) -> None:
    """Whatever set of books is added up, pairs inside tie, and no debt inside is left."""
    rows = []
    for owes, holds, family, amount in debts:
        due_from, due_to = FAMILIES[family]
        rows.append(Tagged(owes, due_to, "levy", "", holds, credit_vnd=amount))
        rows.append(Tagged(holds, due_from, "levy", "", owes, debit_vnd=amount))
    found = consolidate(rows, inside)
    assert found.untied_vnd == {}
    assert all(row.counter_book not in inside for row in found.rows)
    assert all(pair.ties for pair in eliminations(rows, inside))
