"""Many write at once: nothing is lost, doubled or skipped, and the books verify."""

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text

from finance.runtime.database import Database
from ledger.entries import Draft
from ledger.errors import LedgerError, PeriodNotOpen
from ledger.store.tables import CounterRow
from ledger.store.verification import verify
from tests.ledger.books import close, draft, entries_of, open_books, post, reverse, shared


@pytest.fixture
def books(database: Database) -> Database:
    """Three books of 2026, on each engine."""
    open_books(database)
    return database


def _at_once(work: Callable[[int], object], threads: int) -> list[object]:
    """Run the same work in threads that begin together."""
    gate = threading.Barrier(threads)

    def run(number: int) -> object:
        gate.wait()
        return work(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(threads)))


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

    _at_once(work, 6)
    with books.reading() as session:
        assert session.scalar(text("SELECT last_number FROM counter WHERE book_id = 1")) == 600


def test_eight_writers_leave_no_gap(books: Database) -> None:
    """Eight threads post into one book: every number once, every time later, and it verifies."""

    def work(thread: int) -> None:
        for number in range(15):
            post(books, draft(f"{thread}-{number}"))

    _at_once(work, 8)
    found = entries_of(books)
    assert [each.number for each in found] == list(range(1, 121))
    times = [each.recorded_at_us for each in found]
    assert times == sorted(set(times))
    with books.reading() as session:
        assert verify(session).clean


def test_eight_writers_with_one_key(books: Database) -> None:
    """The same request from eight sides is one entry, fresh to exactly one of them."""
    fresh = _at_once(lambda _: post(books, draft("same"))[0].fresh, 8)
    assert sorted(fresh, key=bool) == [False] * 7 + [True]


def test_eight_writers_reverse_one_entry(books: Database) -> None:
    """One reverses it, seven are told that it was reversed."""
    first = post(books, draft("1"))[0]

    def work(thread: int) -> str:
        try:
            return reverse(books, first, f"r{thread}").public_id
        except LedgerError as refusal:
            return refusal.code

    answers = _at_once(work, 8)
    assert answers.count("ledger.already_reversed") == 7


def test_pairs_in_both_directions_at_once(books: Database) -> None:
    """Two books written together from two sides wait for each other, never in a ring."""

    def work(thread: int) -> None:
        for number in range(10):
            pair: tuple[Draft, ...] = shared(f"{thread}-{number}", 5, ref=f"R{thread}-{number}")
            post(books, *(pair if thread % 2 else reversed(pair)))

    _at_once(work, 4)
    with books.reading() as session:
        result = verify(session)
    assert (result.rows, result.entries) == ((), 80)


def test_closing_while_posting(books: Database) -> None:
    """An entry stands in an open month, or is refused: never in a month closed before it."""

    def work(thread: int) -> str:
        try:
            if thread == 0:
                return str(close(books, "2026-01"))
            return post(books, draft(str(thread), accounting_on=dt.date(2026, 1, 5)))[0].public_id
        except PeriodNotOpen as refusal:
            return refusal.code

    answers = _at_once(work, 6)
    posted = len([each for each in answers if str(each).startswith("LDA/")])
    assert len(entries_of(books)) == posted
    with books.reading() as session:
        assert verify(session).clean
