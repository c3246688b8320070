"""Stored rows become the entries they were."""

from sqlalchemy import select

from finance.runtime.database import Database
from ledger.store.rows import as_line, as_posted, with_lines
from ledger.store.tables import EntryRow, LineRow
from tests.ledger.books import draft, open_books, post, shared


def test_rows_become_entries_in_the_order_given(database: Database) -> None:
    """Entries of several books, in any order, each with its own lines."""
    open_books(database)
    posted = post(database, draft("1", papers="a" * 64), *shared("s", 5))
    with database.reading() as session:
        rows = session.scalars(select(EntryRow).order_by(EntryRow.book_id.desc(), EntryRow.seq))
        codes = {1: "TLD", 2: "LDA"}
        found = list(with_lines(session, [(row, codes[row.book_id]) for row in rows]))
        assert found == [posted[0], posted[1], posted[2]]
        assert list(with_lines(session, [])) == []


def test_a_row_becomes_a_value(database: Database) -> None:
    """A line and an entry by themselves."""
    open_books(database)
    posted = post(database, draft("1"))[0]
    with database.reading() as session:
        lines = [as_line(row) for row in session.scalars(select(LineRow).order_by(LineRow.line_no))]
        assert tuple(lines) == posted.draft.lines
        assert as_posted(session.scalars(select(EntryRow)).one(), "LDA", lines) == posted
