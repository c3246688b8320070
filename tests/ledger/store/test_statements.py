"""A statement shows an account's lines by day, with what stood after each; page by page."""

import datetime as dt

import pytest
from sqlalchemy import Executable, event

from finance.runtime.database import Database
from ledger.entries import credit, debit
from ledger.store.statements import (
    Page,
    Place,
    Statement,
    StatementLine,
    statement,
    statement_page,
)
from tests.ledger.books import DAY, draft, open_books, post, received
from tests.ledger.store.raw import LINE, post_raw

YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


@pytest.fixture
def books(database: Database) -> Database:
    """Entries recorded out of the order of their days, one with two lines on the bank."""
    open_books(database)
    split = (debit("112", 1), debit("112", 2), credit("33881", 3))
    post(
        database,
        draft("1", received(100), accounting_on=dt.date(2026, 7, 20)),
        draft("2", received(10), accounting_on=dt.date(2026, 7, 1)),
        draft("3", split),
        draft("4", received(1_000), accounting_on=dt.date(2026, 8, 1)),
        draft("5", received(5), book="TLD"),
    )
    return database


def _statement(database: Database, first: dt.date, last: dt.date) -> Statement:
    with database.reading() as session:
        return statement(session, "LDA", "112", first, last)


def test_lines_stand_by_day(books: Database) -> None:
    """In order of accounting day, then of recording; each with its balance."""
    found = _statement(books, *YEAR)
    shown = [(line.posted.seq, line.line_no, line.balance_vnd) for line in found.lines]
    assert shown == [(2, 1, 10), (3, 1, 11), (3, 2, 13), (1, 1, 113), (4, 1, 1_113)]
    assert (found.opening_vnd, found.closing_vnd, found.after) == (0, 1_113, None)


def test_each_line_is_shown_with_its_entry(books: Database) -> None:
    """The line itself, of the entry that stands beside it."""
    found = _statement(books, *YEAR)
    shown = [
        (line.posted.draft.key, line.line.account, line.line.amount_vnd) for line in found.lines
    ]
    assert shown == [
        ("2", "112", 10),
        ("3", "112", 1),
        ("3", "112", 2),
        ("1", "112", 100),
        ("4", "112", 1_000),
    ]


@pytest.mark.parametrize(("code", "key"), [("LDA", "1"), ("TLD", "5"), ("CĐCS-Ô/1", "6")])
def test_each_book_shows_its_own_entries(books: Database, code: str, key: str) -> None:
    """The first entry of one book is never shown in the statement of another."""
    post(books, draft("6", received(6), book="CĐCS-Ô/1"))
    with books.reading() as session:
        found = statement(session, code, "112", *YEAR)
    assert [line.posted.draft.key for line in found.lines if line.posted.seq == 1] == [key]


def test_lines_of_an_entry_stand_by_their_numbers(database: Database) -> None:
    """Whatever the order they were written in."""
    open_books(database)
    post(database, draft("1"), draft("2"))
    ways = {1: "D", 2: "C", 3: "D", 4: "C"}
    lines = [{**LINE, "line_no": number, "side": ways[number]} for number in (4, 2, 3, 1)]
    post_raw(database, lines, line_count=4)
    found = _statement(database, *YEAR)
    assert [line.line_no for line in found.lines if line.posted.seq == 3] == [1, 2, 3, 4]


def test_a_statement_of_some_days(books: Database) -> None:
    """It opens with what stood before them and closes with what stood after."""
    found = _statement(books, DAY, dt.date(2026, 7, 31))
    assert (found.opening_vnd, len(found.lines), found.closing_vnd) == (10, 3, 113)
    empty = _statement(books, dt.date(2026, 9, 1), dt.date(2026, 9, 30))
    assert (empty.opening_vnd, empty.lines, empty.closing_vnd) == (1_113, (), 1_113)


