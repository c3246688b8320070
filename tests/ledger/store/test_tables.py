"""The database itself keeps the book: raw SQL past every line of our code is refused."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from finance.runtime.database import Database
from ledger.store.tables import EntryRow
from ledger.store.verification import verify
from tests.engines import PostgresEngine
from tests.ledger.books import NOW_US, draft, open_books, post, shared
from tests.ledger.test_book import _close

ENTRY: dict[str, object] = {
    "book_id": 2,
    "seq": 3,
    "journal": "PV",
    "year": 2026,
    "number": 1,
    "period": "2026-07",
    "accounting_on": "2026-07-14",
    "document_on": "2026-07-14",
    "recorded_at_us": NOW_US + 1_000,
    "text": "",
    "source": "raw",
    "key": "raw",
    "actor": "attacker",
    "reverses_seq": None,
    "line_count": 2,
    "request_hash": b"x" * 32,
    "content": b"x",
    "leaf_hash": b"x" * 32,
}
LINE: dict[str, object] = {
    "book_id": 2,
    "seq": 3,
    "line_no": 1,
    "accounting_on": "2026-07-14",
    "account": "112",
    "side": "D",
    "amount_vnd": 5,
    "fund": "",
    "item": "",
    "counter_book": "",
    "interbook_ref": "",
}
OTHER = {**LINE, "line_no": 2, "account": "33881", "side": "C"}


@pytest.fixture
def books(database: Database) -> Database:
    """Two entries in LDA, one in TLD; January closed in LDA."""
    open_books(database)
    post(database, draft("1"), *shared("s", 5))
    _close(database, "2026-01")
    return database


@contextmanager
def _raw(database: Database) -> Iterator[Connection]:
    """A connection of the application, as anyone with its password has it; commits at the end."""
    with database.writing() as session:
        yield session.connection()
        session.commit()


def _insert(connection: Connection, table: str, row: dict[str, object], verb: str = "") -> None:
    columns, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    statement = f"INSERT {verb} INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 - names from above
    connection.execute(text(statement), row)


def _move_head(connection: Connection, seq: int = 3) -> None:
    connection.execute(text("UPDATE book_head SET last_seq = :s WHERE book_id = 2"), {"s": seq})


def _post_raw(database: Database, lines: list[dict[str, object]], **fields: object) -> None:
    with _raw(database) as connection:
        _move_head(connection)
        for line in lines:
            _insert(connection, "line", line)
        _insert(connection, "entry", {**ENTRY, **fields})


def _count(database: Database) -> tuple[int, int]:
    with database.reading() as session:
        counts = [session.scalar(text(f"SELECT count(*) FROM {t}")) for t in ("entry", "line")]  # noqa: S608 - names from above
    return counts[0] or 0, counts[1] or 0


def test_a_right_posting_in_raw_sql_is_let_through(books: Database) -> None:
    """The guards refuse what is wrong, not who asks; and what is no real entry is then found."""
    _post_raw(books, [LINE, OTHER])
    assert _count(books) == (4, 8)
    with books.reading() as session:
        codes = {problem.code for problem in verify(session).rows}
    assert {"verify.content", "verify.turnover_wrong", "verify.counter"} <= codes


def _with(**fields: object) -> list[dict[str, object]]:
    return [{**LINE, **fields}, OTHER]


POSTINGS: dict[str, tuple[list[dict[str, object]], dict[str, object]]] = {
    "unbalanced": (_with(amount_vnd=6), {}),
    "one line": ([LINE], {"line_count": 1}),
    "no lines": ([], {"line_count": 2}),
    "fewer lines than said": ([LINE, OTHER], {"line_count": 3}),
    "lines not counted from one": ([LINE, {**OTHER, "line_no": 3}], {}),
    "a line of another day": (_with(accounting_on="2026-07-15"), {}),
    "a closed month": (
        [{**line, "accounting_on": "2026-01-05"} for line in (LINE, OTHER)],
        {"period": "2026-01", "accounting_on": "2026-01-05"},
    ),
    "a month that was never opened": (
        [{**line, "accounting_on": "2031-01-05"} for line in (LINE, OTHER)],
        {"period": "2031-01", "accounting_on": "2031-01-05", "year": 2031},
    ),
    "a period that is not the date's": ([LINE, OTHER], {"period": "2026-08"}),
    "a year that is not the date's": ([LINE, OTHER], {"year": 2025}),
    "a gap in the places": (
        [{**line, "seq": 4} for line in (LINE, OTHER)],
        {"seq": 4},
    ),
    "a gap in the numbers": ([LINE, OTHER], {"number": 2}),
    "a number given twice": ([LINE, OTHER], {"journal": "BK", "number": 1}),
    "a key given twice": ([LINE, OTHER], {"source": "test", "key": "1"}),
    "recorded before the entry before it": ([LINE, OTHER], {"recorded_at_us": NOW_US}),
    "an unknown account": (_with(account="112x"), {}),
    "an account that takes no postings": (_with(account="999"), {}),
    "a refused tag": (_with(fund="levy"), {}),
    "a missing tag": (_with(account="4316"), {}),
    "a counter book that is none": (
        _with(account="4316", fund="levy", counter_book="XX", interbook_ref="R"),
        {},
    ),
    "the book as its own counter book": (
        _with(account="4316", fund="levy", counter_book="LDA", interbook_ref="R"),
        {},
    ),
    "a counter book without reference": (
        _with(account="4316", fund="levy", counter_book="TLD"),
        {},
    ),
    "a side that is none": (_with(side="X"), {}),
    "an amount of nothing": ([{**LINE, "amount_vnd": 0}, {**OTHER, "amount_vnd": 0}], {}),
    "negative amounts": ([{**LINE, "amount_vnd": -5}, {**OTHER, "amount_vnd": -5}], {}),
    "a reversal of nothing": ([LINE, OTHER], {"reverses_seq": 9}),
    "a reversal that is no mirror": ([LINE, OTHER], {"reverses_seq": 1}),
    "a reversal of itself": ([LINE, OTHER], {"reverses_seq": 3}),
}


@pytest.mark.parametrize("case", POSTINGS)
def test_a_wrong_posting_is_refused(books: Database, case: str) -> None:
    """Whatever is wrong with an entry, the database does not take it."""
    lines, fields = POSTINGS[case]
    before = _count(books)
    with pytest.raises(DBAPIError):
        _post_raw(books, lines, **fields)
    assert _count(books) == before


STATEMENTS = {
    "update line": "UPDATE line SET amount_vnd = 6 WHERE seq = 1",
    "update entry": "UPDATE entry SET text = 'x' WHERE seq = 1",
    "delete line": "DELETE FROM line WHERE seq = 1",
    "delete entry": "DELETE FROM entry WHERE seq = 1",
    "delete all": "DELETE FROM line",
    "delete period": "DELETE FROM period WHERE period = '2026-12'",
    "reopen period": "UPDATE period SET state = 'open' WHERE state = 'closed'",
    "move period": "UPDATE period SET period = '2030-12' WHERE period = '2026-12' AND book_id = 2",
    "close out of order": (
        "UPDATE period SET state = 'closed' WHERE period = '2026-03' AND book_id = 2"
    ),
    "an unknown state": "UPDATE period SET state = 'x' WHERE period = '2026-02' AND book_id = 2",
    "a month born closed": "INSERT INTO period VALUES (2, '2030-01', 'closed')",
    "a month before a closed one": "INSERT INTO period VALUES (2, '2025-12', 'open')",
    "rename book": "UPDATE book SET code = 'x' WHERE book_id = 2",
    "change regime": "UPDATE book SET regime = 'x' WHERE book_id = 2",
    "change currency": "UPDATE book SET currency = 'USD' WHERE book_id = 2",
    "delete book": "DELETE FROM book WHERE book_id = 3",
    "head back": "UPDATE book_head SET last_seq = 1 WHERE book_id = 2",
    "head emptied": "UPDATE book_head SET last_seq = NULL WHERE book_id = 2",
    "head's time back": "UPDATE book_head SET last_recorded_at_us = 1 WHERE book_id = 2",
    "head ahead of its entries": "UPDATE book_head SET last_seq = 9 WHERE book_id = 2",
    "delete head": "DELETE FROM book_head WHERE book_id = 2",
    "counter back": "UPDATE counter SET last_number = 0 WHERE book_id = 2",
    "counter of another year": "UPDATE counter SET year = 2025 WHERE book_id = 2",
    "delete counter": "DELETE FROM counter WHERE book_id = 2",
    "turnover less": "UPDATE turnover SET debit_vnd = debit_vnd - 1 WHERE debit_vnd > 0",
    "turnover of another account": "UPDATE turnover SET account = '111' WHERE account = '112'",
    "delete turnover": "DELETE FROM turnover",
    "an account's rule": "UPDATE account SET fund = 'allowed' WHERE code = '4316'",
    "delete account": "DELETE FROM account WHERE code = '111'",
}


@pytest.mark.parametrize("case", STATEMENTS)
def test_what_stands_never_changes(books: Database, case: str) -> None:
    """No UPDATE and no DELETE reaches what was posted, nor what the posting relied on."""
    with pytest.raises(DBAPIError), _raw(books) as connection:
        connection.execute(text(STATEMENTS[case]))
    with books.reading() as session:
        assert verify(session).clean


def test_names_may_be_put_right(books: Database) -> None:
    """A name is no part of what was posted."""
    with _raw(books) as connection:
        connection.execute(text("UPDATE account SET name_vi = 'x', status = 'sourced'"))
        connection.execute(text("UPDATE book SET name = 'x'"))
    with books.reading() as session:
        assert verify(session).clean


def test_a_late_line_is_refused(books: Database) -> None:
    """Once an entry stands, nothing joins it."""
    with pytest.raises(DBAPIError), _raw(books) as connection:
        _insert(connection, "line", {**LINE, "seq": 1, "line_no": 3})


@pytest.mark.parametrize("seq", [3, 50, 0, -1])
def test_a_line_without_an_entry_is_refused(books: Database, seq: int) -> None:
    """A line whose entry never comes does not outlive its transaction."""
    with pytest.raises(DBAPIError):
        _line_alone(books, seq)


def _line_alone(database: Database, seq: int) -> None:
    with _raw(database) as connection:
        if seq > 0:
            _move_head(connection, seq)
        _insert(connection, "line", {**LINE, "seq": seq})


def test_a_line_of_no_book_is_refused(books: Database) -> None:
    """A line needs a book whose head has moved."""
    with pytest.raises(DBAPIError), _raw(books) as connection:
        _insert(connection, "line", {**LINE, "book_id": 77})


def test_a_line_after_its_entry_in_one_transaction(books: Database) -> None:
    """The entry is the posting: what comes after it in the same transaction is too late."""
    with books.writing() as session:
        connection = session.connection()
        _move_head(connection)
        _insert(connection, "line", LINE)
        _insert(connection, "line", OTHER)
        _insert(connection, "entry", ENTRY)
        with pytest.raises(DBAPIError):
            _insert(connection, "line", {**LINE, "line_no": 3})


# What only SQLite lets one try


@pytest.fixture
def sqlite_books(new_sqlite: Database) -> Database:
    """The same books on SQLite."""
    open_books(new_sqlite)
    post(new_sqlite, draft("1"), *shared("s", 5))
    return new_sqlite


def _standing(database: Database, table: str, **where: object) -> dict[str, Any]:
    condition = " AND ".join(f"{name} = :{name}" for name in where)
    with database.reading() as session:
        sql = f"SELECT * FROM {table} WHERE {condition}"  # noqa: S608 - names from above
        return dict(session.execute(text(sql), where).mappings().one())


@pytest.mark.parametrize("verb", ["OR REPLACE", "OR IGNORE", "OR FAIL", "OR ROLLBACK"])
def test_nothing_replaces_an_entry(sqlite_books: Database, verb: str) -> None:
    """INSERT OR REPLACE removes rows without asking a DELETE trigger: the key itself is refused."""
    entry = _standing(sqlite_books, "entry", book_id=2, seq=1)
    for change in (
        {"text": "forged"},
        {"seq": 3, "number": 2},
        {"seq": 3, "journal": "ZZ"},
        {"key": "z", "seq": 3},
    ):
        with pytest.raises(DBAPIError), _raw(sqlite_books) as connection:
            _insert(connection, "entry", {**entry, **change}, verb)
    assert _standing(sqlite_books, "entry", book_id=2, seq=1) == entry


@pytest.mark.parametrize(
    ("table", "where", "change"),
    [
        ("line", {"book_id": 2, "seq": 1, "line_no": 1}, {"amount_vnd": 9}),
        ("period", {"book_id": 2, "period": "2026-01"}, {"state": "open"}),
        ("book", {"book_id": 2}, {"code": "X"}),
        ("book", {"book_id": 2}, {"book_id": 9}),
        ("book_head", {"book_id": 2}, {"last_seq": None, "last_recorded_at_us": 0}),
        ("account", {"code": "111"}, {"fund": "allowed"}),
    ],
)
def test_nothing_is_replaced(
    sqlite_books: Database, table: str, where: dict[str, object], change: dict[str, object]
) -> None:
    """The same holds for lines, months, books, heads and accounts."""
    row = _standing(sqlite_books, table, **where)
    with pytest.raises(DBAPIError), _raw(sqlite_books) as connection:
        _insert(connection, table, {**row, **change}, "OR REPLACE")
    assert _standing(sqlite_books, table, **where) == row


@pytest.mark.parametrize("table", ["entry", "line", "period", "counter", "turnover", "account"])
def test_no_row_is_reached_by_a_hidden_number(sqlite_books: Database, table: str) -> None:
    """Without a rowid, INSERT OR REPLACE cannot take a posted row's place under another key."""
    with pytest.raises(DBAPIError, match="rowid"), _raw(sqlite_books) as connection:
        connection.execute(text(f"SELECT rowid FROM {table}"))  # noqa: S608 - a name from above


