"""The guards of a database, moved aside for rows that come back, and put back as they were.

What is moved aside and put back is part of the transaction that loads: a restore that breaks off
leaves the guards standing.
"""

from collections.abc import Sequence
from contextlib import closing
from typing import Any, Final, Protocol

from sqlalchemy import Connection

from finance.rules.errors import RuleError
from finance.runtime.backup_rows import Table, quoted
from ledger.store.cursor import Row

_MODES: Final = {"O": "ENABLE", "A": "ENABLE ALWAYS", "R": "ENABLE REPLICA"}  # pg_trigger.tgenabled


class NotTheOwner(RuleError):
    """Who restores owns the tables, as who migrates does."""

    code = "restore.not_the_owner"
    vi = "Bảng {table} thuộc người khác: phục hồi bằng tài khoản chạy «union-finance db upgrade»."
    en = "Table {table} is another's: restore as the one who runs “union-finance db upgrade”."


class LeadsNowhere(RuleError):
    """A row refers to another that is not there."""

    code = "restore.leads_nowhere"
    vi = "Bảng {table} trỏ tới dòng không có trong bảng {parent}: chưa có gì được ghi."
    en = "Table {table} refers to a row that table {parent} does not have: nothing was written."


class Gate(Protocol):
    """Lets rows in without asking how they came to be."""

    def open(self) -> None:
        """Move the guards aside."""

    def put(self, table: Table, rows: Sequence[Row]) -> None:
        """Insert rows as they are."""

    def close(self, tables: Sequence[Table]) -> None:
        """Put the guards back; ask for every reference; set the counters behind what was loaded."""


class SqliteGate:
    """Triggers are dropped and made again from their own text."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection that does not ask for references row by row."""
        self._driver: Any = connection.connection.driver_connection
        self._triggers: list[Row] = []

    def _standing(self) -> list[Row]:
        found: list[Row] = self._driver.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
        ).fetchall()
        return found

    def open(self) -> None:
        """Drop every trigger and keep its text."""
        self._triggers = self._standing()
        for name, _ in self._triggers:
            self._driver.execute(f"DROP TRIGGER {quoted(name)}")

    def put(self, table: Table, rows: Sequence[Row]) -> None:
        """Insert rows; a counter of its own follows the highest key by itself."""
        marks = ", ".join("?" * len(table.names))
        into = f"INSERT INTO {_into(table)} VALUES ({marks})"  # noqa: S608 - names are the database's own
        self._driver.executemany(into, rows)

    def close(self, _tables: Sequence[Table]) -> None:
        """Make the triggers again; LeadsNowhere where a reference does."""
        for _, sql in self._triggers:
            self._driver.execute(sql)
        assert self._standing() == self._triggers, "a guard is not what it was"
        astray = self._driver.execute("PRAGMA foreign_key_check").fetchone()
        if astray:
            raise LeadsNowhere(table=astray[0], parent=astray[2])


class PostgresqlGate:
    """Triggers and row security are switched off and on; references are asked for as always."""

    def __init__(self, connection: Connection) -> None:
        """Take the connection of the transaction that loads."""
        self._driver: Any = connection.connection.driver_connection
        self._triggers: list[Row] = []
        self._forced: list[Row] = []

    def open(self) -> None:
        """Switch every trigger of ours off; NotTheOwner where that is not ours to do.

        Row security no longer binds the owner: COPY does not load a table it is forced on.
        """
        foreign = self._driver.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() "
            "AND NOT pg_has_role(tableowner, 'USAGE') ORDER BY tablename LIMIT 1"
        ).fetchone()
        if foreign:
            raise NotTheOwner(table=foreign[0])
        self._triggers = self._driver.execute(
            "SELECT c.relname, t.tgname, t.tgenabled::text FROM pg_trigger t "
            "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND n.nspname = current_schema() "
            "ORDER BY c.relname, t.tgname"
        ).fetchall()
        self._switch(dict.fromkeys(_MODES, "DISABLE"))
        self._forced = self._driver.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE c.relforcerowsecurity AND n.nspname = current_schema() ORDER BY c.relname"
        ).fetchall()
        self._row_security("NO FORCE")
        self._driver.execute("SET CONSTRAINTS ALL DEFERRED")

    def _switch(self, modes: dict[str, str]) -> None:
        for table, trigger, mode in self._triggers:
            self._driver.execute(
                f"ALTER TABLE {quoted(table)} {modes[mode]} TRIGGER {quoted(trigger)}"
            )

    def _row_security(self, mode: str) -> None:
        for (table,) in self._forced:
            self._driver.execute(f"ALTER TABLE {quoted(table)} {mode} ROW LEVEL SECURITY")

    def put(self, table: Table, rows: Sequence[Row]) -> None:
        """Load rows by COPY."""
        with (
            closing(self._driver.cursor()) as cursor,
            cursor.copy(f"COPY {_into(table)} FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def close(self, tables: Sequence[Table]) -> None:
        """Ask for every reference, switch the triggers on, set counters, and count afresh."""
        self._driver.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self._switch(_MODES)
        for table in tables:
            for column in table.names:
                self._count_on(quoted(table.name), column)
        self._row_security("FORCE")
        self._driver.execute("ANALYZE")  # plans made for empty tables would read whole ones

    def _count_on(self, table: str, column: str) -> None:
        (counter,) = self._driver.execute(
            "SELECT pg_get_serial_sequence(%s, %s)", (table, column)
        ).fetchone()
        if counter:
            highest = f"SELECT max({quoted(column)}) FROM {table}"  # noqa: S608 - names are the database's own
            self._driver.execute(
                f"SELECT setval(%s, coalesce(({highest}), 1), ({highest}) IS NOT NULL)", (counter,)
            )


def _into(table: Table) -> str:
    return f"{quoted(table.name)} ({', '.join(map(quoted, table.names))})"
