"""What somebody with the database's password may send, and each time a guard has to refuse.

Most attacks are made from what the tables declare: an honest new row with one thing about it
changed, every update, every deletion. What only the rules of the book forbid stands in
`tests/assurance/attacks_by_hand.py`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    Column,
    Connection,
    ForeignKeyConstraint,
    Table,
    UniqueConstraint,
    text,
)

from ledger.store.base import Base
from tests.assurance.honest import Rows, write
from tests.assurance.story import put

Row = dict[str, Any]
# What may be put right or moves on; every other column of a guarded table never changes.
MAY_CHANGE: Final = {
    "account": {"name_vi", "name_en", "status", "parent"},
    "book": {"name"},
    "book_head": {"last_seq", "last_recorded_at_us"},
    "counter": {"last_number"},
    "turnover": {"debit_vnd", "credit_vnd", "lines"},
    "signing_key": {"until_us"},
    "loss_case": {
        *("owner", "next_step", "next_turn", "next_on"),
        *("state", "outcome", "reason", "closed_on", "closed_by"),
    },
}
# Written with ON CONFLICT, before which SQLite's triggers speak, so they cannot refuse a key that
# is there. Both are recomputed from the entries by every verification.
REPLACEABLE: Final = {"counter", "turnover"}
_ELSEWHERE: Final = {int: 29_989, str: "?", bytes: b"?"}


@dataclass(frozen=True, slots=True)
class Attack:
    """Something a guard of a table has to refuse."""

    table: str
    name: str
    make: Callable[[Connection], None]


def from_tables(tables: set[str], rows: Rows, engine: str) -> Iterator[Attack]:
    """The attacks that follow from what the tables declare."""
    for name in sorted(tables):
        table = Base.metadata.tables[name]
        yield from _updates(table, rows)
        yield _statement(name, "a row deleted", f"DELETE FROM {name}")  # noqa: S608 - a name of the house
        if engine == "postgresql":
            yield _statement(name, "emptied", f"TRUNCATE {name} CASCADE")
        elif name not in REPLACEABLE:
            yield from _replacements(table, rows)
        yield from _nothing(table, rows)
        yield from _twice(table, rows)
        yield from _pointing_nowhere(table, rows)


def bent(table: str, what: str, rows: Rows, change: Row, verb: str = "") -> Attack:
    """The honest new row of a table with something about it changed."""
    return Attack(table, what, lambda connection: write(connection, table, rows, change, verb))


def _statement(table: str, what: str, sql: str) -> Attack:
    return Attack(table, what, lambda connection: _run(connection, sql))


def _run(connection: Connection, sql: str) -> None:
    connection.execute(text(sql))


def _updates(table: Table, rows: Rows) -> Iterator[Attack]:
    for column in table.columns:
        if column.name in MAY_CHANGE.get(table.name, ()):
            continue
        value = _other(column, rows[table.name][-1][column.name])
        yield _update(table, rows[table.name][-1], {column.name: value})


def _update(table: Table, row: Row, change: Row) -> Attack:
    statement = table.update().where(*_is(table, row)).values(change)
    return Attack(
        table.name,
        f"{', '.join(change)} changed",
        lambda connection: _one(connection, statement),
    )


def _replacements(table: Table, rows: Rows) -> Iterator[Attack]:
    """INSERT OR REPLACE removes a row without asking a trigger of DELETE."""
    row = rows[table.name][-1]
    yield Attack(
        table.name,
        "replaced under its key",
        lambda connection: put(connection, table.name, row, "OR REPLACE"),
    )
    for unique in _uniques(table):
        change = {name: row[name] for name in unique}
        if None not in change.values():
            what = f"replaced under {', '.join(unique)}"
            yield bent(table.name, what, rows, change, "OR REPLACE")


def _nothing(table: Table, rows: Rows) -> Iterator[Attack]:
    for column in table.columns:
        if not column.nullable and not column.primary_key:
            yield bent(table.name, f"nothing in {column.name}", rows, {column.name: None})


def _twice(table: Table, rows: Rows) -> Iterator[Attack]:
    keys = [[column.name for column in table.primary_key], *_uniques(table)]
    for key in keys:
        for row in (rows[table.name][-1], rows[table.name][0]):
            change = {name: row[name] for name in key}
            if None not in change.values():
                yield bent(table.name, f"{', '.join(key)} twice", rows, change)


def _pointing_nowhere(table: Table, rows: Rows) -> Iterator[Attack]:
    for constraint in table.constraints:
        if isinstance(constraint, ForeignKeyConstraint):
            column = list(constraint.columns)[-1]
            value = _ELSEWHERE[column.type.python_type]
            yield bent(table.name, f"{column.name} pointing nowhere", rows, {column.name: value})


def _uniques(table: Table) -> list[list[str]]:
    found = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
    return sorted([column.name for column in each.columns] for each in found)


def _other(column: Column[Any], now: Any) -> Any:  # noqa: ANN401 - whatever the column holds
    kind = column.type.python_type
    if kind in (int, str, bytes):
        return _ELSEWHERE[kind]
    return (not now) if kind is bool else now.replace(day=now.day % 28 + 1)


def _one(connection: Connection, statement: Any) -> None:  # noqa: ANN401 - any statement of SQLAlchemy's
    assert connection.execute(statement).rowcount == 1, str(statement)


def _is(table: Table, row: Row) -> list[Any]:
    return [column == row[column.name] for column in table.primary_key]
