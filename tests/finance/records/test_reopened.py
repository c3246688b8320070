"""What was posted in a reopened month is told entry by entry, and nothing else is."""

import datetime as dt

import pytest

from finance.records import reopened as subject
from finance.records.reopened import reopened
from finance.runtime.database import Database
from ledger.periods import Period
from tests.ledger.books import close, draft, open_books, post, reopen, reverse

JANUARY = dt.date(2026, 1, 20)
JAN = Period("2026-01")


@pytest.fixture
def books(database: Database) -> Database:
    """January: an entry, closed, reopened, its reversal, closed, reopened, and one in July."""
    open_books(database)
    first = post(database, draft("1", accounting_on=JANUARY))[0]
    close(database, "2026-01")
    reopen(database, "2026-01", reason="một")
    post(database, draft("2"))
    reverse(database, first, "r", on=JANUARY)
    close(database, "2026-01")
    reopen(database, "2026-01", reason="hai")
    return database


def test_each_reopening_with_its_own_entries(books: Database) -> None:
    """The newest first; neither what stood before nor what went into another month."""
    with books.reading() as session:
        second, first = reopened(session, "LDA")
        assert reopened(session, "LDA", Period("2026-02")) == []
        assert reopened(session, "XX") == []
    assert (second.reason, second.count, second.entries, second.closed_at_us) == (
        "hai",
        0,
        (),
        None,
    )
    (entry,) = first.entries
    assert (first.reason, first.count) == ("một", 1)
    assert (entry.number, entry.accounting_on, entry.amount_vnd, entry.reverses) == (
        "BK/2026/3",
        JANUARY,
        1_000,
        "BK/2026/1",
    )


def test_a_long_list_is_counted(books: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many are listed, all are counted."""
    monkeypatch.setattr(subject, "MOST", 1)
    post(books, *(draft(f"x{number}", accounting_on=JANUARY) for number in range(3)))
    with books.reading() as session:
        told = reopened(session, "LDA", JAN)[0]
    assert (len(told.entries), told.count) == (1, 3)
