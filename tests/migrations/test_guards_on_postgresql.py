"""What only PostgreSQL lets one try: its guards refuse it."""

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from tests.engines import PostgresEngine
from tests.ledger.books import TABLES, close, draft, open_books, post, shared
from tests.ledger.store.raw import ENTRY, LINE, OTHER, count_rows, insert, move_head, raw


@pytest.fixture
def postgresql_books(postgresql_engine: PostgresEngine) -> Iterator[Database]:
    """Two entries in LDA, one in TLD."""
    url = postgresql_engine.fresh()
    opened = Database(url).within(EVERYTHING)
    open_books(opened)
    post(opened, draft("1"), *shared("s", 5))
    yield opened
    opened.dispose()
    postgresql_engine.drop(url)


@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_truncated(
    postgresql_books: Database, table: str, postgresql_engine: PostgresEngine
) -> None:
    """TRUNCATE, which no row trigger sees, is refused to the owner too."""
    owner = Database(postgresql_engine.as_owner(postgresql_books.url)).within(EVERYTHING)
    with pytest.raises(DBAPIError, match="never changes"), raw(owner) as connection:
        connection.execute(text(f"TRUNCATE {table} CASCADE"))
    owner.dispose()


def _copy(connection: Connection, table: str, rows: list[dict[str, object]]) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None
    into = f"COPY {table} ({', '.join(rows[0])}) FROM STDIN"
    with driver.cursor() as cursor, cursor.copy(into) as copy:
        for row in rows:
            copy.write_row(list(row.values()))


def test_copy_is_no_way_round(postgresql_books: Database) -> None:
    """COPY, which asks no policy, is refused to the application whatever its scope."""
    with postgresql_books.writing() as session:
        connection = session.connection()
        move_head(connection)
        with pytest.raises(psycopg.errors.FeatureNotSupported, match="row-level security"):
            _copy(connection, "line", [LINE, OTHER])


def test_a_temporary_table_does_not_stand_in(postgresql_books: Database) -> None:
    """A table of the session's own, named like ours, is not asked instead of ours."""
    close(postgresql_books, "2026-01")
    day = {"accounting_on": "2026-01-05"}
    decoy = (
        "CREATE TEMP TABLE period AS "
        "SELECT book_id, period, 'open' AS state, open_until_us FROM period"
    )
    with postgresql_books.writing() as session:
        connection = session.connection()
        connection.execute(text(decoy))
        move_head(connection)
        for line in (LINE, OTHER):
            insert(connection, "public.line", {**line, **day})
        with pytest.raises(DBAPIError, match="not open"):
            insert(connection, "public.entry", {**ENTRY, **day, "period": "2026-01"})


def test_a_late_line_waits_for_the_posting(postgresql_books: Database) -> None:
    """Beside a posting that has not committed, no line slips in: the head is held."""
    with postgresql_books.writing() as posting, postgresql_books.writing() as late:
        first = posting.connection()
        move_head(first)
        insert(first, "line", LINE)
        insert(first, "line", OTHER)
        insert(first, "entry", ENTRY)
        late.execute(text("SET LOCAL lock_timeout = '200ms'"))
        with pytest.raises(DBAPIError, match="lock timeout"):
            move_head(late.connection())
        late.rollback()
        with pytest.raises(DBAPIError, match="head of the book has not moved"):
            insert(late.connection(), "line", {**LINE, "line_no": 3})
        posting.commit()
        late.rollback()
        with pytest.raises(DBAPIError, match="is posted"):
            insert(late.connection(), "line", {**LINE, "line_no": 3})
    assert count_rows(postgresql_books) == (4, 8)


def test_an_old_view_of_the_book_posts_nothing(postgresql_books: Database) -> None:
    """A transaction that still sees a month open after it closed fails, and posts nothing."""
    with postgresql_books.writing() as old:
        old.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        old.execute(text("SELECT count(*) FROM period"))
        close(postgresql_books, "2026-01")
        with pytest.raises(DBAPIError, match="serialize"):
            move_head(old.connection())
