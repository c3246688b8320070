"""The database: one engine to write, one that cannot, and whose rows its sessions see.

On SQLite a writer begins with BEGIN IMMEDIATE: with the driver's default, two transactions may
read the same row and the later one silently undoes the earlier.

On PostgreSQL every transaction begins by telling the policies of the tables its scope, for that
transaction only: what a pooled connection did before is forgotten. SQLite enforces no scope by
itself; there the queries alone narrow what is read.
"""

import copy
import datetime as dt
import select
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, InvalidatePoolError, OperationalError
from sqlalchemy.orm import Session

from finance.records.scope import EVERYTHING, NOTHING, Scope
from finance.runtime.session import SAY, ScopedSession
from ledger.store.cursor import UNSAID, Reader

_CACHE_KIB = 65_536  # pages SQLite keeps at hand; what is not used is not taken
_MOST_BEYOND = 45  # connections beyond those at rest: a thread waits for rows, not for these
_DRIVERS = frozenset({"sqlite", "sqlite+pysqlite", "postgresql+psycopg"})
_BUSY_MS = 60_000  # how long a writer waits for another before the database is called busy


class Database:
    """Opens sessions on one database; SQLite and PostgreSQL alike.

    As it is made it sees nothing of any unit; `within` gives the same database with a scope.
    """

    def __init__(self, url: str) -> None:
        """Take a SQLAlchemy URL; `postgresql://` is read as the psycopg driver.

        Raises   ArgumentError for what is no such address, or names a database we do not speak to.
        """
        self.scope = NOTHING
        self._acts: list[bool] = []  # shared by all that `within` makes
        self.url = self.url_of(url)
        driver = make_url(self.url).drivername
        if driver not in _DRIVERS:
            why = f"{driver}: not sqlite:///FILE or postgresql://USER@HOST/NAME"
            raise ArgumentError(why)
        self.engine_name = make_url(self.url).get_backend_name()
        self._sqlite = self.engine_name == "sqlite"
        self.engine = create_engine(self.url, max_overflow=_MOST_BEYOND)
        self._reader = create_engine(self.url, max_overflow=_MOST_BEYOND)
        if self._sqlite:
            _prepare_sqlite(self.engine, "BEGIN IMMEDIATE", query_only=False)
            _prepare_sqlite(self._reader, "BEGIN", query_only=True)
        else:
            for engine in (self.engine, self._reader):
                event.listen(engine, "checkout", _hold_to_life)
                event.listen(engine, "before_cursor_execute", _settle)

    def within(self, scope: Scope) -> "Database":
        """The same database, its connections shared, seeing the rows of a scope."""
        made = copy.copy(self)
        made.scope = scope
        return made

    def below(self, unit_code: str, on: dt.date) -> "Database":
        """The same database, seeing a unit of one's scope and all that stood below it on a day.

        For sums over them as of that day: a unit that has moved away since belongs to them. Who
        sees everything goes on so.
        """
        return self if self.scope.everything else self.within(Scope((unit_code,), on))

    @staticmethod
    def url_of(url: str) -> str:
        """A URL as this class writes it, its driver named."""
        parsed = make_url(url)
        if parsed.drivername in ("postgresql", "postgres"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        return parsed.render_as_string(hide_password=False)

    def watch(self) -> Callable[[], bool]:
        """Notice from here on whether somebody begins to write, whatever comes of it."""
        self._acts.clear()
        return lambda: bool(self._acts)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that may write. Leaving without `commit()` rolls everything back."""
        self._acts[:] = [True]
        with ScopedSession(self.engine, self.scope, reads_only=False) as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session the database itself keeps from writing."""
        with ScopedSession(self._reader, self.scope, reads_only=True) as session:
            yield session

    def make_folder(self) -> None:
        """Make the folder a SQLite file is to stand in; elsewhere there is nothing to make."""
        name = self.engine.url.database
        if self._sqlite and name and name != ":memory:":
            Path(name).parent.mkdir(parents=True, exist_ok=True)

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()
        self._reader.dispose()


def _prepare_sqlite(engine: Engine, begin: str, *, query_only: bool) -> None:
    def on_connect(connection: Any, _record: Any) -> None:  # noqa: ANN401 - the driver's own types
        connection.isolation_level = (
            None  # SQLAlchemy says when a transaction begins, not the driver
        )
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout = {_BUSY_MS}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            f"cache_size = -{_CACHE_KIB}",
            "trusted_schema = OFF",
            f"query_only = {'ON' if query_only else 'OFF'}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def on_begin(connection: Any) -> None:  # noqa: ANN401 - the engine's own type
        try:
            connection.connection.driver_connection.execute(begin)
        except sqlite3.OperationalError as error:  # told as if SQLAlchemy had begun
            raise OperationalError(begin, None, error) from error

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)


def _settle(connection: Connection, *_statement: object) -> None:
    """Nothing is asked by another way than the reader's before the scope is told."""
    Reader(connection).settle()


def _hold_to_life(connection: Any, record: Any, _proxy: Any) -> None:  # noqa: ANN401 - the driver's own types
    """Refuse a pooled connection whose server has gone; the pool then makes a new one.

    A server that ends, or ends a connection, says so on the wire. So a connection at rest on
    which something waits to be read is asked whether it lives; the others need no asking.
    """
    record.info.pop(UNSAID, None)  # of a transaction that asked nothing
    wire = select.poll()
    wire.register(connection.pgconn.socket, select.POLLIN)
    if wire.poll(0):
        try:
            connection.execute("SELECT 1")
            connection.rollback()
        except psycopg.OperationalError as error:
            raise InvalidatePoolError from error


def widen(session: Session) -> None:
    """Let a transaction see every unit's rows from here to its end.

    For verbs that by nature concern more than one unit (matching, sharing, distributing, closing
    a month): a read that was silently narrowed would decide wrongly about money. They call it
    after their permission is checked, or to read the record that says whose permission is asked;
    a voucher, a reversal and a page never do. `tests/architecture/test_widening.py` lists them.
    """
    see_everything(session.connection())


def see_everything(connection: Connection) -> None:
    """The same for the open transaction of a connection; a backup reads all rows or none."""
    if connection.dialect.name != "sqlite":
        Reader(connection).ask([(SAY, EVERYTHING.setting())])
