"""A book is opened once, with the months of its years."""

import dataclasses
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import make_url, select, text

from finance.runtime.database import Database
from ledger import book
from ledger.accounts import Nature
from ledger.entries import credit, debit
from ledger.store import reads
from ledger.store.tables import BookHeadRow, BookRow
from tests.ledger.books import (
    ACCOUNTS,
    REGIME,
    account,
    chart_rows,
    draft,
    entries_of,
    open_books,
    post,
)


@pytest.fixture
def books(database: Database) -> Database:
    """Three books of 2026, on each engine."""
    open_books(database)
    return database


def test_accounts_that_come_later_are_known(books: Database) -> None:
    """A chart that has grown since it was last looked at is looked at again."""
    post(books, draft("1"))
    with books.writing() as session:
        new = account("141", Nature.DEBIT, "R--")
        assert book.load_chart(session, chart_rows([*ACCOUNTS, new])) == 1
        session.commit()
    post(books, draft("2", (debit("141", 5, fund="levy"), credit("33881", 5))))
    assert len(entries_of(books)) == 2


def test_every_new_account_is_counted(books: Database) -> None:
    """Two accounts nobody knew, and one that stood there."""
    new = [account(code, Nature.DEBIT, "---") for code in ("141", "142")]
    with books.writing() as session:
        assert book.load_chart(session, chart_rows([ACCOUNTS[0], *new])) == 2


def test_books_are_numbered_in_the_order_they_are_opened(books: Database) -> None:
    """From one, without gaps, and kept in đồng; none of them has an entry."""
    with books.writing() as session:
        book.open_books(session, [("N1", "Một"), ("TLD", "x"), ("N2", "Hai")], REGIME, [])
        rows = session.scalars(select(BookRow).order_by(BookRow.book_id)).all()
        heads = session.execute(select(BookHeadRow.last_seq, BookHeadRow.last_recorded_at_us)).all()
    assert [row.book_id for row in rows] == [1, 2, 3, 4, 5]
    assert [row.code for row in rows[3:]] == ["N1", "N2"]
    assert {row.currency for row in rows} == {"VND"}
    assert set(heads) == {(None, 0)}


def test_two_open_books_one_after_the_other(books: Database) -> None:
    """On PostgreSQL by a lock of their own; on SQLite a writer is alone in any case."""
    locks = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
    with books.writing() as session:
        book.open_books(session, [("N1", "Một")], REGIME, [])
        if books.engine_name == "postgresql":
            assert session.scalar(locks) == 1
        else:
            name = make_url(books.url).database or ""
            with (
                closing(sqlite3.connect(name, timeout=0)) as other,
                pytest.raises(sqlite3.OperationalError),
            ):
                other.execute("BEGIN IMMEDIATE")


def test_loading_a_chart_again(books: Database) -> None:
    """Names follow the data; rules never change under what was posted."""
    renamed = dataclasses.replace(
        ACCOUNTS[0], name_vi="Quỹ tiền mặt", name_en="Petty cash", nature=Nature.CREDIT
    )
    with books.writing() as session:
        assert book.load_chart(session, chart_rows([renamed])) == 0
        session.commit()
        chart = reads.chart(session, REGIME)
    assert (chart["111"].name_vi, chart["111"].nature) == ("Quỹ tiền mặt", Nature.DEBIT)
    assert chart["111"].name_en == "Petty cash"


def test_opening_books_again(books: Database) -> None:
    """A book is opened once; a year it lacks is added."""
    with books.writing() as session:
        assert book.open_books(session, [("TLD", "x"), ("G9", "Mới")], REGIME, [2026, 2027]) == 1
        assert book.open_year(session, 2028) == 12 * 4
        assert book.open_year(session, 2028) == 0
        session.commit()
        found = reads.books_by_code(session)
        assert found["TLD"].name == "Sổ TLD"
        assert len(reads.period_states(session, found["TLD"].book_id)) == 36
        assert len(reads.period_states(session, found["LDA"].book_id)) == 24
        assert len(reads.period_states(session, found["G9"].book_id)) == 36


def test_a_year_is_not_opened_for_who_is_done(books: Database) -> None:
    """A book that was handed over gets no more months; each other does."""
    with books.writing() as session:
        assert book.open_year(session, 2027, {"TLD", "XX"}) == 12 * 2
        found = reads.books_by_code(session)
        months = {
            code: len(reads.period_states(session, row.book_id)) for code, row in found.items()
        }
    assert months == {"TLD": 12, "LDA": 24, "CĐCS-Ô/1": 24}
