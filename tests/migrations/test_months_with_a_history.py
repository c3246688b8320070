"""Books whose months were closed before there was a history are carried up, down and up again."""

from collections.abc import Iterator

import pytest
from alembic import command
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError

from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from ledger.store.tables import BookHeadRow, BookRow, EntryRow, LineRow
from ledger.store.verification import verify
from tests.engines import Engine, alembic_config
from tests.ledger.books import (
    close,
    draft,
    make_final,
    open_books,
    post,
    reopen,
    soften,
)

BEFORE, NOW = "0006_extend_vouchers", "0007_months_with_a_history"
STATES = text("SELECT book_id, period, state FROM period ORDER BY book_id, period")


@pytest.fixture
def old_url(engine: Engine) -> Iterator[str]:
    """A database as it stood before: an entry in LDA, January and February closed there."""
    url = engine.empty()
    command.upgrade(alembic_config(url), "head")
    opened = Database(url).within(EVERYTHING)
    open_books(opened)
    post(opened, draft("1"))
    opened.dispose()
    command.downgrade(alembic_config(url), BEFORE)
    _run(url, "UPDATE period SET state = 'closed' WHERE book_id = 2 AND period = '2026-01'")
    _run(url, "UPDATE period SET state = 'closed' WHERE book_id = 2 AND period = '2026-02'")
    yield url
    engine.drop(url)


def _run(url: str, statement: str) -> None:
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()


def _states(url: str) -> dict[tuple[int, str], str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {(row[0], row[1]): row[2] for row in connection.execute(STATES)}
    engine.dispose()
    return found


def _rows(connection: Connection) -> list[list[object]]:
    tables = (BookRow, BookHeadRow, EntryRow, LineRow)
    return [list(connection.execute(table.__table__.select())) for table in tables]


def test_closed_months_get_the_event_of_their_closing(old_url: str) -> None:
    """History and state agree, entries are as they were, and the book goes on."""
    before = _states(old_url)
    command.upgrade(alembic_config(old_url), NOW)
    assert _states(old_url) == before
    command.upgrade(alembic_config(old_url), "head")
    opened = Database(old_url).within(EVERYTHING)
    with opened.reading() as session:
        events = session.execute(
            text(
                "SELECT book_id, event_no, period, from_state, to_state, actor, at_seq "
                "FROM period_event ORDER BY event_no"
            )
        )
        assert [tuple(event) for event in events] == [
            (2, 1, "2026-01", "open", "closed", "migration", 1),
            (2, 2, "2026-02", "open", "closed", "migration", 1),
        ]
        found = verify(session)
        assert (found.rows, found.entries) == ((), 1)
    assert close(opened, "2026-03")
    opened.dispose()


def test_the_way_back(old_url: str) -> None:
    """Locked months are open again and final ones closed; the old guards stand, entries stay."""
    command.upgrade(alembic_config(old_url), "head")
    opened = Database(old_url).within(EVERYTHING)
    for month in ("2026-01", "2026-02"):
        make_final(opened, month)
    close(opened, "2026-03")
    reopen(opened, "2026-03", until_us=2_000_000_000_000_000)
    soften(opened, "2026-03")
    with opened.reading() as session:
        rows = _rows(session.connection())
    opened.dispose()
    command.downgrade(alembic_config(old_url), BEFORE)
    states = _states(old_url)
    assert [states[2, f"2026-0{month}"] for month in (1, 2, 3, 4)] == [
        "closed",
        "closed",
        "open",
        "open",
    ]
    for refused in (
        "UPDATE period SET state = 'open' WHERE state = 'closed'",
        "UPDATE period SET state = 'closed' WHERE period = '2026-05'",
        "INSERT INTO period (book_id, period, state) VALUES (2, '2025-12', 'open')",
        "DELETE FROM period WHERE period = '2026-12'",
        "UPDATE period SET state = 'soft' WHERE period = '2026-03'",
    ):
        with pytest.raises(DBAPIError):
            _run(old_url, refused)
    command.upgrade(alembic_config(old_url), "head")
    opened = Database(old_url).within(EVERYTHING)
    with opened.reading() as session:
        assert _rows(session.connection()) == rows
        assert verify(session).clean
    post(opened, draft("2"))
    opened.dispose()


def test_a_guard_that_was_tampered_with_stops_the_migration(old_url: str) -> None:
    """Where the guard of entries is not the one that was made, nothing is migrated over it."""
    if old_url.startswith("sqlite"):
        _run(old_url, "DROP TRIGGER entry_is_new")
        _run(
            old_url,
            "CREATE TRIGGER entry_is_new BEFORE INSERT ON entry BEGIN "
            "SELECT RAISE(ABORT, 'x') WHERE 1 = 0; END",
        )
    else:
        _run(
            old_url,
            "CREATE OR REPLACE FUNCTION ledger_check_entries() RETURNS trigger "
            "LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        )
    with pytest.raises(RuntimeError, match="guard of entries"):
        command.upgrade(alembic_config(old_url), "head")
