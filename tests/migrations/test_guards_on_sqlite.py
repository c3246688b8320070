"""What only SQLite lets one try: its guards refuse it."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from tests.engines import SqliteEngine
from tests.ledger.books import close, draft, open_books, post, shared
from tests.ledger.store.raw import LINE, OTHER, insert, post_raw, raw


@pytest.fixture
def sqlite_books(sqlite_engine: SqliteEngine) -> Iterator[Database]:
    """Two entries in LDA, one in TLD."""
    url = sqlite_engine.fresh()
    opened = Database(url).within(EVERYTHING)
    open_books(opened)
    post(opened, draft("1"), *shared("s", 5))
    close(opened, "2026-01")
    yield opened
    opened.dispose()
    sqlite_engine.drop(url)


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
        with pytest.raises(DBAPIError), raw(sqlite_books) as connection:
            insert(connection, "entry", {**entry, **change}, verb)
    assert _standing(sqlite_books, "entry", book_id=2, seq=1) == entry


@pytest.mark.parametrize(
    ("table", "where", "change"),
    [
        ("line", {"book_id": 2, "seq": 1, "line_no": 1}, {"amount_vnd": 9}),
        ("period", {"book_id": 2, "period": "2026-01"}, {"state": "open"}),
        ("period_event", {"book_id": 2, "event_no": 1}, {"actor": "forged"}),
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
    with pytest.raises(DBAPIError), raw(sqlite_books) as connection:
        insert(connection, table, {**row, **change}, "OR REPLACE")
    assert _standing(sqlite_books, table, **where) == row


@pytest.mark.parametrize(
    "table", ["entry", "line", "period", "period_event", "counter", "turnover", "account"]
)
def test_no_row_is_reached_by_a_hidden_number(sqlite_books: Database, table: str) -> None:
    """Without a rowid, INSERT OR REPLACE cannot take a posted row's place under another key."""
    with pytest.raises(DBAPIError, match="rowid"), raw(sqlite_books) as connection:
        connection.execute(text(f"SELECT rowid FROM {table}"))  # noqa: S608 - a name from above


@pytest.mark.parametrize("verb", ["OR IGNORE", "OR REPLACE", "OR FAIL"])
def test_no_update_slips_by(sqlite_books: Database, verb: str) -> None:
    """UPDATE OR IGNORE and its like are refused as UPDATE is."""
    for statement in ("line SET amount_vnd = 6", "entry SET text = 'x'"):
        with pytest.raises(DBAPIError), raw(sqlite_books) as connection:
            connection.execute(text(f"UPDATE {verb} {statement}"))


@pytest.mark.parametrize("amount", [0.5, "tiền", b"5", 2**53 + 0.0, "9223372036854775808"])
def test_an_amount_of_another_kind_is_refused(sqlite_books: Database, amount: object) -> None:
    """SQLite would store a float or a text as an amount; the posting does not take it."""
    value = 0.5 if isinstance(amount, float) else amount
    both = [{**LINE, "amount_vnd": value}, {**OTHER, "amount_vnd": value}]
    with pytest.raises(DBAPIError):
        post_raw(sqlite_books, both)


@pytest.mark.parametrize(
    "fields",
    [
        {"accounting_on": "2026-07-99"},
        {"document_on": "14/07/2026"},
        {"document_on": 20260714},
        {"text": b"x"},
        {"papers": b""},
        {"papers": b"a" * 64},
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
        post_raw(sqlite_books, [LINE, OTHER], **fields)
