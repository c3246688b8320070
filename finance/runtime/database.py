"""The database: one engine to write, one that cannot.

On SQLite a writer begins with BEGIN IMMEDIATE: with the driver's default, two transactions may
read the same row and the later one silently undoes the earlier.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

_CACHE_KIB = 65_536  # pages SQLite keeps at hand; what is not used is not taken
_BUSY_MS = 60_000  # how long a writer waits for another before the database is called busy


class Database:
    """Opens sessions on one database; SQLite and PostgreSQL alike."""

    def __init__(self, url: str) -> None:
        """Take a SQLAlchemy URL; `postgresql://` is read as the psycopg driver."""
        self.url = self.url_of(url)
        self.engine_name = make_url(self.url).get_backend_name()
        self._sqlite = self.engine_name == "sqlite"
        self.engine = create_engine(self.url, **self._options())
        self._reader = create_engine(self.url, **self._options())
        if self._sqlite:
            _prepare_sqlite(self.engine, "BEGIN IMMEDIATE", query_only=False)
            _prepare_sqlite(self._reader, "BEGIN", query_only=True)
        else:
            event.listen(self._reader, "begin", _begin_read_only)

    @staticmethod
    def url_of(url: str) -> str:
        """A URL as this class writes it, its driver named."""
        parsed = make_url(url)
        if parsed.drivername in ("postgresql", "postgres"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        return parsed.render_as_string(hide_password=False)

    def _options(self) -> dict[str, Any]:
        return {} if self._sqlite else {"pool_pre_ping": True}

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that may write. Leaving without `commit()` rolls everything back."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session the database itself keeps from writing."""
        with Session(self._reader, expire_on_commit=False) as session:
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
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)


def _begin_read_only(connection: Any) -> None:  # noqa: ANN401 - the engine's own type
    connection.exec_driver_sql("SET TRANSACTION READ ONLY")
