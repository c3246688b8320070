"""Writing takes few statements, and no more for many entries than for one."""

import pytest

from finance.runtime.database import Database
from ledger import book
from ledger.entries import credit, debit
from ledger.store import reads, writes
from ledger.store.pen import Pen
from ledger.store.verification import verify
from tests.ledger.books import DAY, NOW_US, draft, open_books, post, received


@pytest.fixture
def books(database: Database) -> Database:
    """Three books of 2026, on each engine."""
    open_books(database)
    return database


@pytest.mark.parametrize("entries", [1, 2, 49, 50, 51, 501, 1_200])
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


def test_standing_tells_what_a_book_holds(books: Database) -> None:
    """Head, numbers, states of the months asked about, and entries that carry the keys."""
    first = post(books, draft("1"))[0]
    with books.writing() as session:
        pen = Pen(session.connection())
        asked = {"LDA": [draft("1"), draft("2")], "XX": [draft("1", book="XX")]}
        found = writes.stand(pen, asked)
    assert set(found) == {"LDA"}
    head, standing = found["LDA"]
    assert head == writes.Head(2, "R1", 1, NOW_US)
    assert standing.numbers == {("BK", 2026): 1}
    assert standing.periods == {"2026-07": ("open", None)}
    known = standing.keys["test", "1"]
    assert (known.seq, known.actor, known.recorded_at_us) == (1, "kế toán", first.recorded_at_us)


def test_nothing_fresh_writes_nothing(books: Database) -> None:
    """A call of retries only leaves the heads where they are."""
    post(books, draft("1"))
    with books.writing() as session:
        assert not book.post(session, NOW_US, [draft("1")])[0].fresh
        writes.append(Pen(session.connection()), {}, [])
        session.commit()
    with books.reading() as session:
        assert verify(session).entries == 1
