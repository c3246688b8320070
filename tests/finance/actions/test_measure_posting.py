"""What is measured is real: the entries posted verify, and the floor wrote the same rows."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from finance.actions.measure_posting import (
    NotForMeasuring,
    drafts,
    fill,
    measure_bulk,
    measure_bulk_with_bad,
    measure_one_by_one,
)
from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from ledger.store.tables import EntryRow
from ledger.store.verification import verify
from tests.ledger.books import open_books


@pytest.fixture
def owner_database(owner_url: str) -> Iterator[Database]:
    """A database as its owner opens it: the floor makes tables of its own."""
    opened = Database(owner_url).within(EVERYTHING)
    yield opened
    opened.dispose()


def test_what_was_measured_verifies(owner_database: Database) -> None:
    """Both ways of posting leave honest books, and a step with its floor."""
    steps = [
        measure_one_by_one(owner_database, 5, 1),
        measure_bulk(owner_database, 250, 2),
        measure_bulk_with_bad(owner_database, 250, 2),
    ]
    assert [step.rows for step in steps] == [5, 250, 250]
    assert all(step.seconds > 0 and step.floor_seconds > 0 for step in steps)
    with owner_database.reading() as session:
        result = verify(session)
        held = session.scalar(select(func.count()).select_from(EntryRow))
    assert result.rows == ()
    assert result.entries == held == 5 + 250 + 247 + 3 * 200


def test_a_ledger_is_filled_once(owner_database: Database) -> None:
    """So many lines over all the books; asked again, nothing comes to them; and it verifies."""
    assert [fill(owner_database, 1_000, 50, 1) for _ in range(2)] == [400, 0]
    with owner_database.reading() as session:
        result = verify(session)
        books = session.scalar(select(func.count(EntryRow.book_id.distinct())))
    assert (result.rows, result.entries, result.lines) == ((), 400, 1_000)
    assert books is not None
    assert books > 40


def test_the_same_seed_makes_the_same_entries() -> None:
    """A measurement can be made again; another seed makes others."""
    assert drafts(50, 7, "x") == drafts(50, 7, "x") != drafts(50, 8, "x")
    assert sum(len(draft.lines) for draft in drafts(100, 1, "x")) == 250


def test_other_peoples_books_are_left_alone(database: Database) -> None:
    """Where anyone keeps books, nothing is measured."""
    open_books(database)
    with pytest.raises(NotForMeasuring):
        measure_bulk(database, 5, 1)
