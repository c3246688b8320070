"""One engine writes, one cannot; writers take turns; a scope lasts for one transaction."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from finance.records.runs import NoticeRow, RecordCounterRow, next_numbers
from finance.records.scope import EVERYTHING, NOTHING, Scope
from finance.runtime.clock import FixedClock
from finance.runtime.database import Database, widen
from tests.doors import DAY, PARENTS, seed


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


def test_a_connection_whose_server_ended_it_is_replaced(database: Database) -> None:
    """Nobody is shown an error because the server was started anew while nobody asked it."""
    if database.engine_name == "sqlite":
        return
    with database.writing() as session:
        gone = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
    with database.reading() as session:
        session.execute(text("SELECT pg_terminate_backend(:gone, 10000)"), {"gone": gone})
    with database.writing() as session:
        assert session.execute(text("SELECT pg_backend_pid()")).scalar_one() != gone


_SETTING = text("SELECT current_setting('union_finance.scope_units', true)")


@pytest.fixture
def noticed(database: Database) -> Database:
    """A notice in each unit of a small tree."""
    seed(database, FixedClock(DAY))
    with database.writing() as session:
        session.add_all(
            NoticeRow(unit_code=code, kind="k", slot="1", vi="", en="", made_at_us=0)
            for code in PARENTS
        )
        session.commit()
    return database


def _seen(database: Database) -> set[str]:
    with database.reading() as session:
        return set(session.scalars(select(NoticeRow.unit_code)))


def _enforced(database: Database, codes: set[str]) -> set[str]:
    """What a query without a condition finds: PostgreSQL narrows it, SQLite cannot."""
    return codes if database.engine_name == "postgresql" else set(PARENTS)


def test_a_query_that_names_no_unit_finds_those_of_the_scope(noticed: Database) -> None:
    """Own units and below, nothing without a scope, everything for the system."""
    lda = noticed.within(Scope(("LDA",), DAY))
    assert _seen(lda) == _enforced(noticed, {"LDA", "CTA", "CTB"})
    assert _seen(noticed.within(Scope(("CTC", "CTA"), DAY))) == _enforced(noticed, {"CTA", "CTC"})
    assert _seen(noticed.within(NOTHING)) == _enforced(noticed, set())
    assert _seen(Database(noticed.url)) == _enforced(noticed, set())
    assert _seen(noticed.within(EVERYTHING)) == set(PARENTS)


def test_a_unit_and_what_stood_below_it_on_a_day(noticed: Database) -> None:
    """As it was then, for sums of that day; who sees everything goes on so."""
    mine = noticed.within(Scope(("TLD",), DAY))
    assert _seen(mine.below("LDB", DAY)) == _enforced(noticed, {"LDB", "CTC"})
    assert _seen(mine.below("LDB", dt.date(2019, 1, 1))) == _enforced(noticed, set())
    assert _seen(noticed.below("LDB", DAY)) == set(PARENTS)


def test_a_scope_is_gone_with_its_transaction(noticed: Database) -> None:
    """The next user of a pooled connection starts from nothing, also after a failed statement."""
    if noticed.engine_name == "sqlite":
        return  # it keeps no setting that could stay behind
    narrow = noticed.within(Scope(("LDA",), DAY))
    for _ in range(3):
        with narrow.writing() as session:
            assert session.execute(_SETTING).scalar_one() == "LDA"
            pid = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
            with pytest.raises(DBAPIError):
                session.execute(text("SELECT 1 / 0"))
        with noticed.engine.connect() as connection:
            assert connection.execute(text("SELECT pg_backend_pid()")).scalar_one() == pid
            assert connection.execute(_SETTING).scalar_one() in (None, "")
            assert connection.execute(text("SELECT count(*) FROM notice")).scalar_one() == 0


def test_each_transaction_of_a_session_says_its_scope(noticed: Database) -> None:
    """After a commit the same session goes on in the same scope, and no wider one."""
    narrow = noticed.within(Scope(("CTC",), DAY))
    with narrow.writing() as session:
        for _ in range(2):
            found = set(session.scalars(select(NoticeRow.unit_code)))
            assert found == _enforced(noticed, {"CTC"})
            widen(session)
            assert set(session.scalars(select(NoticeRow.unit_code))) == set(PARENTS)
            session.commit()


def test_a_widened_transaction_stays_so_past_a_savepoint(noticed: Database) -> None:
    """What is tried and undone inside it does not narrow the rest."""
    with noticed.within(Scope(("CTC",), DAY)).writing() as session:
        widen(session)
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text("INSERT INTO notice (unit_code) VALUES (NULL)"))
        with session.begin_nested():
            assert set(session.scalars(select(NoticeRow.unit_code))) == set(PARENTS)
        assert set(session.scalars(select(NoticeRow.unit_code))) == set(PARENTS)


def test_many_scopes_share_a_pool(noticed: Database) -> None:
    """Threads that take connections from each other never see another's rows."""
    wanted = {"LDA": {"LDA", "CTA", "CTB"}, "LDB": {"LDB", "CTC"}, "CTA": {"CTA"}}

    def look(unit: str) -> list[set[str]]:
        return [_seen(noticed.within(Scope((unit,), DAY))) for _ in range(10)]

    with ThreadPoolExecutor(3) as pool:
        for unit, found in zip(wanted, pool.map(look, wanted), strict=True):
            assert found == [_enforced(noticed, wanted[unit])] * 10
