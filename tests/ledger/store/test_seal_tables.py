"""The database itself refuses what no seal may ever do, in raw SQL, on both engines."""

import datetime as dt
from collections.abc import Mapping

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from finance.runtime.database import Database
from ledger.store.seal_tables import SealLogRow, SealRow
from tests.ledger.books import close, draft, post
from tests.ledger.sealed import sealed
from tests.ledger.store.raw import insert, raw

LDA = 2
SEAL: Mapping[str, object] = {
    "book_id": LDA,
    "seal_no": 7,
    "period": "2026-07",
    "event_no": 7,
    "last_seq": 4,
    "log_root": b"r" * 32,
    "turnover_root": b"t" * 32,
    "turnover_leaves": 0,
    "debit_vnd": 0,
    "credit_vnd": 0,
    "sealed_at_us": 1,
    "frontier": b"",
    "sums": b"",
    "content": b"c",
    "leaf_hash": b"l" * 32,
}
LOG: Mapping[str, object] = {
    "position": 17,
    "period": "2026-06",
    "book_id": None,
    "seal_no": None,
    "sums": b"",
    "content": b"c",
    "leaf_hash": b"l" * 32,
    "nodes": b"l" * 32,
}
KEY: Mapping[str, object] = {
    "key_no": 1,
    "name": "n",
    "key_id": "00000000",
    "public_key": b"k" * 32,
    "from_us": 5,
    "until_us": None,
}
CHECKPOINT: Mapping[str, object] = {
    "size": 17,
    "root": b"r" * 32,
    "note": "n",
    "signed_at_us": 1,
    "key_no": 1,
}


@pytest.fixture
def books(database: Database) -> Database:
    """Two books with seals in the log; July of one is closed and not sealed."""
    sealed(database)
    close(database, "2026-07")
    return database


def _taken(database: Database, table: str, row: Mapping[str, object], verb: str = "") -> bool:
    try:
        with raw(database) as connection:
            insert(connection, table, dict(row), verb)
    except DBAPIError:
        return False
    return True


def _done(database: Database, statement: str) -> bool:
    try:
        with raw(database) as connection:
            connection.execute(text(statement))
    except DBAPIError:
        return False
    return True


def test_the_columns_are_those_of_these_tests() -> None:
    """A column that is added is tried here as well."""
    assert set(SEAL) == {column.name for column in SealRow.__table__.columns}
    assert set(LOG) == {column.name for column in SealLogRow.__table__.columns}


@pytest.mark.parametrize(
    "wrong",
    [
        {"seal_no": 8},
        {"seal_no": 6},
        {"seal_no": 0},
        {"event_no": 6},
        {"event_no": 0},
        {"last_seq": 3},
        {"last_seq": 5},
        {"period": "2026-08"},
        {"period": "2031-01"},
        {"book_id": 9},
        {"log_root": b"r" * 31},
        {"turnover_root": b""},
        {"leaf_hash": b"l" * 33},
    ],
    ids=str,
)
def test_a_seal_that_does_not_fit(books: Database, wrong: Mapping[str, object]) -> None:
    """The next number, the head of the book, a month that is closed, whole hashes: or nothing."""
    assert not _taken(books, "seal", {**SEAL, **wrong})
    assert _taken(books, "seal", SEAL)


def test_a_seal_reaches_to_the_head(books: Database) -> None:
    """What was posted after the last look is not left out of the seal."""
    post(books, draft("late", accounting_on=dt.date(2026, 8, 1)))
    assert not _taken(books, "seal", SEAL)
    assert _taken(books, "seal", {**SEAL, "last_seq": 5})


@pytest.mark.parametrize(
    "wrong",
    [
        {"position": 16},
        {"position": 18},
        {"leaf_hash": b"l"},
        {"nodes": b"l" * 33},
        {"nodes": b"x" * 32},
        {"sums": None},
        {"book_id": LDA},
        {"book_id": LDA, "seal_no": 6, "sums": None},
        {"book_id": LDA, "seal_no": 99, "sums": None},
    ],
    ids=str,
)
def test_a_leaf_that_does_not_fit(books: Database, wrong: Mapping[str, object]) -> None:
    """The next place, a seal that is there with its own bytes, or a total."""
    assert not _taken(books, "seal_log", {**LOG, **wrong})
    assert _taken(books, "seal_log", LOG)


