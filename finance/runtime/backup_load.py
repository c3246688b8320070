"""Loads the rows of a backup past the guards of the database, and puts the guards back.

The guards ask how a row came to be; a row that comes back was asked when it was posted. What
holds for any row that stands (keys, checks, references) is asked again by the database itself.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Connection, inspect
from sqlalchemy.orm import Session

from finance.rules.errors import RuleError
from finance.runtime.backup_file import Backup
from finance.runtime.backup_gates import Gate, PostgresqlGate, SqliteGate
from finance.runtime.backup_rows import all_tables, kept_tables, quoted, read_rows
from finance.runtime.database import Database, see_everything
from finance.runtime.progress import Told


class NotEmpty(RuleError):
    """A backup is restored to an empty database only: it joins nothing and replaces nothing."""

    code = "restore.not_empty"
    vi = "Cơ sở dữ liệu không trống (bảng {table}): chỉ phục hồi vào cơ sở dữ liệu trống."
    en = "The database is not empty (table {table}): restore to an empty one only."


class NotTaken(RuleError):
    """The database does not take the rows of a backup; nothing of it is kept."""

    code = "restore.not_taken"
    vi = "Cơ sở dữ liệu không nhận dữ liệu của bản sao lưu, chưa có gì được ghi: {why}"
    en = "The database does not take the rows of the backup, nothing was written: {why}"


def require_empty(connection: Connection, *, made: bool) -> None:
    """Refuse a database in which any table holds a row.

    Takes    whether our migrations made it; where they did not, a table alone is too much.
    Raises   NotEmpty.
    """
    see_everything(connection)
    for table in all_tables(connection):
        asked = f"SELECT 1 FROM {quoted(table)} LIMIT 1"  # noqa: S608 - names are the database's own
        if not made or connection.exec_driver_sql(asked).first():
            raise NotEmpty(table=table)


@contextmanager
def loading(database: Database) -> Iterator[Session]:
    """A session that can load a backup; what is not committed is rolled back."""
    with (
        database.engine.connect() as connection,
        _unasked(connection),
        Session(connection) as session,
    ):
        yield session


@contextmanager
def _unasked(connection: Connection) -> Iterator[None]:
    """On SQLite no reference is asked for row by row; all are when the rows are in."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = OFF")  # heeded outside a transaction only
    try:
        yield
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys = ON")


def load(session: Session, backup: Backup, told: Told) -> None:
    """Load every table of a backup into an empty, migrated database, past its guards.

    Raises   NotEmpty, NotTheOwner, NotTaken.
    """
    connection = session.connection()
    require_empty(connection, made=True)
    on_sqlite = connection.dialect.name == "sqlite"
    gate: Gate = SqliteGate(connection) if on_sqlite else PostgresqlGate(connection)
    tables = {table.name: table for table in kept_tables(connection)}
    gate.open()
    loaded = 0
    try:
        for name in _parents_first(connection):
            if name in tables:
                with backup.table(name) as lines:
                    for rows in read_rows(tables[name], lines):
                        gate.put(tables[name], rows)
                        loaded += len(rows)
                        told(loaded)
        gate.close(list(tables.values()))
    except (sqlite3.Error, psycopg.Error) as error:
        raise NotTaken(why=str(error).splitlines()[0]) from error


def _parents_first(connection: Connection) -> list[str]:
    """All tables, each after those it refers to."""
    return [
        name for name, _ in inspect(connection).get_sorted_table_and_fkc_names() if name is not None
    ]
