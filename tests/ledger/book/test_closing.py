"""Months close in order, and a closed one takes nothing."""

import datetime as dt

import pytest

from finance.runtime.database import Database
from ledger.errors import (
    PeriodNotOpen,
    PeriodOrder,
    UnknownBook,
)
from tests.ledger.books import (
    close,
    draft,
    open_books,
    post,
    reverse,
)


@pytest.fixture
def books(database: Database) -> Database:
    """Three books of 2026, on each engine."""
    open_books(database)
    return database


def test_months_close_in_order(books: Database) -> None:
    """A month closes after those before it; closing it again changes nothing."""
    with pytest.raises(PeriodOrder) as caught:
        close(books, "2026-02")
    assert caught.value.facts["earlier"] == "2026-01"
    assert close(books, "2026-01")
    assert not close(books, "2026-01")
    assert close(books, "2026-02")


def test_a_closed_month_takes_no_entry(books: Database) -> None:
    """Not a new one, and not a reversal either."""
    first = post(books, draft("1", accounting_on=dt.date(2026, 1, 31)))[0]
    close(books, "2026-01")
    with pytest.raises(PeriodNotOpen):
        post(books, draft("2", accounting_on=dt.date(2026, 1, 1)))
    with pytest.raises(PeriodNotOpen):
        reverse(books, first, "r", on=dt.date(2026, 1, 31))
    assert not post(books, draft("1", accounting_on=dt.date(2026, 1, 31)))[0].fresh
    assert reverse(books, first, "r").draft.period == "2026-07"
    post(books, draft("3", book="TLD", accounting_on=dt.date(2026, 1, 31)))


def test_what_cannot_be_closed(books: Database) -> None:
    """A book or a month that does not exist."""
    with pytest.raises(UnknownBook):
        close(books, "2026-01", "XX")
    with pytest.raises(PeriodNotOpen):
        close(books, "2031-01")
