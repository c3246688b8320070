"""The floor of posting: the driver inserts finished rows, and nothing looks at them.

Beside `entry` and `line` stand `floor_entry` and `floor_line`: the same columns, checks and
indexes, without triggers and foreign keys. No program that keeps these rows can do with less.
"""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any, Protocol

import psycopg
from sqlalchemy import make_url

from finance.runtime.database import Database

Row = tuple[Any, ...]
Posting = tuple[Row, Sequence[Row]]  # a row of `entry`, and its rows of `line`

_TABLES = ("entry", "line")
_CHUNK = 20_000  # postings loaded by one statement


class Floor(Protocol):
    """Loads postings as fast as the driver can."""

    def one_by_one(self, postings: Sequence[Posting]) -> None:
        """Each in a transaction of its own, durable when the next begins."""

    def bulk(self, postings: Sequence[Posting]) -> None:
        """All in one transaction."""

    def rows(self, sql: str, *values: object) -> list[Row]:
        """The plainest way to read."""


@contextmanager
def floor(database: Database) -> Iterator[Floor]:
    """The floor of this database's engine; its tables are gone afterwards."""
    made: _Sqlite | _Postgresql = (
        _Sqlite(database) if database.engine_name == "sqlite" else _Postgresql(database)
    )
    try:
        for table in _TABLES:
            made.make(table)
        yield made
    finally:
        for table in _TABLES:
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
            self.bulk([posting])

    def bulk(self, postings: Sequence[Posting]) -> None:
        self.driver.execute("BEGIN IMMEDIATE")
        for start in range(0, len(postings), _CHUNK):
            part = postings[start : start + _CHUNK]
            for table, rows in (
                ("line", chain.from_iterable(lines for _, lines in part)),
                ("entry", (entry for entry, _ in part)),
            ):
                marks = ", ".join("?" * _WIDTHS[table])
                self.driver.executemany(f"INSERT INTO floor_{table} VALUES ({marks})", rows)  # noqa: S608 - names from above
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
        line, entry = (f"({', '.join(['%s'] * _WIDTHS[t])})" for t in ("line", "entry"))
        for row, lines in postings:  # one statement, so one round trip and one transaction
            sql = (
                f"WITH l AS (INSERT INTO floor_line VALUES {', '.join([line] * len(lines))}) "  # noqa: S608 - marks only
                f"INSERT INTO floor_entry VALUES {entry}"
            )
            self.driver.execute(sql.encode(), [*chain.from_iterable(lines), *row])

    def bulk(self, postings: Sequence[Posting]) -> None:
        with self.driver.transaction(), self.driver.cursor() as cursor:
            with cursor.copy("COPY floor_line FROM STDIN") as copy:
                for _, lines in postings:
                    for line in lines:
                        copy.write_row(line)
            with cursor.copy("COPY floor_entry FROM STDIN") as copy:
                for entry, _ in postings:
                    copy.write_row(entry)

    def rows(self, sql: str, *values: object) -> list[Row]:
        return self.driver.execute(sql.encode(), values).fetchall()


_WIDTHS = {"entry": 19, "line": 11}


def _renamed(sql: str, table: str) -> str:
    named = re.sub(rf'\b(TABLE|ON) "?{table}"?', rf"\1 floor_{table}", sql)
    return re.sub(r"\b(INDEX) (\w+)", r"\1 floor_\2", named)
