"""Reading is measured on the busiest book, beside the plainest SQL."""

from finance.runtime.database import Database
from reports.cli.measure_reading import measure_statement, measure_trial_balance
from tests.ledger.books import draft, open_books, post


def test_the_busiest_book_is_read(database: Database) -> None:
    """A trial balance of its accounts, a page of its lines."""
    open_books(database)
    post(database, *(draft(str(number)) for number in range(60)), draft("x", book="TLD"))
    trial, page = measure_trial_balance(database), measure_statement(database)
    assert trial is not None
    assert page is not None
    assert (trial.rows, page.rows) == (2, 50)
    assert trial.floor_seconds > 0


def test_without_entries_there_is_nothing_to_read(database: Database) -> None:
    """An empty database gives no step."""
    open_books(database)
    assert measure_trial_balance(database) is None
    assert measure_statement(database) is None
