"""Hands on the tables: what a database administrator can do when no guard speaks.

Each attempt is made in one transaction on a book that was honest before, looked at by everything
`ledger verify` does, and taken back.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, Connection, Table, create_engine, event, inspect, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ledger.errors import Problem
from reports.queries.checks import check_books

Row = dict[str, Any]
REFUSED: Final = None  # a key refused it even with every guard off
_NOWHERE: Final = 29_989  # small enough for the smallest column


@dataclass(frozen=True, slots=True)
class Attempt:
    """One change past the guards: what it is, and how it is made."""

    name: str
    make: Callable[[Connection], object]


class Administrator:
    """Somebody with every right on the database, and every guard off."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection inside an open transaction."""
        self._connection = connection

    def rows(self, table: Table) -> list[Row]:
        """Every row of a table, in the order of its key."""
        found = self._connection.execute(select(table).order_by(*table.primary_key))
        return [dict(row) for row in found.mappings()]

    def verdict(self) -> tuple[Problem, ...]:
        """What `ledger verify` finds now."""
        with Session(self._connection, join_transaction_mode="create_savepoint") as session:
            return check_books(session, "").rows

    def found(self, attempt: Attempt) -> bool | None:
        """Whether the verification finds an attempt; REFUSED when the database does not take it."""
        held = self._connection.begin_nested()
        try:
            try:
                attempt.make(self._connection)
            except DBAPIError:
                return REFUSED
            return bool(self.verdict())
        finally:
            held.rollback()


@contextmanager
def administrator(superuser_url: str) -> Iterator[Administrator]:
    """Open the database past its guards; whatever is done is taken back at the end."""
    engine = create_engine(superuser_url)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    with engine.connect() as connection:
        _silence(connection)
        yield Administrator(connection)
        connection.rollback()
    engine.dispose()


def _prepare_sqlite(engine: Any) -> None:  # noqa: ANN401 - what SQLAlchemy listens on
    def on_connect(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own
        connection.isolation_level = None  # its own transactions do not take back a dropped trigger
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA ignore_check_constraints = ON")

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))


def _silence(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in found.all():
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        return
    connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    catalogue = inspect(connection)
    for table in catalogue.get_table_names():
        for check in catalogue.get_check_constraints(table):
            connection.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{check["name"]}"')


def changes(table: Table, column: Column[Any], row: Row, others: Sequence[Row]) -> list[Attempt]:
    """A value of a row made another: one that stands elsewhere in its column, and a new one."""
    now = row[column.name]
    there = [other[column.name] for other in others if other[column.name] not in (now, None)]
    values = [*there[:1], *_others(column, now)]

    def make(value: object) -> Callable[[Connection], object]:
        statement = table.update().where(*_is(table, row)).values({column.name: value})
        return lambda connection: _one(connection, statement)

    return [
        Attempt(f"{table.name}.{column.name}: {now!r} → {value!r}", make(value)) for value in values
    ]


def deletions(table: Table, rows: Sequence[Row]) -> list[Attempt]:
    """The first, the middle and the last row taken away."""
    doomed = {0: "first", len(rows) // 2: "middle", len(rows) - 1: "last"}

    def make(row: Row) -> Callable[[Connection], object]:
        return lambda connection: _one(connection, table.delete().where(*_is(table, row)))

    return [
        Attempt(f"{table.name}: the {name} row deleted", make(rows[place]))
        for place, name in doomed.items()
    ]


def insertion(table: Table, rows: Sequence[Row]) -> Attempt:
    """A copy of the last row put in under a key that is free."""
    key = list(table.primary_key)[-1]
    row = {**rows[-1], key.name: _others(key, rows[-1][key.name])[0]}
    for unique in (each for each in table.columns if each.unique):
        row[unique.name] = _others(unique, row[unique.name])[0]
    return Attempt(
        f"{table.name}: a row inserted",
        lambda connection: connection.execute(table.insert().values(row)),
    )


def swap(table: Table, rows: Sequence[Row], leaving: Collection[str]) -> Attempt | None:
    """Two rows exchange all they say under their keys.

    Takes    the columns in which a difference is no figure: the two differ in another.
    Returns  None where there are no two such rows.
    """
    plain = [column.name for column in table.columns if not column.primary_key]
    told = [name for name in plain if name not in leaving]
    pairs = ((one, two) for one in rows for two in rows)
    differ = (pair for pair in pairs if any(pair[0][name] != pair[1][name] for name in told))
    found = next(differ, None)
    if found is None or not plain:
        return None
    one, two = found

    def make(connection: Connection) -> None:
        for row in found:
            _one(connection, table.delete().where(*_is(table, row)))
        for key, content in ((one, two), (two, one)):
            said = {name: content[name] for name in plain}
            connection.execute(table.insert().values({**key, **said}))

    return Attempt(f"{table.name}: two rows swapped", make)


def _one(connection: Connection, statement: Any) -> None:  # noqa: ANN401 - any statement of SQLAlchemy's
    assert connection.execute(statement).rowcount == 1, str(statement)


def _is(table: Table, row: Row) -> list[Any]:
    return [column == row[column.name] for column in table.primary_key]


def _others(column: Column[Any], now: Any) -> list[Any]:  # noqa: ANN401 - whatever the column holds
    kind = column.type.python_type
    if now is None:
        now = {int: 0, str: "", bytes: b"", dt.date: dt.date(2026, 7, 14)}[kind]
    if kind is bool:
        return [not now]
    if kind is int:
        return [now + 1, _NOWHERE]
    if kind is dt.date:
        return [now + dt.timedelta(days=1)]
    if kind is bytes:
        return [bytes([now[0] ^ 1, *now[1:]]) if now else b"\x00"]
    length = getattr(column.type, "length", None) or len(now) + 1
    return [f"{now}x"] if len(now) < length else [f"{now[:-1]}{chr(ord(now[-1]) ^ 1)}"]