def test_a_seal_hangs_in_the_log_once(books: Database) -> None:
    """The same seal under another place is refused, also as a replacement of its first."""
    again = (
        "INTO seal_log (position, period, book_id, seal_no, sums, content, leaf_hash, nodes) "
        "SELECT 17, period, book_id, seal_no, sums, content, leaf_hash, leaf_hash "
        "FROM seal_log WHERE position = 0"
    )
    assert not _done(books, f"INSERT {again}")
    if books.engine_name == "sqlite":
        assert not _done(books, f"INSERT OR REPLACE {again}")


@pytest.mark.parametrize(
    "wrong", [{"size": 16}, {"size": 18}, {"size": 0}, {"root": b""}, {"key_no": 2}], ids=str
)
def test_a_checkpoint_that_does_not_fit(books: Database, wrong: Mapping[str, object]) -> None:
    """It speaks of the whole log as it is, once, and names a key that is there."""
    assert _taken(books, "signing_key", KEY)
    assert not _taken(books, "checkpoint", {**CHECKPOINT, **wrong})
    assert _taken(books, "checkpoint", CHECKPOINT)
    assert not _taken(books, "checkpoint", CHECKPOINT)


@pytest.mark.parametrize(
    "wrong", [{"key_no": 2}, {"key_no": 0}, {"until_us": 9}, {"public_key": b"k"}], ids=str
)
def test_a_key_that_does_not_fit(books: Database, wrong: Mapping[str, object]) -> None:
    """Keys are counted, begin unretired, and none is entered twice."""
    assert not _taken(books, "signing_key", {**KEY, **wrong})
    assert _taken(books, "signing_key", KEY)
    assert not _taken(books, "signing_key", {**KEY, "key_no": 2})


@pytest.mark.parametrize(
    "change",
    [
        "name = 'x'",
        "key_id = 'x'",
        "from_us = 1",
        "until_us = 4",
        "key_no = 2, until_us = 9",
        "from_us = 6, until_us = 9",
    ],
)
def test_a_key_is_retired_once_and_never_changed(books: Database, change: str) -> None:
    """From its first day, for good."""
    assert _taken(books, "signing_key", KEY)
    assert not _done(books, f"UPDATE signing_key SET {change}")  # noqa: S608 - the test's own
    assert _done(books, "UPDATE signing_key SET until_us = 9")
    assert not _done(books, "UPDATE signing_key SET until_us = 10")
    assert not _done(books, "UPDATE signing_key SET until_us = NULL")


@pytest.mark.parametrize("table", ["seal", "seal_log", "checkpoint", "signing_key"])
def test_nothing_goes_and_nothing_is_replaced(books: Database, table: str) -> None:
    """No row is deleted, emptied away or put in the place of another."""
    assert _taken(books, "signing_key", KEY)
    assert _taken(books, "checkpoint", CHECKPOINT)
    assert not _done(books, f"DELETE FROM {table}")  # noqa: S608 - the test's own
    if books.engine_name == "sqlite":
        copy = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1"  # noqa: S608 - as above
        assert not _done(books, copy)
    else:
        assert not _done(books, f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("table", ["seal", "seal_log", "checkpoint"])
def test_nothing_changes(books: Database, table: str) -> None:
    """No column of a row that is there is ever written again."""
    assert _taken(books, "signing_key", KEY)
    assert _taken(books, "checkpoint", CHECKPOINT)
    column = {
        "seal": "sealed_at_us = 9",
        "seal_log": "period = '2026-01'",
        "checkpoint": "note = ''",
    }
    assert not _done(books, f"UPDATE {table} SET {column[table]}")  # noqa: S608 - as above
