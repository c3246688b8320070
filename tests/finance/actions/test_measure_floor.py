"""The floor writes the same rows into the same columns and indexes, and nothing more."""

from collections.abc import Iterator

import pytest
from sqlalchemy import inspect

from finance.actions.measure_floor import Posting, floor
from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from tests.ledger.books import draft, open_books, post


@pytest.fixture
def owner_database(owner_url: str) -> Iterator[Database]:
    """A database as its owner opens it: the floor makes tables of its own."""
    opened = Database(owner_url).within(EVERYTHING)
    yield opened
    opened.dispose()


def _postings(database: Database) -> list[Posting]:
    with floor(database) as bare:
        entries = bare.rows("SELECT * FROM entry ORDER BY seq")
        lines = bare.rows("SELECT * FROM line WHERE seq > %s ORDER BY seq, line_no", 0)
    return [(entry, [line for line in lines if line[:2] == entry[:2]]) for entry in entries]


@pytest.mark.parametrize("way", ["one_by_one", "bulk"])
def test_the_floor_holds_the_same_rows(owner_database: Database, way: str) -> None:
    """Row for row what the ledger wrote."""
    open_books(owner_database)
    post(owner_database, draft("1"), draft("2"))
    postings = _postings(owner_database)
    with floor(owner_database) as bare:
        getattr(bare, way)(postings)
        assert bare.rows("SELECT * FROM floor_entry ORDER BY seq") == [row for row, _ in postings]
        written = bare.rows("SELECT * FROM floor_line ORDER BY seq, line_no")
    assert written == [line for _, lines in postings for line in lines]


def test_the_floor_has_the_same_indexes_and_no_keys(owner_database: Database) -> None:
    """As many indexes; no foreign key; and it is gone afterwards."""
    with floor(owner_database):
        seen = inspect(owner_database.engine)
        for table in ("entry", "line"):
            assert len(seen.get_indexes(f"floor_{table}")) >= len(seen.get_indexes(table))
            assert len(seen.get_columns(f"floor_{table}")) == len(seen.get_columns(table))
    assert not {"floor_entry", "floor_line"} & set(inspect(owner_database.engine).get_table_names())
