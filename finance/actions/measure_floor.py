"""The floor of posting: the driver writes finished rows, and nothing looks at them.

Beside each table a posting writes stands `floor_TABLE`: the same columns, checks and indexes,
without triggers and foreign keys. No program that keeps these rows can do with less.
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from typing import Any, Final, Protocol

import psycopg
from sqlalchemy import make_url

from finance.records.audit_lines import AuditRow
from finance.records.vouchers import VoucherRow
from finance.runtime.database import Database
from ledger.store.base import Base
from ledger.store.tables import BookHeadRow, CounterRow, EntryRow, LineRow, TurnoverRow

Row = tuple[Any, ...]
Posting = Mapping[str, Sequence[Row]]  # finished rows, by table

# What a posting finds in its way is changed: the keys of a table, and what happens to the row.
_CHANGED: Final = {
    "turnover": (
        "book_id, period, account, fund, item, counter_book",
        (
            "debit_vnd = floor_turnover.debit_vnd + excluded.debit_vnd, "
            "credit_vnd = floor_turnover.credit_vnd + excluded.credit_vnd, "
            "lines = floor_turnover.lines + excluded.lines"
        ),
    ),
    "counter": ("book_id, journal, year", "last_number = excluded.last_number"),
    "book_head": (
        "book_id",
        "last_seq = excluded.last_seq, last_recorded_at_us = excluded.last_recorded_at_us",
    ),
    "voucher": (
        "unit_code, seq",
        (
            "state = excluded.state, checker = excluded.checker, entry = excluded.entry, "
            "changed_at_us = excluded.changed_at_us"
        ),
    ),
}
_ROWS: Final = (LineRow, EntryRow, TurnoverRow, CounterRow, BookHeadRow, VoucherRow, AuditRow)
_POSTING: Final = tuple(row.__tablename__ for row in _ROWS)


class Floor(Protocol):
    """Writes postings as fast as the driver can."""

    def one_by_one(self, postings: Sequence[Posting]) -> None:
        """Each in a transaction of its own, durable when the next begins."""

    def bulk(self, posting: Posting) -> None:
        """All in one transaction, into tables that hold none of these rows."""

    def rows(self, sql: str, *values: object) -> list[Row]:
        """The plainest way to read."""


@contextmanager
def floor(database: Database, tables: Sequence[str] = _POSTING) -> Iterator[Floor]:
    """The floor of this database's engine; its tables are gone afterwards.

    Takes    the tables it stands beside; those that a posting writes when left out.
    """
    made: _Sqlite | _Postgresql = (
        _Sqlite(database) if database.engine_name == "sqlite" else _Postgresql(database)
    )
    try:
        for table in tables:
            made.make(table)
        yield made
    finally:
        for table in tables:
            made.driver.execute(f"DROP TABLE IF EXISTS floor_{table}")
        made.driver.close()


class _Sqlite:
    def __init__(self, database: Database) -> None:
        path = make_url(database.url).database or ""
        self.driver = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = OFF"):
            self.driver.execute(f"PRAGMA {pragma}")

    def make(self, table: str) -> None:
        found = self.driver.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('table', 'index') "
            "AND sql IS NOT NULL ORDER BY type DESC",
            (table,),
        )
        for (sql,) in found.fetchall():
            self.driver.execute(_renamed(sql, table))

    def one_by_one(self, postings: Sequence[Posting]) -> None:
        for posting in postings:
            self.bulk(posting)

    def bulk(self, posting: Posting) -> None:
        self.driver.execute("BEGIN IMMEDIATE")
        for table, rows in posting.items():
            self.driver.executemany(_inserting(table), rows)
        self.driver.execute("COMMIT")

    def rows(self, sql: str, *values: object) -> list[Row]:
        return self.driver.execute(sql.replace("%s", "?"), values).fetchall()


class _Postgresql:
    def __init__(self, database: Database) -> None:
        url = make_url(database.url).set(drivername="postgresql")
        self.driver: psycopg.Connection[Row] = psycopg.connect(
            url.render_as_string(hide_password=False), autocommit=True
        )
        # Row security binds the owner of the tables too, and the floor copies what was posted.
        self.driver.execute("SELECT set_config('union_finance.scope', 'everything', false)")

    def make(self, table: str) -> None:
        self.driver.execute(
            f"CREATE TABLE floor_{table} "
            f"(LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)".encode()
        )

    def one_by_one(self, postings: Sequence[Posting]) -> None:
        for posting in postings:  # one statement, so one round trip and one transaction
            *before, last = (_valued(table, len(rows)) for table, rows in posting.items())
            parts = ", ".join(f"p{place} AS ({sql})" for place, sql in enumerate(before))
            values = chain.from_iterable(chain.from_iterable(posting.values()))
            self.driver.execute(f"WITH {parts} {last}".encode(), list(values))

    def bulk(self, posting: Posting) -> None:
        with self.driver.transaction(), self.driver.cursor() as cursor:
            for table, rows in posting.items():
                with cursor.copy(f"COPY floor_{table} FROM STDIN".encode()) as copy:
                    for row in rows:
                        copy.write_row(row)

    def rows(self, sql: str, *values: object) -> list[Row]:
        return self.driver.execute(sql.encode(), values).fetchall()


def _changing(table: str) -> str:
    keys, change = _CHANGED.get(table, ("", ""))
    return f" ON CONFLICT ({keys}) DO UPDATE SET {change}" if keys else ""


def _marks(table: str, mark: str) -> str:
    return f"({', '.join([mark] * len(Base.metadata.tables[table].columns))})"


def _valued(table: str, rows: int) -> str:
    values = ", ".join([_marks(table, "%s")] * rows)
    return f"INSERT INTO floor_{table} VALUES {values}{_changing(table)}"  # noqa: S608 - names and marks are ours


@lru_cache
def _inserting(table: str) -> str:
    return f"INSERT INTO floor_{table} VALUES {_marks(table, '?')}{_changing(table)}"  # noqa: S608 - as above


def _renamed(sql: str, table: str) -> str:
    named = re.sub(rf'\b(TABLE|ON) "?{table}"?', rf"\1 floor_{table}", sql)
    return re.sub(r"\b(INDEX) (\w+)", r"\1 floor_\2", named)
