"""The floor writes the same rows into the same columns and indexes, and nothing more."""

from collections.abc import Iterator

import pytest
from sqlalchemy import inspect

from finance.actions.measure_floor import Posting, floor
from finance.actions.measure_posting import finished
from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from tests.ledger.books import draft, open_books, post

TABLES = ("line", "entry", "turnover", "counter", "book_head")


@pytest.fixture
def owner_database(owner_url: str) -> Iterator[Database]:
    """A database as its owner opens it: the floor makes tables of its own."""
    opened = Database(owner_url).within(EVERYTHING)
    yield opened
    opened.dispose()


def _postings(database: Database) -> list[Posting]:
    """The rows of two postings in one book."""
    open_books(database)
    post(database, draft("1"), draft("2"))
    with floor(database) as bare:
        questions = finished("e.seq = %s")
        return [
            {table: bare.rows(sql, "LDA", seq) for table, sql in questions.items()}
            for seq in (1, 2)
        ]


def test_one_by_one_the_floor_holds_what_the_ledger_wrote(owner_database: Database) -> None:
    """Row for row: entries and lines, and what is kept beside them after the last."""
    postings = _postings(owner_database)
    with floor(owner_database) as bare:
        bare.one_by_one(postings)
        for table in TABLES:
            sql = f"SELECT * FROM {{}}{table} WHERE book_id = 2 ORDER BY 1, 2, 3"  # noqa: S608 - names from above
            assert bare.rows(sql.format("floor_")) == bare.rows(sql.format("")) != []


def test_in_bulk_the_floor_holds_what_it_is_given(owner_database: Database) -> None:
    """All rows of all tables at once."""
    first, _ = _postings(owner_database)
    with floor(owner_database) as bare:
        bare.bulk(first)
        for table, rows in first.items():
            assert sorted(bare.rows(f"SELECT * FROM floor_{table}")) == sorted(rows)  # noqa: S608 - as above


def test_the_floor_has_the_same_indexes_and_no_keys(owner_database: Database) -> None:
    """As many columns and indexes; no foreign key; and it is gone afterwards."""
    everything = (*TABLES, "voucher", "audit_line")
    with floor(owner_database):
        seen = inspect(owner_database.engine)
        for table in everything:
            assert len(seen.get_indexes(f"floor_{table}")) >= len(seen.get_indexes(table))
            assert len(seen.get_columns(f"floor_{table}")) == len(seen.get_columns(table))
    left = set(inspect(owner_database.engine).get_table_names())
    assert not {f"floor_{table}" for table in everything} & left
