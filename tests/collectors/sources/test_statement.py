"""A statement is given out only when it is of the account and adds up."""

from fractions import Fraction

import pytest

from collectors.sources.statement import (
    Entry,
    Movement,
    Statement,
    account_of,
    prove,
    raw_rows,
    written,
)
from collectors.sources.statement_refusals import AnotherAccount, DoesNotAddUp, SeveralAccounts
from ledger.errors import Problem


def _entry(row: int, amount: Fraction | int, on: str = "2026-07-10") -> Entry:
    whole = Fraction(amount)
    return Entry(whole, (Movement(row, whole, reference=f"R{row}", booked_on=on),))


def _statement(*entries: Entry, closing: int, account: str = "10101") -> Statement:
    return Statement("S", account, 100, closing, entries)


@pytest.mark.parametrize("named", ["10101", "970405/10101", "BANKVNVX/101 01VND", "10101VND"])
@pytest.mark.parametrize("asked", ["", "10101"])
def test_the_account_may_be_written_in_several_ways(named: str, asked: str) -> None:
    """With its bank before it and its currency behind; not asked for, the file says it."""
    assert account_of([_statement(closing=100, account=named)], asked) == "10101"


def test_another_account_and_several_are_refused() -> None:
    """A statement of the wrong account would show money that never came there."""
    own, other = _statement(closing=100), _statement(closing=100, account="X/999")
    with pytest.raises(AnotherAccount) as refused:
        account_of([other], "10101")
    assert refused.value.facts == {"found": "999", "asked": "10101"}
    with pytest.raises(SeveralAccounts):
        account_of([own, other], "10101")


def test_what_does_not_add_up_is_refused_with_its_figures() -> None:
    """Opening and movements lead to the closing balance, exactly."""
    prove(_statement(_entry(1, 20), _entry(2, -5), closing=115))
    with pytest.raises(DoesNotAddUp) as refused:
        prove(_statement(_entry(1, 20), _entry(2, Fraction(-1, 2)), closing=115))
    assert refused.value.facts == {
        "name": "S",
        "opening": 100,
        "movements": "19,5",
        "closing": 115,
        "difference": "-4,5",
    }


def test_an_unreadable_entry_leaves_the_sum_unproved() -> None:
    """It says so itself; the others are sound rows."""
    prove(_statement(_entry(1, 20), Entry(None, (Movement(2, None),)), closing=7))


def test_each_row_has_the_balance_behind_it() -> None:
    """Days go forward whatever the order of the file; rows of a day stay as they stand."""
    statement = _statement(_entry(1, 5, "2026-07-11"), _entry(2, -20), _entry(3, 30), closing=115)
    assert [(row.row, row.cells["balance"]) for row in raw_rows([statement])] == [
        (2, "80"),
        (3, "110"),
        (1, "115"),
    ]
    assert all(row.readable for row in raw_rows([statement]))


@pytest.mark.parametrize(
    "odd",
    [
        _entry(2, Fraction(1, 2)),
        _entry(2, 1, "10/07/26"),
        Entry(None, (Movement(2, None, problems=(Problem("x", "a", "b"),)),)),
    ],
)
def test_a_row_that_waits_leaves_no_balances(odd: Entry) -> None:
    """What stands behind each row is then not known."""
    rows = list(raw_rows([_statement(_entry(1, 20), odd, closing=120)]))
    assert [row.cells["balance"] for row in rows] == ["", ""]
    assert [row.row for row in rows] == [1, 2]


def test_an_amount_is_written_so_that_a_fraction_is_seen() -> None:
    """Behind a comma, which the amounts of the feeds never have."""
    assert [written(Fraction(text)) for text in ("5", "-1234", "1.234", "0.5")] == [
        "5",
        "1234",
        "1,234",
        "0,5",
    ]
