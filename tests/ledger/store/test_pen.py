"""Few rows and many reach the tables alike, in whatever way an engine takes them fastest."""

from collections.abc import Iterator

import pytest

from finance.runtime.database import Database
from ledger.entries import credit, debit
from ledger.store import pen, reads
from ledger.store.verification import verify
from tests.ledger.books import DAY, NOW_US, draft, open_books, post, received


@pytest.fixture
def books(database: Database) -> Database:
    """Three books of 2026, on each engine."""
    open_books(database)
    return database


@pytest.mark.parametrize("entries", [1, 2, 49, 50, 51, 501, 2_100])
def test_few_and_many_entries_are_written_alike(books: Database, entries: int) -> None:
    """Row by row, in groups, or as columns: the same book."""
    post(books, *(draft(f"n{number}", received(number + 1)) for number in range(entries)))
    with books.reading() as session:
        result = verify(session)
        assert (result.rows, result.entries, result.lines) == ((), entries, 2 * entries)
        moved = reads.tagged(session, ["LDA"], DAY, DAY)[0].debit_vnd
    assert moved == entries * (entries + 1) // 2


ODD = (
    "",
    "NULL",
    '"',
    "\\",
    '\\"',
    "{a,b}",
    "a,b",
    "'",
    "\n\t",
    "đ ồ",
    "\x01",
    "%s",
    "$1",
    "\\x00",
)


def test_odd_texts_are_kept_as_they_are_when_many_are_written(books: Database) -> None:
    """Quotes, braces, commas and what looks like nothing at all come back letter for letter."""
    texts = [ODD[number % len(ODD)] for number in range(120)]
    post(books, *(draft(f"{said}{n}", text=said) for n, said in enumerate(texts)))
    with books.reading() as session:
        kept = [posted.draft for posted in reads.entries(session, "LDA")]
        assert [(each.text, each.key) for each in kept] == [
            (said, f"{said}{n}") for n, said in enumerate(texts)
        ]
        assert verify(session).clean


def test_turnovers_of_many_tags(books: Database) -> None:
    """More sets of tags than one statement takes."""
    lines = [
        line
        for number in range(150)
        for line in (
            debit("4316", number + 1, fund=f"restricted:{number}"),
            credit("33881", number + 1),
        )
    ]
    post(books, draft("1", lines), draft("2", lines))
    with books.reading() as session:
        assert verify(session).clean


def test_an_entry_of_very_many_lines(books: Database) -> None:
    """More values than a statement of PostgreSQL may carry one by one."""
    lines = [line for n in range(4_000) for line in (debit("112", n + 1), credit("33881", n + 1))]
    post(books, draft("1", lines))
    with books.reading() as session:
        result = verify(session)
    assert (result.rows, result.entries, result.lines) == ((), 1, 8_000)


def test_a_part_that_is_refused_ends_the_posting(books: Database) -> None:
    """Whoever writes it: the refusal reaches the caller, and nothing of any part stays."""
    with books.writing() as session:
        writer = pen.Pen(session.connection())
        rows: list[tuple[object, ...]] = [
            (1, 1, number, writer.day(DAY), "112", "X", 5, "", "", "", "")
            for number in range(1, 121)
        ]
        day = writer.day(DAY)
        hashes = (b"", b"", b"")
        entry = (1, 1, "BK", 2026, 1, "2026-07", day, day, 1, "", "s", "k", "a", None, 120, "")
        parts: Iterator[tuple[pen.Rows, pen.Rows]] = iter([(rows, [(*entry, *hashes)])])
        with pytest.raises(writer.driver_error):
            writer.write(pen.Written([(1, NOW_US, 1)], [(1, "BK", 2026, 1)], parts, len(rows), []))
    with books.reading() as session:
        assert (verify(session).clean, verify(session).entries) == (True, 0)