@pytest.mark.parametrize("verb", ["OR IGNORE", "OR REPLACE", "OR FAIL"])
def test_no_update_slips_by(sqlite_books: Database, verb: str) -> None:
    """UPDATE OR IGNORE and its like are refused as UPDATE is."""
    for statement in ("line SET amount_vnd = 6", "entry SET text = 'x'"):
        with pytest.raises(DBAPIError), _raw(sqlite_books) as connection:
            connection.execute(text(f"UPDATE {verb} {statement}"))


@pytest.mark.parametrize("amount", [0.5, "tiền", b"5", 2**53 + 0.0, "9223372036854775808"])
def test_an_amount_of_another_kind_is_refused(sqlite_books: Database, amount: object) -> None:
    """SQLite would store a float or a text as an amount; the posting does not take it."""
    value = 0.5 if isinstance(amount, float) else amount
    both = [{**LINE, "amount_vnd": value}, {**OTHER, "amount_vnd": value}]
    with pytest.raises(DBAPIError):
        _post_raw(sqlite_books, both)


@pytest.mark.parametrize(
    "fields",
    [
        {"accounting_on": "2026-07-99"},
        {"document_on": "14/07/2026"},
        {"document_on": 20260714},
        {"text": b"x"},
        {"content": "text"},
        {"leaf_hash": b"short"},
        {"recorded_at_us": "later"},
    ],
)
def test_a_value_of_another_kind_is_refused(
    sqlite_books: Database, fields: dict[str, object]
) -> None:
    """Days are days, texts are texts, bytes are bytes."""
    with pytest.raises(DBAPIError):
        _post_raw(sqlite_books, [LINE, OTHER], **fields)


