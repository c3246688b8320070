"""Fixtures of the ledger's tests."""

from collections.abc import Iterator

import pytest

from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from tests.engines import SqliteEngine


@pytest.fixture
def new_sqlite(sqlite_engine: SqliteEngine) -> Iterator[Database]:
    """A fresh, migrated SQLite database: for what only SQLite lets happen."""
    url = sqlite_engine.fresh()
    opened = Database(url).within(EVERYTHING)
    yield opened
    opened.dispose()
    sqlite_engine.drop(url)
