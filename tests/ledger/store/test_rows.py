"""Stored rows become the entries they were."""

import pytest
from sqlalchemy import select

from finance.runtime.database import Database
from ledger.errors import Unbalanced
from ledger.store.rows import as_line, as_posted, with_lines
from ledger.store.tables import EntryRow, LineRow
from tests.ledger.books import draft, open_books, post, reverse, shared
from tests.ledger.store.raw import LINE, OTHER, post_raw


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


def test_lines_come_in_the_order_of_their_numbers(database: Database) -> None:
    """Whichever of them was written first."""
    open_books(database)
    post(database, draft("1"), draft("2"))
    post_raw(database, [OTHER, LINE])
    with database.reading() as session:
        row = session.scalars(select(EntryRow).where(EntryRow.seq == 3)).one()
        [found] = with_lines(session, [(row, "LDA")])
    assert [line.account for line in found.draft.lines] == ["112", "33881"]


def test_a_reversal_says_what_it_reverses(database: Database) -> None:
    """By its place in the book."""
    open_books(database)
    posted = post(database, draft("1"))[0]
    reverse(database, posted, "r")
    with database.reading() as session:
        row = session.scalars(select(EntryRow).where(EntryRow.seq == 2)).one()
        [found] = with_lines(session, [(row, "LDA")])
    assert found.draft.reverses_seq == 1


def test_an_entry_without_lines_is_no_entry(database: Database) -> None:
    """Nobody can say what it moves: it is refused like one that does not balance."""
    open_books(database)
    post(database, draft("1"))
    with database.reading() as session:
        row = session.scalars(select(EntryRow)).one()
        session.expunge(row)
        row.seq = 9
        with pytest.raises(Unbalanced):
            list(with_lines(session, [(row, "LDA")]))