# What only PostgreSQL lets one try


@pytest.fixture
def postgresql_books(postgresql_engine: PostgresEngine) -> Iterator[Database]:
    """The same books on PostgreSQL."""
    url = postgresql_engine.fresh()
    opened = Database(url)
    open_books(opened)
    post(opened, draft("1"), *shared("s", 5))
    yield opened
    opened.dispose()
    postgresql_engine.drop(url)


@pytest.mark.parametrize(
    "table", ["line", "entry", "turnover", "counter", "book_head", "period", "book", "account"]
)
def test_nothing_is_truncated(
    postgresql_books: Database, table: str, postgresql_engine: PostgresEngine
) -> None:
    """TRUNCATE, which no row trigger sees, is refused to the owner too."""
    owner = Database(postgresql_engine.as_owner(postgresql_books.url))
    with pytest.raises(DBAPIError, match="never changes"), _raw(owner) as connection:
        connection.execute(text(f"TRUNCATE {table} CASCADE"))
    owner.dispose()


def _copy(connection: Connection, table: str, rows: list[dict[str, object]]) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None
    into = f"COPY {table} ({', '.join(rows[0])}) FROM STDIN"
    with driver.cursor() as cursor, cursor.copy(into) as copy:
        for row in rows:
            copy.write_row(list(row.values()))


