"""The rows of a whole database as text: the same text, and so the same digest, on each engine.

A row is a JSON array of its values, columns in order of their names; bytes are `{"hex": "…"}`,
truth is 0 or 1, a day is ISO 8601. Rows come in order of their key, texts by code point. What
stands in the database itself says which tables and columns there are: none can be forgotten.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any, Final

from sqlalchemy import Connection, inspect, types

from finance.runtime.backup_file import NewBackup, TableDigest
from finance.runtime.database import see_everything
from finance.runtime.progress import Told, nobody
from ledger.store.cursor import Reader, Row

HEAD_TABLE: Final = "alembic_version"
LEFT_OUT: Final = ("web_session",)  # whoever was signed in signs in again
_CHUNK: Final = 5_000  # rows written or loaded at a time
_KINDS: Final = (types.Integer, types.String, types.Boolean, types.Date, types.LargeBinary)

Rows = Iterator[list[Row]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, and how the engine is asked for it."""

    name: str
    asked: str
    holds_bytes: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a backup sees it: columns in order of their names, and the order of its rows."""

    name: str
    columns: tuple[Column, ...]
    order: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(column.name for column in self.columns)

    @property
    def select(self) -> str:
        """The question for all its rows."""
        asked = ", ".join(column.asked for column in self.columns)
        return f"SELECT {asked} FROM {quoted(self.name)} ORDER BY {', '.join(self.order)}"  # noqa: S608 - names are the database's own


def quoted(name: str) -> str:
    """A name as SQL writes it; `user` and `key` are words of SQL as well."""
    return f'"{name}"'


def all_tables(connection: Connection) -> list[str]:
    """The names of the tables there are, in order; without the one that says the revision."""
    return sorted(set(inspect(connection).get_table_names()) - {HEAD_TABLE})


def kept_tables(connection: Connection) -> list[Table]:
    """The tables whose rows a backup keeps, in order of their names."""
    names = [name for name in all_tables(connection) if name not in LEFT_OUT]
    return [_table(connection, name) for name in names]


def _table(connection: Connection, name: str) -> Table:
    found = inspect(connection)
    own_words = connection.dialect.name == "sqlite"
    kinds = {each["name"]: each["type"] for each in found.get_columns(name)}
    key = found.get_pk_constraint(name)["constrained_columns"]
    assert key, f"the rows of {name} have no order"
    for column, kind in kinds.items():
        assert isinstance(kind, _KINDS), (
            f"{name}.{column}: {kind} has no text that both engines share"
        )
    return Table(
        name,
        tuple(
            Column(
                column,
                quoted(column) if own_words else _as_text(column, kinds[column]),
                isinstance(kinds[column], types.LargeBinary),
            )
            for column in sorted(kinds)
        ),
        tuple(
            quoted(column)
            if own_words or not isinstance(kinds[column], types.String)
            else f'{quoted(column)} COLLATE "C"'
            for column in key
        ),
    )


def _as_text(column: str, kind: object) -> str:
    """What PostgreSQL is asked for, so that it answers as SQLite does."""
    if isinstance(kind, types.Boolean):
        return f"CAST({quoted(column)} AS integer)"
    if isinstance(kind, types.Date):
        return f"to_char({quoted(column)}, 'YYYY-MM-DD')"
    return quoted(column)


def _hex(value: bytes) -> dict[str, str]:
    return {"hex": value.hex()}


_encode: Final = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_hex
).encode


def digests(
    connection: Connection, told: Told = nobody, file: NewBackup | None = None
) -> tuple[TableDigest, ...]:
    """What a backup says of each table of this database; its rows are written when asked for.

    The transaction sees every unit's rows from here on: who may ask is decided before.

    Takes    a connection whose transaction sees one moment; the backup the rows go into, if any.
    """
    see_everything(connection)
    counted = 0
    made = []
    for table in kept_tables(connection):
        digest = hashlib.sha256()
        before = counted
        with nullcontext() if file is None else file.table(table.name) as member:
            rows = Reader(connection).stream(f"backup_{table.name}", table.select, ())
            for chunk in _chunks(rows):
                text = "\n".join(map(_encode, chunk)).encode() + b"\n"
                digest.update(text)
                if member is not None:
                    member.write(text)
                counted += len(chunk)
                told(counted)
        made.append(TableDigest(table.name, table.names, counted - before, digest.hexdigest()))
    return tuple(made)


def read_rows(table: Table, lines: IO[bytes]) -> Rows:
    """The rows of a table out of its member of a backup, some thousand at a time."""
    places = [at for at, column in enumerate(table.columns) if column.holds_bytes]
    for chunk in _chunks(lines):
        rows = [json.loads(line) for line in chunk]
        for row in rows if places else ():
            for at in places:
                if isinstance(row[at], dict):
                    row[at] = bytes.fromhex(row[at]["hex"])
        yield rows


def _chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    those = iter(rows)
    while chunk := list(islice(those, _CHUNK)):
        yield chunk
