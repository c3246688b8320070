"""Guards are moved aside for rows that come back, and stand afterwards as they stood before."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from finance.records.scope import EVERYTHING, NOTHING
from finance.runtime import audit
from finance.runtime.backup_gates import (
    Gate,
    LeadsNowhere,
    NotTheOwner,
    PostgresqlGate,
    SqliteGate,
)
from finance.runtime.backup_load import NotEmpty, loading, require_empty
from finance.runtime.backup_rows import kept_tables
from finance.runtime.clock import SystemClock
from finance.runtime.database import Database, see_everything
from finance.runtime.identity import SYSTEM

GUARDS = {
    "sqlite": "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY 1, 2",
    "postgresql": (
        "SELECT tgrelid::regclass::text, tgname, tgenabled::text FROM pg_trigger "
        "UNION SELECT relname, 'row security', relforcerowsecurity::text FROM pg_class "
        "ORDER BY 1, 2"
    ),
}


@pytest.fixture
def owner(owner_url: str) -> Iterator[Database]:
    """A migrated database, opened by who owns it; on each engine."""
    opened = Database(owner_url).within(EVERYTHING)
    yield opened
    opened.dispose()


def _gate(session: Session) -> Gate:
    made: Callable[[Connection], Gate] = (
        SqliteGate if session.get_bind().dialect.name == "sqlite" else PostgresqlGate
    )
    return made(session.connection())


def _guards(session: Session) -> list[tuple[object, ...]]:
    asked = text(GUARDS[session.get_bind().dialect.name])
    return [tuple(row) for row in session.execute(asked)]


def _insert_book(session: Session) -> None:
    session.execute(
        text("INSERT INTO book (book_id, code, name, regime) VALUES (7, 'G7', 'G7', 'TT107')")
    )


def test_a_row_gets_in_that_no_writer_could_insert(owner: Database) -> None:
    """A head that has moved already is refused to every writer, and let in past the gate."""
    head = text("INSERT INTO book_head VALUES (7, NULL, 5)")
    with owner.writing() as session:
        _insert_book(session)
        with pytest.raises(DBAPIError):
            session.execute(head)
    with loading(owner) as session:
        gate = _gate(session)
        gate.open()
        _insert_book(session)
        session.execute(head)
        gate.close([])
        session.commit()
    with owner.reading() as session:
        assert session.scalar(text("SELECT last_recorded_at_us FROM book_head")) == 5


def test_the_guards_stand_as_they_stood(owner: Database) -> None:
    """Every trigger is there again, with its own text, and on."""
    with loading(owner) as session:
        before = _guards(session)
        gate = _gate(session)
        gate.open()
        assert _guards(session) != before
        gate.close([])
        session.commit()
    with owner.writing() as session:
        assert _guards(session) == before
        _insert_book(session)
        with pytest.raises(DBAPIError, match="ledger"):
            session.execute(text("DELETE FROM book"))


def test_who_breaks_off_leaves_the_guards_standing(owner: Database) -> None:
    """They are moved aside inside the transaction, which ends with nothing done."""
    with owner.reading() as session:
        before = _guards(session)
    with loading(owner) as session:
        _gate(session).open()
        _insert_book(session)
    with owner.writing() as session:
        assert _guards(session) == before
        assert session.scalar(text("SELECT count(*) FROM book")) == 0
        with pytest.raises(DBAPIError):  # and references are asked for again
            session.execute(text("INSERT INTO book_head VALUES (8, NULL, 0)"))


def test_a_guard_keeps_how_it_was_switched(owner: Database) -> None:
    """One that fires always, or never, does so afterwards."""
    if owner.engine_name == "sqlite":
        return  # knows no switches
    with owner.writing() as session:
        for mode in ("DISABLE TRIGGER book_never_goes", "ENABLE ALWAYS TRIGGER book_never_changes"):
            session.execute(text(f"ALTER TABLE book {mode}"))
        session.commit()
        before = _guards(session)
    with loading(owner) as session:
        gate = _gate(session)
        gate.open()
        gate.close([])
        assert _guards(session) == before
        assert {"A", "D", "O"} <= {row[2] for row in before}


def test_row_security_binds_the_owner_again(owner: Database) -> None:
    """It keeps nothing out that comes back, and afterwards hides what it hid before."""
    if owner.engine_name == "sqlite":
        return  # has no row security
    with loading(owner) as session:
        before = _guards(session)
        assert any(row[1:] == ("row security", "true") for row in before)
        gate = _gate(session)
        gate.open()
        _insert_book(session)
        tables = kept_tables(session.connection())
        heads = next(table for table in tables if table.name == "book_head")
        row = {"book_id": 7, "last_seq": None, "last_recorded_at_us": 0}
        gate.put(heads, [tuple(row[name] for name in heads.names)])
        gate.close([])
        assert _guards(session) == before
        session.commit()
    with owner.within(NOTHING).reading() as session:
        assert session.scalar(text("SELECT count(*) FROM book_head")) == 0
        see_everything(session.connection())
        assert session.scalar(text("SELECT count(*) FROM book_head")) == 1
    with owner.engine.connect() as connection, pytest.raises(NotEmpty):
        require_empty(connection, made=True)


def test_a_counter_goes_on_behind_what_was_loaded(owner: Database) -> None:
    """The next line of the log is not given a number that is taken."""
    with loading(owner) as session:
        gate = _gate(session)
        gate.open()
        tables = kept_tables(session.connection())
        log = next(table for table in tables if table.name == "audit_line")
        row = {"at_us": 1, "actor": "a", "action": "b", "unit_code": "", "subject": "", "seq": 41}
        row["details"] = "{}"
        gate.put(log, [tuple(row[name] for name in log.names)])
        gate.close(tables)
        session.commit()
    with owner.writing() as session:
        audit.write(session, SystemClock(), SYSTEM, "act", "", "", {})
        session.commit()
        assert session.scalar(text("SELECT max(seq) FROM audit_line")) == 42


def test_a_counter_nothing_was_loaded_behind_begins_at_one(owner: Database) -> None:
    """An empty table's first row is number one."""
    with loading(owner) as session:
        gate = _gate(session)
        gate.open()
        gate.close(kept_tables(session.connection()))
        session.commit()
    with owner.writing() as session:
        audit.write(session, SystemClock(), SYSTEM, "act", "", "", {})
        session.commit()
        assert session.scalar(text("SELECT max(seq) FROM audit_line")) == 1


def test_a_reference_to_nothing_is_found(owner: Database) -> None:
    """A head that names an entry which did not come does not stay."""
    with loading(owner) as session:
        gate = _gate(session)
        gate.open()
        _insert_book(session)
        session.execute(text("INSERT INTO book_head VALUES (7, 3, 5)"))
        if owner.engine_name == "sqlite":
            with pytest.raises(LeadsNowhere) as refused:
                gate.close([])
            assert refused.value.facts == {"table": "book_head", "parent": "entry"}
        else:
            with pytest.raises(Exception, match="fk_book_head_book_id_last_seq"):
                gate.close([])


def test_only_the_owner_moves_guards(database: Database) -> None:
    """The application, which may write rows, is told whose business it is."""
    with loading(database) as session:
        gate = _gate(session)
        if database.engine_name == "sqlite":
            gate.open()  # SQLite knows no roles: who has the file owns it
            return
        with pytest.raises(NotTheOwner) as refused:
            gate.open()
        assert refused.value.facts == {"table": "account"}
