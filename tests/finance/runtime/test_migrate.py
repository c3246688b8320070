"""Creating and migrating a database."""

from collections.abc import Iterator

import pytest

from finance.records.scope import EVERYTHING
from finance.runtime import migrate
from finance.runtime.database import Database
from tests.engines import Engine


@pytest.fixture
def empty(engine: Engine) -> Iterator[Database]:
    """A database without a table, opened by the one who migrates; on each engine."""
    url = engine.empty()
    opened = Database(url).within(EVERYTHING)
    yield opened
    opened.dispose()
    engine.drop(url)


def test_a_new_database_comes_to_the_newest_revision(empty: Database) -> None:
    """An empty database has no revision; after the upgrade it has the newest."""
    assert migrate.current(empty) == ""
    assert migrate.upgrade(empty) == ("", migrate.newest(empty))
    assert migrate.current(empty) == migrate.newest(empty) != ""


def test_a_second_upgrade_changes_nothing(empty: Database) -> None:
    """Upgrading a database at the newest revision leaves it there."""
    migrate.upgrade(empty)
    newest = migrate.newest(empty)
    assert migrate.upgrade(empty) == (newest, newest)
