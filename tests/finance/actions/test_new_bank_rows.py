"""Which rows of a statement its book takes; one that it does not take waits alone."""

import datetime as dt

import pytest

from finance.runtime.database import Database
from tests.builders import account_of, bank_row
from tests.federation import codes, federation


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (dt.date(2026, 12, 31), "bank.day_to_come"),
        (dt.date(1900, 1, 1), "bank.no_open_book"),
        (dt.date(2024, 12, 31), "bank.no_open_book"),
    ],
)
def test_a_row_of_a_day_no_book_takes_waits_alone(
    database: Database, day: dt.date, code: str
) -> None:
    """The other rows of the statement are taken; asked again, the same row waits again."""
    fed = federation(database)
    today = dt.date(2026, 7, 10)
    rows = (bank_row("TOT", today, 100), bank_row("XAU", day, 50))
    judged = fed.bank(today, account_of("LDA"), *rows)
    assert codes(judged) == {3: [code]}
    assert fed.balance("LDA", "33881") == -100
    fed.assert_sound()


def test_a_closed_month_books_in_the_next_one_open(database: Database) -> None:
    """A row of June that comes when June is closed is taken, on the first of July."""
    fed = federation(database)
    today = dt.date(2026, 7, 10)
    for month in range(1, 7):
        fed.close("LDA", f"2026-{month:02}", today)
    judged = fed.bank(today, account_of("LDA"), bank_row("MUON", dt.date(2026, 6, 30), 100))
    assert codes(judged) == {}
    rows = fed.tagged(dt.date(2026, 7, 1), dt.date(2026, 7, 1), "LDA")
    assert [row.credit_vnd for row in rows if row.account == "33881"] == [100]
    fed.assert_sound()
