"""Reading gives what was written: books, charts, months, entries."""

import datetime as dt

import pytest
from sqlalchemy import event, insert, text
from sqlalchemy.orm import Session

from finance.runtime.database import Database
from ledger import book
from ledger.errors import UnknownBook
from ledger.periods import Period, PeriodState
from ledger.store import reads
from ledger.store.tables import BookRow
from tests.ledger.books import (
    ACCOUNTS,
    BOOKS,
    BY,
    DAY,
    HOUR_US,
    NOW_US,
    REGIME,
    draft,
    open_books,
    post,
    reopen,
)


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


def _counted(session: Session) -> list[int]:
    """Grows by one with every question the session asks."""
    asked: list[int] = []
    event.listen(session, "do_orm_execute", lambda _: asked.append(1))
    return asked


def test_books_by_code(books: Database) -> None:
    """All of them, or those that are named and exist."""
    with books.reading() as session:
        assert set(reads.books_by_code(session)) == set(BOOKS)
        found = reads.books_by_code(session, ["LDA", "XX"])
    assert found == {"LDA": reads.Book(2, "LDA", "Sổ LDA", REGIME)}


def test_books_come_in_the_order_of_their_numbers(books: Database) -> None:
    """Whatever the order they were opened in."""
    with books.writing() as session:
        for number in (9, 5):
            row = {"book_id": number, "code": f"B{number}", "name": "", "regime": REGIME}
            session.execute(insert(BookRow).values(row))
        session.commit()
    with books.reading() as session:
        assert list(reads.books_by_code(session)) == [*BOOKS, "B5", "B9"]


def test_many_books_are_asked_for_in_parts(books: Database) -> None:
    """1,200 codes are three questions, and what exists among them is found."""
    codes = ["LDA", *(f"x{number}" for number in range(1_198)), "TLD"]
    with books.reading() as session:
        asked = _counted(session)
        assert set(reads.books_by_code(session, codes)) == {"LDA", "TLD"}
    assert len(asked) == 3


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


def test_a_number_belongs_to_its_book_and_journal(books: Database) -> None:
    """The same number in another book or journal is another entry."""
    post(books, draft("m", journal="MT"), draft("t", book="TLD"))
    with books.reading() as session:
        found = [
            reads.entry_by_number(session, code, journal, 2026, number)
            for code, journal, number in (("LDA", "BK", 1), ("LDA", "MT", 1), ("TLD", "BK", 1))
        ]
        assert [each and each.draft.key for each in found] == ["1", "m", "t"]
        assert reads.entry_by_number(session, "TLD", "BK", 2026, 2) is None
        assert reads.entry_by_number(session, "LDA", "MT", 2026, 2) is None


def test_entries_by_their_places(books: Database) -> None:
    """Those places that the book has, and nothing else of it or of another book."""
    post(books, *(draft(f"t{number}", book="TLD") for number in range(1, 6)))
    with books.reading() as session:
        found = reads.entries_by_seq(session, "LDA", [1, 2, 5])
        assert {seq: each.draft.key for seq, each in found.items()} == {1: "1", 2: "2"}
        found = reads.entries_by_seq(session, "TLD", [1, 5])
        assert {seq: each.draft.key for seq, each in found.items()} == {1: "t1", 5: "t5"}


def test_which_places_are_reversed(books: Database) -> None:
    """Those asked for that an entry of the same book reverses."""
    second, other = post(books, draft("4"), draft("t", book="TLD"))
    with books.writing() as session:
        book.reverse(session, NOW_US, second, draft("r4"))
        session.commit()
    with books.reading() as session:
        assert reads.reversed_among(session, "LDA", [1, 2, 3]) == {1}
        assert reads.reversed_among(session, "LDA", [1, second.seq]) == {1, second.seq}
        assert reads.reversed_among(session, "TLD", [other.seq, second.seq]) == set()


def test_many_places_are_asked_for_in_parts(books: Database) -> None:
    """1,200 places are three questions, and what is reversed among them is found."""
    with books.reading() as session:
        asked = _counted(session)
        assert reads.reversed_among(session, "LDA", range(1, 1_201)) == {1}
    assert len(asked) == 3


def test_what_reverses_an_entry(books: Database) -> None:
    """The reversal is found from the entry it reverses."""
    with books.reading() as session:
        found = reads.reversal_of(session, "LDA", 1)
        assert found is not None
        assert found.seq == 3
        assert reads.reversal_of(session, "LDA", 2) is None
        assert reads.reversal_of(session, "TLD", 1) is None


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


def test_entries_of_one_book(books: Database) -> None:
    """What stands in another book is not among them."""
    post(books, draft("t1", book="TLD"), draft("t2", book="TLD"))
    with books.reading() as session:
        assert [each.draft.key for each in reads.entries(session, "LDA")] == ["1", "2", "r"]
        assert [each.draft.key for each in reads.entries(session, "TLD", after_seq=1)] == ["t2"]


def test_many_entries_stream(books: Database) -> None:
    """More entries than are read at a time all come, in order."""
    post(books, *(draft(f"n{number}") for number in range(1_200)))
    with books.reading() as session:
        seqs = [each.seq for each in reads.entries(session, "LDA")]
    assert seqs == list(range(1, 1_204))


def test_a_book_is_read_as_it_is_asked_for(books: Database) -> None:
    """A database that can keep its place in a long book does so, and sends the rest when asked."""
    post(books, *(draft(f"n{number}") for number in range(600)))
    with books.reading() as session:
        found = reads.entries(session, "LDA")
        assert next(found).seq == 1
        if session.get_bind().dialect.name == "postgresql":
            assert session.scalar(text("SELECT count(*) FROM pg_cursors")) == 1
        assert len(list(found)) == 602


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


def test_the_month_of_the_day_counts(books: Database) -> None:
    """A day of the last closed month moves to the first of the next."""
    _close(books, "LDA", 1)
    with books.reading() as session:
        found = reads.first_open_day(session, ["LDA"], dt.date(2026, 1, 20), NOW_US)
    assert found == dt.date(2026, 2, 1)


def test_a_reopened_month_is_open_until_its_time_is_over(books: Database) -> None:
    """To the last moment of its time its days stand; a moment later they move on."""
    _close(books, "LDA", 2)
    until_us = NOW_US + HOUR_US
    reopen(books, "2026-02", until_us=until_us)
    day = dt.date(2026, 2, 20)
    with books.reading() as session:
        assert reads.first_open_day(session, ["LDA"], day, NOW_US) == day
        assert reads.first_open_day(session, ["LDA"], day, until_us) == day
        assert reads.first_open_day(session, ["LDA"], day, until_us + 1) == dt.date(2026, 3, 1)
