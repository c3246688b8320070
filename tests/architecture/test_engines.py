"""Tests meet the database as the application does: without a right it would not have."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from tests.engines import PostgresEngine


@pytest.fixture
def application(postgresql_engine: PostgresEngine) -> Iterator[Database]:
    """A PostgreSQL database as the application opens it."""
    url = postgresql_engine.fresh()
    opened = Database(url).within(EVERYTHING)
    yield opened
    opened.dispose()
    postgresql_engine.drop(url)


def test_the_application_has_no_special_right(application: Database) -> None:
    """It is neither superuser nor able to pass row security, and it owns no table."""
    with application.reading() as session:
        rights = session.execute(
            text(
                "SELECT rolsuper, rolbypassrls, rolcreatedb FROM pg_roles "
                "WHERE rolname = current_user"
            )
        ).one()
        owned = session.scalar(
            text("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        )
        tables = session.scalar(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
    assert tuple(rights) == (False, False, False)
    assert owned == 0
    assert tables


def test_a_reader_cannot_write(database: Database) -> None:
    """The database itself refuses what a reading session tries to write."""
    with database.reading() as session, pytest.raises((DBAPIError, OperationalError)):
        session.execute(text("DELETE FROM book"))


def test_databases_stand_apart(new_database: Callable[[], Database]) -> None:
    """What one test writes, no other test sees."""
    first, second = new_database(), new_database()
    with first.writing() as session:
        session.execute(
            text("INSERT INTO book (book_id, code, name, regime) VALUES (1, 'A', 'A', 'R')")
        )
        session.commit()
    with second.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM book")) == 0