def test_copy_is_checked(postgresql_books: Database) -> None:
    """COPY passes the same guards as INSERT."""
    with postgresql_books.writing() as session:
        connection = session.connection()
        _move_head(connection)
        _copy(connection, "line", [LINE, {**OTHER, "amount_vnd": 4}])
        with pytest.raises(psycopg.errors.CheckViolation, match="differ, or lines are missing"):
            _copy(connection, "entry", [ENTRY])


def test_a_temporary_table_does_not_stand_in(postgresql_books: Database) -> None:
    """A table of the session's own, named like ours, is not asked instead of ours."""
    _close(postgresql_books, "2026-01")
    day = {"accounting_on": "2026-01-05"}
    decoy = "CREATE TEMP TABLE period AS SELECT book_id, period, 'open' AS state FROM period"
    with postgresql_books.writing() as session:
        connection = session.connection()
        connection.execute(text(decoy))
        _move_head(connection)
        for line in (LINE, OTHER):
            _insert(connection, "public.line", {**line, **day})
        with pytest.raises(DBAPIError, match="not open"):
            _insert(connection, "public.entry", {**ENTRY, **day, "period": "2026-01"})


def test_a_late_line_waits_for_the_posting(postgresql_books: Database) -> None:
    """Beside a posting that has not committed, no line slips in: the head is held."""
    with postgresql_books.writing() as posting, postgresql_books.writing() as late:
        first = posting.connection()
        _move_head(first)
        _insert(first, "line", LINE)
        _insert(first, "line", OTHER)
        _insert(first, "entry", ENTRY)
        late.execute(text("SET LOCAL lock_timeout = '200ms'"))
        with pytest.raises(DBAPIError, match="lock timeout"):
            _move_head(late.connection())
        late.rollback()
        with pytest.raises(DBAPIError, match="head of the book has not moved"):
            _insert(late.connection(), "line", {**LINE, "line_no": 3})
        posting.commit()
        late.rollback()
        with pytest.raises(DBAPIError, match="is posted"):
            _insert(late.connection(), "line", {**LINE, "line_no": 3})
    assert _count(postgresql_books) == (4, 8)


def test_an_old_view_of_the_book_posts_nothing(postgresql_books: Database) -> None:
    """A transaction that still sees a month open after it closed fails, and posts nothing."""
    with postgresql_books.writing() as old:
        old.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        old.execute(text("SELECT count(*) FROM period"))
        _close(postgresql_books, "2026-01")
        with pytest.raises(DBAPIError, match="serialize"):
            _move_head(old.connection())


def test_the_tables_lead_with_the_book() -> None:
    """`book_id` leads every key of the book's tables, so that they can be parted by book."""
    assert [column.name for column in EntryRow.__table__.primary_key] == ["book_id", "seq"]
    assert dt.date(2026, 7, 14).isoformat() == ENTRY["accounting_on"]
