"""One engine writes, one cannot; writers take turns."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from finance.records.runs import NoticeRow, RecordCounterRow, next_numbers
from finance.runtime.database import Database


def _notice(slot: str) -> NoticeRow:
    return NoticeRow(unit_code="G1", kind="k", slot=slot, vi="", en="", made_at_us=0)


def test_leaving_without_a_commit_keeps_nothing(database: Database) -> None:
    """Also when what was written was seen by the database already."""
    with database.writing() as session:
        session.add(_notice("a"))
        session.flush()
    with database.writing() as session:
        session.add(_notice("b"))
        session.commit()
    with database.reading() as session:
        assert [row.slot for row in session.scalars(select(NoticeRow))] == ["b"]


def test_a_reader_cannot_write(database: Database) -> None:
    """The database itself refuses, whatever the code tries."""
    for act in ("DELETE FROM notice", "INSERT INTO job_run VALUES ('j', 's', 'done', 1, 1, '')"):
        with database.reading() as session, pytest.raises(DBAPIError):
            session.execute(text(act))


def test_updates_of_many_writers_are_all_kept(database: Database) -> None:
    """Four at once count a hundred times: not one count is lost."""

    def count(_: int) -> None:
        for _ in range(25):
            with database.writing() as session:
                next_numbers(session, "G1", "x", 1)
                session.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count, range(4)))
    with database.reading() as session:
        assert session.get_one(RecordCounterRow, ("G1", "x")).last == 100


def test_the_driver_is_named(database: Database) -> None:
    """A plain address of PostgreSQL is read as psycopg's."""
    assert database.engine_name in ("sqlite", "postgresql")
    assert Database.url_of("postgres://u@h/d") == "postgresql+psycopg://u@h/d"
    assert Database.url_of("postgresql://u:p@h/d") == "postgresql+psycopg://u:p@h/d"
    assert Database.url_of("sqlite:///x.db") == "sqlite:///x.db"


def test_each_engine_is_set_as_it_should_be(database: Database) -> None:
    """SQLite keeps foreign keys and every commit; PostgreSQL reads what is committed."""
    if database.engine_name != "sqlite":
        with database.writing() as session:
            assert session.execute(text("SHOW transaction_isolation")).scalar() == "read committed"
        return
    with database.writing() as session:
        found = {
            name: session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("foreign_keys", "journal_mode", "synchronous", "query_only")
        }
    assert found == {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2, "query_only": 0}
