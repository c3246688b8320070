"""Raw SQL on a database of books, as anyone with its password may send it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

from finance.runtime.database import Database
from tests.ledger.books import NOW_US

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


@contextmanager
def raw(database: Database) -> Iterator[Connection]:
    """A connection of the application, as anyone with its password has it; commits at the end."""
    with database.writing() as session:
        yield session.connection()
        session.commit()


def insert(connection: Connection, table: str, row: dict[str, object], verb: str = "") -> None:
    """Insert a row; `verb` is what stands between INSERT and INTO."""
    columns, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    statement = f"INSERT {verb} INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 - names from above
    connection.execute(text(statement), row)


def move_head(connection: Connection, seq: int = 3) -> None:
    """Say that an entry is to come in LDA."""
    connection.execute(text("UPDATE book_head SET last_seq = :s WHERE book_id = 2"), {"s": seq})


def post_raw(database: Database, lines: list[dict[str, object]], **fields: object) -> None:
    """Head, lines, entry: a posting without our code."""
    with raw(database) as connection:
        move_head(connection)
        for line in lines:
            insert(connection, "line", line)
        insert(connection, "entry", {**ENTRY, **fields})


def count_rows(database: Database) -> tuple[int, int]:
    """How many entries and lines there are."""
    with database.reading() as session:
        counts = [session.scalar(text(f"SELECT count(*) FROM {t}")) for t in ("entry", "line")]  # noqa: S608 - names from above
    return counts[0] or 0, counts[1] or 0
