"""Many write at once: no update is lost, and nobody waits in a ring.

Many writers of one book, closing against posting, and the like: tests/assurance.
"""

import pytest
from sqlalchemy import select, text

from finance.runtime.database import Database
from ledger.entries import Draft
from ledger.store.tables import CounterRow
from ledger.store.verification import verify
from tests.assurance.together import at_once
from tests.ledger.books import open_books, post, shared


@pytest.fixture
def books(database: Database) -> Database:
    """Three books of 2026, on each engine."""
    open_books(database)
    return database


def test_six_writers_lose_no_update(books: Database) -> None:
    """600 times read, add one, write: 600 stands there."""
    read = select(CounterRow.last_number).where(CounterRow.book_id == 1).with_for_update()
    write = text("UPDATE counter SET last_number = :n WHERE book_id = 1")
    with books.writing() as session:
        session.execute(text("INSERT INTO counter VALUES (1, 'ZZ', 2026, 0)"))
        session.commit()

    def work(_number: int) -> None:
        for _ in range(100):
            with books.writing() as session:
                held = session.execute(read).scalar_one()
                session.execute(write, {"n": held + 1})
                session.commit()

    at_once(work, 6)
    with books.reading() as session:
        assert session.scalar(text("SELECT last_number FROM counter WHERE book_id = 1")) == 600


def test_pairs_in_both_directionsat_once(books: Database) -> None:
    """Two books written together from two sides wait for each other, never in a ring."""

    def work(thread: int) -> None:
        for number in range(10):
            pair: tuple[Draft, ...] = shared(f"{thread}-{number}", 5, ref=f"R{thread}-{number}")
            post(books, *(pair if thread % 2 else reversed(pair)))

    at_once(work, 4)
    with books.reading() as session:
        result = verify(session)
    assert (result.rows, result.entries) == ((), 80)
