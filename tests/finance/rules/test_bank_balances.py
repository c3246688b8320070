"""What stood at the end of a day is read off a statement, and never guessed."""

import datetime as dt

import pytest

from finance.rules.bank_balances import closing_balances
from finance.rules.facts import BankFacts
from ledger.money import Vnd
from tests.builders import bank_row

MONDAY, TUESDAY = dt.date(2026, 7, 13), dt.date(2026, 7, 14)


def _row(on: dt.date, amount: int, balance: int | None) -> BankFacts:
    return bank_row("X", on, amount, balance_vnd=None if balance is None else Vnd(balance))


OLDEST_FIRST = [_row(MONDAY, 10, 110), _row(MONDAY, -30, 80), _row(TUESDAY, 5, 85)]


@pytest.mark.parametrize("rows", [OLDEST_FIRST, OLDEST_FIRST[::-1]])
def test_the_last_row_of_each_day(rows: list[BankFacts]) -> None:
    """Whichever end of the statement is the newer one."""
    assert closing_balances(rows) == {MONDAY: 80, TUESDAY: 85}


def test_a_single_row() -> None:
    """Its balance is the day's."""
    assert closing_balances([_row(MONDAY, 10, 110)]) == {MONDAY: 110}


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [_row(MONDAY, 10, None)],
        [_row(MONDAY, 10, 110), _row(MONDAY, 5, None)],
        [_row(MONDAY, 10, 110), _row(MONDAY, 5, 90)],  # a row is missing between them
        [_row(MONDAY, 10, 110), _row(TUESDAY, 5, 90)],  # the same from one day to the next
        [_row(MONDAY, 10, 10), _row(MONDAY, -10, 0)],  # either may have been the last
        [_row(TUESDAY, 10, 110), _row(MONDAY, -30, 80)],  # amounts go on, days go back
    ],
)
def test_what_cannot_be_known(rows: list[BankFacts]) -> None:
    """No balance, a gap, or two readings: nothing is said."""
    assert closing_balances(rows) == {}
