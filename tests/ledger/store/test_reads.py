"""Reading gives what was written: books, charts, months, entries."""

import datetime as dt

import pytest

from finance.runtime.database import Database
from ledger import book
from ledger.errors import UnknownBook
from ledger.periods import Period, PeriodState
from ledger.store import reads
from tests.ledger.books import ACCOUNTS, BOOKS, BY, DAY, NOW_US, REGIME, draft, open_books, post


@pytest.fixture
def books(database: Database) -> Database:
    """Three entries in LDA, the last the reversal of the first."""
    open_books(database)
    first, _ = post(database, draft("1"), draft("2", accounting_on=dt.date(2026, 8, 1)))
    with database.writing() as session:
        book.reverse(session, NOW_US, first, draft("r"))
        session.commit()
    return database


def _close(database: Database, code: str, last: int) -> None:
    with database.writing() as session:
        for month in range(1, last + 1):
            book.close_period(session, code, Period(f"2026-{month:02d}"), BY)
        session.commit()


def test_books_by_code(books: Database) -> None:
    """All of them, or those that are named and exist."""
    with books.reading() as session:
        assert set(reads.books_by_code(session)) == set(BOOKS)
        found = reads.books_by_code(session, ["LDA", "XX"])
    assert found == {"LDA": reads.Book(2, "LDA", "Sổ LDA", REGIME)}


def test_the_chart_comes_back(books: Database) -> None:
    """Every account as it was loaded."""
    with books.reading() as session:
        chart = reads.chart(session, REGIME)
        assert list(chart) == sorted(ACCOUNTS, key=lambda each: each.code)
        assert list(reads.chart(session, "other")) == []


def test_months_and_their_states(books: Database) -> None:
    """Twelve a year, open until they are closed."""
    _close(books, "LDA", 1)
    with books.reading() as session:
        states = reads.period_states(session, 2)
    assert len(states) == 12
    assert states[Period("2026-01")] is PeriodState.CLOSED
    assert states[Period("2026-02")] is PeriodState.OPEN


def test_an_entry_by_number_and_by_place(books: Database) -> None:
    """Both find it; what is not there is None."""
    with books.reading() as session:
        second = reads.entry_by_number(session, "LDA", "BK", 2026, 2)
        assert second is not None
        assert second == reads.entry_by_seq(session, "LDA", 2)
        assert reads.entry_by_number(session, "LDA", "BK", 2025, 2) is None
        assert reads.entry_by_seq(session, "TLD", 2) is None


def test_what_reverses_an_entry(books: Database) -> None:
    """The reversal is found from the entry it reverses."""
    with books.reading() as session:
        found = reads.reversal_of(session, "LDA", 1)
        assert found is not None
        assert found.seq == 3
        assert reads.reversal_of(session, "LDA", 2) is None


def test_how_many_entries_a_book_has(books: Database) -> None:
    """As many as were posted; a book that is not there has none."""
    with books.reading() as session:
        assert reads.entry_count(session, "LDA") == len(list(reads.entries(session, "LDA")))
        assert reads.entry_count(session, "NONE") == 0


def test_entries_in_order(books: Database) -> None:
    """By place; of a span of days, after a place, at most so many."""
    with books.reading() as session:
        assert [each.seq for each in reads.entries(session, "LDA")] == [1, 2, 3]
        assert [each.seq for each in reads.entries(session, "LDA", (DAY, DAY))] == [1, 3]
        assert [each.seq for each in reads.entries(session, "LDA", after_seq=1, most=1)] == [2]


def test_many_entries_stream(books: Database) -> None:
    """More entries than are read at a time all come, in order."""
    post(books, *(draft(f"n{number}") for number in range(1_200)))
    with books.reading() as session:
        seqs = [each.seq for each in reads.entries(session, "LDA")]
    assert seqs == list(range(1, 1_204))


def test_the_first_open_day(books: Database) -> None:
    """The day itself, or the first day after the last month that is closed in any of the books."""
    _close(books, "LDA", 2)
    _close(books, "TLD", 3)
    with books.reading() as session:
        january = dt.date(2026, 1, 20)
        assert reads.first_open_day(session, ["CĐCS-Ô/1"], january, NOW_US) == january
        assert reads.first_open_day(session, ["LDA"], january, NOW_US) == dt.date(2026, 3, 1)
        assert reads.first_open_day(session, ["LDA", "TLD"], january, NOW_US) == dt.date(2026, 4, 1)
        assert reads.first_open_day(session, ["LDA", "TLD"], DAY, NOW_US) == DAY
        with pytest.raises(UnknownBook):
            reads.first_open_day(session, ["LDA", "XX"], DAY, NOW_US)
