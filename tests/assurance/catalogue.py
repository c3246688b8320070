"""The guards a database has, read from its own catalogue, and the same database without one.

A guard is a trigger, or a constraint of a table on which a trigger speaks: CHECK, UNIQUE, FOREIGN
KEY, PRIMARY KEY, and NOT NULL outside the primary key.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, text

from finance.runtime.database import Database

_TRIGGERED: Final = {
    "sqlite": "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE NOT t.tgisinternal"
    ),
}
_POSTGRESQL: Final = """
SELECT c.relname, t.tgname, 'trigger' FROM pg_trigger t
  JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal
UNION ALL
SELECT c.relname, k.conname, 'constraint' FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
 WHERE k.contype IN ('c', 'u', 'p', 'f', 'x')
    OR (k.contype = 'n' AND NOT EXISTS (
        SELECT 1 FROM pg_constraint p WHERE p.conrelid = k.conrelid AND p.contype = 'p'
           AND p.conkey @> k.conkey))
UNION ALL
SELECT c.relname, i.relname, 'index' FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
  JOIN pg_class c ON c.oid = x.indrelid
 WHERE x.indisunique AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = x.indexrelid)
   AND c.relnamespace = 'public'::regnamespace
"""
_NAMED: Final = re.compile(r"CONSTRAINT (\w+) (?:CHECK|UNIQUE|FOREIGN KEY|PRIMARY KEY)")
_NOT_NULL: Final = "not null"


@dataclass(frozen=True, slots=True)
class Guard:
    """One thing that refuses."""

    table: str
    name: str
    kind: str  # trigger, constraint, index, or not null (then the name is the column's)

    def __str__(self) -> str:
        """How it is told."""
        return f"{self.table}: {self.kind} {self.name}"


def guarded_tables(database: Database) -> set[str]:
    """The tables on which a trigger speaks."""
    with database.reading() as session:
        return set(session.scalars(text(_TRIGGERED[database.engine_name])))


def guards(database: Database) -> list[Guard]:
    """Every guard of the guarded tables."""
    tables = guarded_tables(database)
    with database.reading() as session:
        if database.engine_name == "postgresql":
            found = [Guard(*row) for row in session.execute(text(_POSTGRESQL))]
        else:
            found = list(_sqlite_guards(session.connection()))
    return sorted((each for each in found if each.table in tables), key=str)


def _sqlite_guards(connection: Connection) -> Iterator[Guard]:
    objects = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    for kind, name, table, sql in connection.execute(text(objects)).all():
        if kind == "trigger":
            yield Guard(table, name, "trigger")
        elif kind == "index" and sql.startswith("CREATE UNIQUE"):
            yield Guard(table, name, "index")
        elif kind == "table":
            yield from (Guard(table, found, "constraint") for found in _NAMED.findall(sql))
            for _, column, _, required, _, in_key in connection.execute(
                text(f'PRAGMA table_info("{table}")')
            ):
                if required and not in_key:
                    yield Guard(table, column, _NOT_NULL)


def drop(connection: Connection, guard: Guard) -> None:
    """Take a guard away, inside a transaction; on SQLite a trigger or an index only."""
    if guard.kind == "trigger" and connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f'DROP TRIGGER "{guard.name}" ON {guard.table}')
    elif guard.kind == "constraint":
        connection.exec_driver_sql(
            f'ALTER TABLE {guard.table} DROP CONSTRAINT "{guard.name}" CASCADE'
        )
    else:
        connection.exec_driver_sql(f'DROP {guard.kind} "{guard.name}"')


def copy_without(source: Path, target: Path, *guards: Guard) -> None:
    """The same SQLite database, made anew with constraints left out."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        new.execute("PRAGMA synchronous = OFF")  # nobody asks for it after a power cut
        objects = old.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL "
            "AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        tables = [(name, sql) for kind, name, sql in objects if kind == "table"]
        for name, sql in tables:
            for guard in guards:
                sql = _lessened(sql, guard) if name == guard.table else sql  # noqa: PLW2901 - made shorter, one by one
            new.execute(sql)
        for name, _ in tables:
            rows = old.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608 - a name of the catalogue
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                new.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)  # noqa: S608 - as above
        for kind, _, sql in objects:
            if kind != "table":
                new.execute(sql)
        new.commit()


def _lessened(sql: str, guard: Guard) -> str:
    """The statement that makes a table, without a constraint of it."""
    start, end = sql.index("(") + 1, sql.rindex(")")
    items = [_without(item, guard) for item in _items(sql[start:end])]
    tail = sql[end:]
    if guard.name.startswith("pk_"):
        tail = tail.replace("WITHOUT ROWID", "")  # such a table cannot do without its key
    made = sql[:start] + ",".join(item for item in items if item.strip()) + tail
    assert made != sql, str(guard)
    return made


def _items(body: str) -> list[str]:
    """What stands between the commas, brackets kept whole."""
    items, depth, begun = [], 0, 0
    for place, sign in enumerate(body):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            items.append(body[begun:place])
            begun = place + 1
    return [*items, body[begun:]]


def _without(item: str, guard: Guard) -> str:
    stripped = item.strip()
    if guard.kind == _NOT_NULL:
        own = stripped.startswith((f"{guard.name} ", f'"{guard.name}" '))
        return item.replace("NOT NULL", "", 1) if own else item
    named = re.search(rf"CONSTRAINT {guard.name}\b", item)
    if named is None:
        return item
    if stripped.startswith("CONSTRAINT"):
        return ""
    return item[: named.start()]  # it stands at the end of its column
