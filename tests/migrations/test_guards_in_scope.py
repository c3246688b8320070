"""The guards of the book run as who writes: seeing one unit only, they refuse what they did.

A guard that read a narrowed table could find no fault where there is one. Each is tried from
inside the scope of the book that is written.
"""

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy import insert as insert_rows
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from finance.records.scope import EVERYTHING, Scope
from finance.records.units import FOREVER, UnitClosureRow
from finance.runtime.database import Database
from tests.engines import PostgresEngine
from tests.ledger.books import close, draft, open_books, post, shared
from tests.ledger.store.raw import LINE, OTHER, insert, post_raw, raw

LONG_AGO = dt.date(2020, 1, 1)


@pytest.fixture
def narrow(postgresql_engine: PostgresEngine) -> Iterator[Database]:
    """Two entries in LDA and one in TLD, seen from inside LDA."""
    url = postgresql_engine.fresh()
    opened = Database(url).within(EVERYTHING)
    open_books(opened)
    post(opened, draft("1"), *shared("s", 5))
    close(opened, "2026-01")
    with opened.writing() as session:
        rows = [("TLD", "TLD", 0), ("TLD", "LDA", 1), ("LDA", "LDA", 0)]
        session.execute(
            insert_rows(UnitClosureRow),
            [
                {
                    "ancestor_code": above,
                    "unit_code": unit,
                    "valid_from": LONG_AGO,
                    "valid_to": FOREVER,
                    "depth": depth,
                }
                for above, unit, depth in rows
            ],
        )
        session.commit()
    yield opened.within(Scope(("LDA",), LONG_AGO))
    opened.dispose()
    postgresql_engine.drop(url)


def test_an_entry_of_the_own_book_is_posted(narrow: Database) -> None:
    """What the others are refused for is their fault alone."""
    post_raw(narrow, [LINE, OTHER])


@pytest.mark.parametrize(
    ("lines", "fields", "said"),
    [
        ([LINE, {**OTHER, "amount_vnd": 4}], {}, "differ, or lines are missing"),
        ([LINE, {**OTHER, "account": "NONE"}], {}, "takes no postings"),
        ([LINE, OTHER], {"number": 7}, "without gaps"),
        ([LINE, OTHER], {"recorded_at_us": 1}, "without gaps"),
        ([LINE, OTHER], {"key": "1", "source": "test"}, "uq_entry_book_id_source_key"),
        ([LINE, OTHER], {"reverses_seq": 1}, "a reversal mirrors"),
        (
            [{**LINE, "accounting_on": "2026-01-05"}, {**OTHER, "accounting_on": "2026-01-05"}],
            {"accounting_on": "2026-01-05", "period": "2026-01"},
            "not open",
        ),
    ],
)
def test_a_wrong_entry_of_the_own_book_is_refused(
    narrow: Database, lines: list[dict[str, object]], fields: dict[str, object], said: str
) -> None:
    """Balance, accounts, numbers, time, keys, reversals and closed months, as for the system."""
    with pytest.raises(DBAPIError, match=said):
        post_raw(narrow, lines, **fields)


def test_a_late_line_is_refused(narrow: Database) -> None:
    """The entry it would join is seen to be posted."""
    with pytest.raises(DBAPIError, match="is posted"), raw(narrow) as connection:
        insert(connection, "line", {**LINE, "seq": 1, "line_no": 3})


@pytest.mark.parametrize(("counter_book", "is_there"), [("TLD", True), ("NONE", False)])
def test_a_counter_book_is_found_outside_the_scope(
    narrow: Database, counter_book: str, *, is_there: bool
) -> None:
    """That another unit has a book is no secret; that a book is missing is noticed."""
    tags = {"fund": "levy", "counter_book": counter_book, "interbook_ref": "r"}
    lines = [
        {**LINE, "account": "337861", "fund": "levy", "item": "23"},
        {**OTHER, "account": "3361", **tags},
    ]
    if is_there:
        post_raw(narrow, lines)
    else:
        with pytest.raises(DBAPIError, match="a tag is missing or refused"):
            post_raw(narrow, lines)


def test_another_units_book_is_not_touched(narrow: Database) -> None:
    """Its head does not move, so no line and no entry comes in."""
    other = {**LINE, "book_id": 1, "seq": 2}
    with narrow.writing() as session:
        moved = session.connection().execute(text("UPDATE book_head SET last_seq = 2"))
        assert moved.rowcount == 1  # one's own
        with pytest.raises(DBAPIError):
            insert(session.connection(), "line", other)


def test_a_key_of_another_unit_cannot_be_taken(narrow: Database) -> None:
    """Uniqueness asks every row, seen or not: a book's code is given once."""
    taken = {"book_id": 9, "code": "LDA", "name": "x", "regime": "R1", "currency": "VND"}
    with pytest.raises(DBAPIError, match="uq_book_code"), raw(narrow) as connection:
        insert(connection, "book", taken)
    with pytest.raises(DBAPIError, match="row-level security"), raw(narrow) as connection:
        insert(connection, "book", {**taken, "code": "NEW"})
