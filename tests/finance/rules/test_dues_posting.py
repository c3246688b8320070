"""What each event of the dues is in the books."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.dues_posting import Pair, assessed, assessment_key, collected, passed_up
from ledger.entries import Line, credit, debit, gathered

Make = Callable[..., Line]
UP = {"fund": "dues", "counter_book": "A1", "interbook_ref": "IB"}
DOWN = {"fund": "dues", "counter_book": "G1", "interbook_ref": "IB"}
NOTHING = Pair("G1", "A1", 0, 0, 0)
COLLECTED = Pair("G1", "A1", 30, 0, 30)
REMITTED = Pair("G1", "A1", 30, 30, 0)
TAKEN_BACK = Pair("G1", "A1", 0, 30, 0)
vnd = st.integers(-(10**12), 10**12)
moves = st.lists(st.tuples(st.sampled_from(["shared_vnd", "paid_vnd"]), vnd), max_size=12)


def test_assessed_is_a_memorandum() -> None:
    """Receivable and what is assessed are equal; no income."""
    assert assessed(5) == [debit("13882", 5, fund="dues"), credit("33884", 5, fund="dues")]


def test_assessed_too_high_is_taken_back() -> None:
    """The same two lines with their sides exchanged."""
    assert assessed(-5) == [credit("13882", 5, fund="dues"), debit("33884", 5, fund="dues")]


@pytest.mark.parametrize(("sign", "more", "less"), [(1, debit, credit), (-1, credit, debit)])
def test_collected_and_given_back(sign: int, more: Make, less: Make) -> None:
    """The kept part is income; what goes up stands in the lines of the pair."""
    assert collected(sign * 100, sign * 70, "111") == [
        more("111", 100),
        less("13882", 100, fund="dues"),
        more("33884", 100, fund="dues"),
        less("337861", 70, fund="dues", item="22"),
    ]


def test_a_pair_says_what_is_owed_and_received() -> None:
    """Of 50 shared 30 are paid: 20 are owed and wait, 30 the superior has made its own."""
    pair = NOTHING.after(shared_vnd=50).after(paid_vnd=30)
    assert pair == Pair("G1", "A1", 50, 30, 20)
    assert (pair.owed_vnd, pair.received_vnd) == (20, 30)


def test_shared_it_waits_with_the_superior() -> None:
    """The rest of what was collected is the superior's from the first moment."""
    assert passed_up(NOTHING, COLLECTED, 0, "IB") == {
        "G1": [credit("3362", 30, item="22", **UP)],
        "A1": [debit("1362", 30, **DOWN), credit("33885", 30, **DOWN)],
    }


def test_paid_it_waits_no_more() -> None:
    """The debt goes with its money; what the superior does not keep stands in another pair."""
    assert passed_up(COLLECTED, REMITTED, 20, "IB") == {
        "G1": [debit("3362", 30, item="39", **UP), credit("112", 30)],
        "A1": [
            debit("112", 30),
            credit("1362", 30, **DOWN),
            debit("33885", 30, **DOWN),
            credit("337861", 20, item="22", **DOWN),
        ],
    }


def test_taken_back_after_it_was_paid() -> None:
    """The superior's income falls at once and the debt turns round; nothing waits below zero."""
    assert passed_up(REMITTED, TAKEN_BACK, -20, "IB") == {
        "G1": [debit("3362", 30, item="22", **UP)],
        "A1": [credit("1362", 30, **DOWN), debit("337861", 20, item="22", **DOWN)],
    }


def test_brought_back_after_it_was_taken_back() -> None:
    """The money returns to its giver, and nobody's income falls a second time."""
    assert passed_up(TAKEN_BACK, NOTHING, 0, "IB", "33881") == {
        "G1": [credit("3362", 30, item="39", **UP), debit("33881", 30)],
        "A1": [credit("112", 30), debit("1362", 30, **DOWN)],
    }


def test_an_assessment_is_named_by_unit_and_month() -> None:
    """And numbered: a month may be assessed again."""
    assert assessment_key("G1", "2026-06", 2) == "G1:2026-06:2"


@given(moves)
def test_what_waits_is_what_is_owed(told: list[tuple[str, int]]) -> None:
    """In whatever order, and never less than nothing; so what is received is shared and paid."""
    pair = NOTHING
    for what, amount in told:
        pair = pair.after(**{what: amount})
        assert pair.waiting_vnd == max(0, pair.owed_vnd)
        assert pair.received_vnd == min(pair.shared_vnd, pair.paid_vnd)


@pytest.mark.parametrize("bank", ["111", "112"])
@given(shared=vnd, paid=vnd, more=vnd, back=vnd, kept=vnd)
def test_every_book_balances(  # noqa: PLR0913, PLR0917 - five amounts of one movement
    bank: str, shared: int, paid: int, more: int, back: int, kept: int
) -> None:
    """But for what reached the superior and it owes on; what one owes the other is owed."""
    before = NOTHING.after(shared_vnd=shared, paid_vnd=paid)
    after = before.after(shared_vnd=more, paid_vnd=back)
    books = passed_up(before, after, kept, "IB", bank)
    on = after.received_vnd - before.received_vnd - kept
    assert [sum(line.signed_vnd for line in gathered(own)) for own in books.values()] == [-more, on]
    due = [line for lines in books.values() for line in lines if line.account[1:] == "362"]
    assert sum(line.signed_vnd for line in due) == 0
