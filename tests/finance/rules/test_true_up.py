"""The upper parts of a year against the approved estimate, and the way between the levels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.true_up import (
    EstimateNotWhole,
    Step,
    Tree,
    UnitNotEstimated,
    differences,
    moved_since,
    paid,
    steps,
    trued_up,
)
from ledger.entries import Side, credit, debit

PARENTS = {"TLD": "", "LDA": "TLD", "A1": "LDA", "A2": "LDA"}
TREE = Tree("LDA", frozenset({"TLD"}), PARENTS)
TAGS = {"fund": "levy", "interbook_ref": "R"}


def test_each_difference() -> None:
    """The estimate less what was shared; together nothing."""
    found = differences("LDA", 2026, {"A1": 7, "LDA": 5, "TLD": 0}, {"A1": 5, "TLD": 7})
    assert found == {"A1": 2, "LDA": 5, "TLD": -7}


def test_an_estimate_of_another_sum_is_refused() -> None:
    """What it divides must be what was collected, and it names everyone who has a part."""
    with pytest.raises(EstimateNotWhole):
        differences("LDA", 2026, {"A1": 8}, {"A1": 5})
    with pytest.raises(UnitNotEstimated):
        differences("LDA", 2026, {"A1": 8}, {"A1": 5, "TLD": 3})
    assert differences("LDA", 2026, {"A1": 8}, {"A1": 8, "TLD": 0}) == {"A1": 0}


def test_k13_runs_through_the_level_between() -> None:
    """TLD gives, LDA passes on, A1 has it shared and not yet received."""
    assert trued_up(TREE, {"A1": 5, "A2": 0, "LDA": 0, "TLD": -5}, "R") == {
        "TLD": [
            credit("3368", 5, counter_book="LDA", **TAGS),
            debit("337861", 5, item="23", counter_book="LDA", **TAGS),
        ],
        "LDA": [
            credit("3368", 5, counter_book="A1", **TAGS),
            debit("1368", 5, counter_book="TLD", **TAGS),
        ],
        "A1": [
            debit("1368", 5, counter_book="LDA", **TAGS),
            credit("33885", 5, counter_book="LDA", **TAGS),
        ],
    }


def test_upwards_and_beside() -> None:
    """A1 and A2 give; the collecting unit keeps its part of what reaches it and passes the rest."""
    found = trued_up(TREE, {"A1": -4, "A2": -3, "LDA": 5, "TLD": 2}, "R")
    assert found["A1"][-1] == debit("337861", 4, item="28.01", counter_book="LDA", **TAGS)
    assert found["LDA"][-2:] == [
        credit("33885", 4, counter_book="A1", **TAGS),
        credit("33885", 1, counter_book="A2", **TAGS),
    ]
    assert found["TLD"][-1] == credit("33885", 2, counter_book="LDA", **TAGS)
    lower = trued_up(TREE, {"A1": 4, "LDA": -4}, "R")
    assert lower["LDA"][-1] == debit("337861", 4, fund="levy", item="23")


def test_a_step_paid() -> None:
    """Of what LDA is paid nothing is its own; of what A1 is paid, all."""
    found = paid(TREE, "TLD", "LDA", 5, 0, "R")
    assert found == {
        "TLD": [debit("3368", 5, counter_book="LDA", **TAGS), credit("112", 5)],
        "LDA": [debit("112", 5), credit("1368", 5, counter_book="TLD", **TAGS)],
    }
    assert paid(TREE, "LDA", "A1", 5, 4, "R")["A1"][2:] == [
        debit("33885", 4, counter_book="LDA", **TAGS),
        credit("337861", 4, item="28.01", counter_book="LDA", **TAGS),
    ]
    assert paid(TREE, "LDA", "TLD", 5, 4, "R")["TLD"][3] == credit(
        "337861", 4, item="23", counter_book="LDA", **TAGS
    )
    assert paid(TREE, "A1", "LDA", 5, 4, "R")["LDA"][3] == credit(
        "337861", 4, fund="levy", item="23"
    )


@given(st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12), st.integers(-9, 9))
def test_every_book_balances_and_every_pair_ties(one: int, two: int, three: int) -> None:
    """Whatever the differences, and each step has its other side."""
    changes = {"A1": one, "A2": two, "LDA": three, "TLD": -one - two - three}
    books = trued_up(TREE, changes, "R")
    for lines in books.values():
        assert sum(line.signed_vnd for line in lines) == 0
    pairs = {
        (book, line.counter_book, line.amount_vnd, line.side)
        for book, lines in books.items()
        for line in lines
        if line.account in ("1368", "3368")
    }
    for book, other, amount, side in pairs:
        opposite = Side.CREDIT if side is Side.DEBIT else Side.DEBIT
        assert (other, book, amount, opposite) in pairs
    got = dict.fromkeys(changes, 0)
    for step in steps(TREE, changes):
        got[step.taker] += step.amount_vnd
        got[step.giver] -= step.amount_vnd
    assert got == changes


def test_nothing_to_true_up_is_no_step() -> None:
    """Equal amounts move nothing."""
    assert steps(TREE, {"A1": 0, "TLD": 0}) == []
    assert steps(TREE, {"A1": 1, "TLD": -1}) == [Step("LDA", "A1", 1), Step("TLD", "LDA", 1)]
    one = trued_up(TREE, {"LDA": 1, "TLD": -1}, "R")
    assert one["LDA"][-1] == credit("33885", 1, counter_book="TLD", **TAGS)
    assert trued_up(TREE, {}, "R") == {}


def test_what_moved_since_is_what_is_shared_now_less_what_was_shared_then() -> None:
    """Also of a unit the estimate does not name; who did not move is not told."""
    posted = {"A1": (150, 30), "LDA": (70, -10), "TLD": (30, -20)}
    now = {"A1": 120, "LDA": 81, "A2": 5}
    assert moved_since(posted, now) == {"A2": 5, "LDA": 1, "TLD": -50}
