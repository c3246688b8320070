"""A trial balance adds up, whatever moved and however it is headed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.balances import Tagged, TrialRow, balance, totals, trial_balance
from tests.ledger.books import CHART

MOVED = st.integers(min_value=0, max_value=10**17)


@st.composite
def _tagged(draw: st.DrawFn) -> Tagged:
    return Tagged(
        draw(st.sampled_from(["A", "B"])),
        draw(st.sampled_from(["112", "1361", "3361", "33881", "000"])),
        draw(st.sampled_from(["", "levy", "dues"])),
        draw(st.sampled_from(["", "23"])),
        draw(st.sampled_from(["", "C", "D"])),
        *(draw(MOVED) for _ in range(4)),
    )


@given(st.lists(_tagged(), max_size=12), st.sampled_from(["account", "fund", "item"]))
def test_what_stands_is_what_stood_and_what_moved(rows: list[Tagged], by: str) -> None:
    """In every row, and in all together, closing = opening + debit − credit."""
    trial = trial_balance(rows, CHART, by)
    for row in [*trial, totals(trial)]:
        opening = row.opening_debit_vnd - row.opening_credit_vnd
        closing = row.closing_debit_vnd - row.closing_credit_vnd
        assert closing == opening + row.debit_vnd - row.credit_vnd
    last = totals(trial)
    assert last.debit_vnd == sum(row.debit_vnd for row in rows)
    assert last.credit_vnd == sum(row.credit_vnd for row in rows)
    assert last.key == ""
    assert [row.key for row in trial] == sorted({row.key for row in trial})


@given(st.lists(_tagged(), max_size=12))
def test_the_heading_changes_no_total_movement(rows: list[Tagged]) -> None:
    """By account, fund or item: the same money moved, and the same net stands."""
    by = [totals(trial_balance(rows, CHART, name)) for name in ("account", "fund", "item")]
    assert len({(row.debit_vnd, row.credit_vnd) for row in by}) == 1
    assert len({row.closing_debit_vnd - row.closing_credit_vnd for row in by}) == 1


def test_an_account_of_one_nature_is_netted() -> None:
    """Bank money of two tags is one balance, and so is that of two books; to the last đồng."""
    apart = [Tagged("A", "112", "", "", "", 5), Tagged("B", "112", "", "", "C", 0, 4)]
    assert trial_balance(apart, CHART) == [TrialRow("112", 1, 0, 0, 0, 1, 0)]
    rows = [Tagged("A", "112", "", "", "", 5, 0, 3, 0), Tagged("A", "112", "x", "", "", 0, 1, 0, 9)]
    assert trial_balance(rows, CHART) == [TrialRow("112", 4, 0, 3, 9, 0, 2)]


def test_an_account_of_both_natures_is_never_netted() -> None:
    """What one unit owes us and what we owe another stand on their own sides."""
    rows = [
        Tagged("A", "1361", "levy", "", "C", 7, 0, 0, 0),
        Tagged("A", "1361", "levy", "", "D", 0, 4, 0, 0),
        Tagged("A", "1361", "dues", "", "D", 1, 0, 0, 0),
        Tagged("B", "1361", "levy", "", "C", 0, 2, 0, 0),
    ]
    assert trial_balance(rows, CHART) == [TrialRow("1361", 7, 5, 0, 0, 7, 5)]


def test_under_another_heading_accounts_keep_their_sides() -> None:
    """By fund, a debit of one account does not hide a credit of another."""
    rows = [
        Tagged("A", "112", "levy", "", "", 0, 0, 9, 0),
        Tagged("A", "33881", "levy", "", "", 0, 0, 0, 9),
    ]
    assert trial_balance(rows, CHART, "fund") == [TrialRow("levy", 0, 0, 9, 9, 9, 9)]


def test_nothing_that_never_moved_is_shown() -> None:
    """A row of zeros is left out; one that moved and came back is not."""
    rows = [Tagged("A", "112", "", "", ""), Tagged("A", "33881", "", "", "", 0, 0, 5, 5)]
    assert trial_balance(rows, CHART) == [TrialRow("33881", 0, 0, 5, 5, 0, 0)]


@pytest.mark.parametrize("column", range(6))
def test_a_row_with_one_amount_is_not_empty(column: int) -> None:
    """Whichever column it stands in."""
    amounts = [0] * 6
    assert TrialRow("112", *amounts).empty
    amounts[column] = 1
    assert not TrialRow("112", *amounts).empty


def test_a_balance_by_tags() -> None:
    """The balance of the rows that carry all the tags asked for."""
    rows = [
        Tagged("A", "112", "levy", "", "", 1, 0, 5, 2),
        Tagged("A", "112", "dues", "", "", 0, 0, 7, 0),
        Tagged("A", "33881", "levy", "", "", 0, 0, 0, 9),
    ]
    assert balance(rows, account="112") == 11
    assert balance(rows, account="112", fund="levy") == 4
    assert balance(rows) == 2