def test_a_span_that_ends_before_it_begins(books: Database) -> None:
    """It has no lines, and stands where its first day opens."""
    found = _statement(books, dt.date(2026, 9, 1), DAY)
    assert (found.opening_vnd, found.lines, found.closing_vnd) == (1_113, (), 1_113)


def test_a_page_after_every_line(books: Database) -> None:
    """It has no lines, and stands where the lines before it closed."""
    after = Place(dt.date(2026, 8, 2), 0, 0)
    with books.reading() as session:
        found = statement_page(session, "LDA", "112", YEAR, Page(2, after))
    assert found == Statement(1_113, (), 1_113)


def test_a_page_that_holds_all_is_the_last(books: Database) -> None:
    """As many lines as were asked for, and none behind them: no further page is named."""
    with books.reading() as session:
        whole = statement(session, "LDA", "112", *YEAR)
        assert statement_page(session, "LDA", "112", YEAR, Page(len(whole.lines))) == whole
        part = statement_page(session, "LDA", "112", YEAR, Page(len(whole.lines) - 1))
    assert part.after is not None


def test_entries_of_a_day_stand_one_after_the_other(books: Database) -> None:
    """All lines of the one recorded first, then those of the next."""
    pair = [debit("112", 3), debit("112", 4), credit("111", 7)]
    first, second = post(books, draft("p1", pair), draft("p2", pair))
    with books.reading() as session:
        lines = statement(session, "LDA", "112", *YEAR).lines
    places = [(each.posted.seq, each.line_no) for each in lines]
    own = [place for place in places if place[0] in {first.seq, second.seq}]
    assert own == [(first.seq, 1), (first.seq, 2), (second.seq, 1), (second.seq, 2)]


def test_a_page_after_the_last_line(books: Database) -> None:
    """It opens with what that line left, not with what it found."""
    with books.reading() as session:
        last = statement(session, "LDA", "112", *YEAR).lines[-1]
        after = Place(last.posted.draft.accounting_on, last.posted.seq, last.line_no)
        found = statement_page(session, "LDA", "112", YEAR, Page(2, after))
    assert found == Statement(last.balance_vnd, (), last.balance_vnd)


def test_a_book_that_is_none(books: Database) -> None:
    """An unknown book has nothing to show."""
    with books.reading() as session:
        assert statement(session, "XX", "112", *YEAR) == Statement(0, (), 0)


@pytest.mark.parametrize("most", [1, 2, 3, 5, 9])
def test_pages_join_into_the_whole(books: Database, most: int) -> None:
    """Page after page: the same lines, none twice, each page opening where the last closed."""
    whole = _statement(books, *YEAR)
    lines: list[StatementLine] = []
    after, stood = None, whole.opening_vnd
    with books.reading() as session:
        while True:
            page = statement_page(session, "LDA", "112", YEAR, Page(most, after))
            assert page.opening_vnd == stood
            assert len(page.lines) <= most
            lines += page.lines
            after, stood = page.after, page.closing_vnd
            if after is None:
                break
    assert tuple(lines) == whole.lines
    assert stood == whole.closing_vnd


def test_a_page_reads_its_own_lines_only(books: Database) -> None:
    """However busy an account, a page takes its ten lines, and the one that tells of more."""
    post(books, *(draft(f"n{number}", accounting_on=YEAR[1]) for number in range(300)))
    asked: list[Executable] = []
    with books.reading() as session:
        event.listen(session, "do_orm_execute", lambda state: asked.append(state.statement))
        after = Place(YEAR[1], 0, 0)
        page = statement_page(session, "LDA", "112", YEAR, Page(10, after))
        given = [len(session.execute(question).all()) for question in tuple(asked)]
    assert len(page.lines) == 10
    assert given == [1, 11, 1, 1, 10, 20]  # book, places, what stood (twice), entries, lines


def test_a_long_statement_is_read_in_parts(books: Database) -> None:
    """More entries than one question takes."""
    post(books, *(draft(f"n{number}") for number in range(1_100)))
    assert _statement(books, *YEAR).closing_vnd == 1_113 + 1_100_000
