"""Which rows of a statement its book takes; one that it does not take waits alone."""

import datetime as dt

import pytest

from finance.runtime.batches import RowState
from finance.runtime.database import Database
from tests.builders import account_of, bank_row
from tests.federation import codes, federation

DAY, LDA = dt.date(2026, 7, 10), account_of("LDA")


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


def test_a_return_under_the_receipts_reference_in_a_second_statement(database: Database) -> None:
    """Credit and debit of one day and reference are two rows, whichever file brings them."""
    fed = federation(database)
    came, went = bank_row("A", DAY, 500), bank_row("A", DAY, -500)
    whole = (came, bank_row("A", DAY, -500, occurrence=2))
    fed.bank(DAY, LDA, came)
    second = fed.bank(DAY, LDA, went)
    assert (second.count(RowState.TAKEN), codes(second)) == (1, {})
    for rows in ((came,), (went,), whole):
        again = fed.bank(DAY, LDA, *rows)
        assert again.count(RowState.UNCHANGED) == len(rows)
    other = fed.bank(DAY, LDA, bank_row("A", DAY, -400))
    assert codes(other) == {2: ["bank.other_amount_known"]}
    assert (fed.balance("LDA", "33881"), fed.balance("LDA", "13889")) == (-500, 500)
    fed.assert_sound()


def test_the_newest_first_and_a_return_before_its_receipt(database: Database) -> None:
    """A statement with the debit first finds the credit; a third row gets a place of its own."""
    fed = federation(database)
    fed.bank(DAY, LDA, bank_row("A", DAY, 500))
    turned = (bank_row("A", DAY, -500), bank_row("A", DAY, 500, occurrence=2))
    found = fed.bank(DAY, LDA, *turned)
    assert [found.states[row] for row in (2, 3)] == [RowState.TAKEN, RowState.UNCHANGED]
    again = fed.bank(DAY, LDA, *turned, bank_row("B", DAY, 1))
    assert [again.count(state) for state in (RowState.UNCHANGED, RowState.TAKEN)] == [2, 1]
    more = (*turned, bank_row("A", DAY, 70, occurrence=3))
    assert fed.bank(DAY, LDA, *more).count(RowState.TAKEN) == 1
    assert fed.balance("LDA", "33881") == -571
    fed.assert_sound()
