"""Writing takes few statements, and no more for many entries than for one."""

import dataclasses
from collections.abc import Sequence

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from finance.runtime.database import Database
from ledger import book
from ledger.errors import TurnoverFull
from ledger.store import reads, writes
from ledger.store.pen import Pen, Written
from ledger.store.tables import TurnoverRow
from ledger.store.verification import verify
from tests.ledger.books import (
    BOOKS,
    NOW_US,
    draft,
    entries_of,
    open_books,
    post,
    received,
    shared,
)


@pytest.fixture
def books(database: Database) -> Database:
    """Three books of 2026, on each engine."""
    open_books(database)
    return database


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


def test_of_many_books_the_same_is_told_as_of_each(
    books: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Heads, numbers, months and keys; a book that does not exist is left out."""
    post(books, draft("1"), draft("1", book="TLD"), draft("2", source="another"))
    asked = {
        code: [draft("1", book=code), draft("2", book=code, source="another")]
        for code in (*BOOKS, "XX")
    }
    with books.writing() as session:
        pen = Pen(session.connection())
        each = writes.stand(pen, asked)
        monkeypatch.setattr(writes, "_MANY", 2)
        for size in (1, 500):
            monkeypatch.setattr(writes, "_CHUNK", size)
            assert writes.stand(pen, asked) == each
    assert set(each) == set(BOOKS)
    assert set(each["LDA"][1].keys) == {("test", "1"), ("another", "2")}


def test_every_key_is_looked_up_however_many(
    books: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five keys, two to a question: the last is found like the first, in few books and in many."""
    asked = {"LDA": [draft(str(number)) for number in range(5)]}
    post(books, *asked["LDA"])
    monkeypatch.setattr(writes, "_CHUNK", 2)
    for many in (50, 1):
        monkeypatch.setattr(writes, "_MANY", many)
        with books.writing() as session:
            _, standing = writes.stand(Pen(session.connection()), asked)["LDA"]
        assert [standing.keys["test", str(number)].seq for number in range(5)] == [1, 2, 3, 4, 5]
        assert len(standing.keys) == 5


def test_what_is_written_is_read_back(books: Database) -> None:
    """Line by line, each on its side."""
    made = [draft("1"), *shared("2", 7)]
    post(books, *made)
    held = {
        entry.draft.key: entry.draft.lines for code in BOOKS for entry in entries_of(books, code)
    }
    assert held == {each.key: each.lines for each in made}


class _Watched(Pen):
    """A pen of which the turnovers it writes are kept."""

    turnovers: Sequence[Sequence[object]] = ()

    def write(self, written: Written) -> None:
        """Keep them, and write."""
        self.turnovers = list(written.turnovers)
        super().write(written)


def test_turnovers_are_written_in_order_of_their_keys(books: Database) -> None:
    """Whatever the order of the entries, so that no two writers wait for each other in a ring."""
    posted = post(books, draft("1"))[0]
    fresh = [
        dataclasses.replace(
            posted,
            seq=turn,
            number=turn,
            recorded_at_us=posted.recorded_at_us + turn,
            draft=draft(str(turn), lines),
        )
        for turn, lines in ((2, received(9)), (3, received(5)[::-1]))
    ]
    with books.writing() as session:
        pen = _Watched(session.connection())
        book_id = reads.books_by_code(session, {"LDA"})["LDA"].book_id
        beside = ("INSERT INTO job_run VALUES (%s, %s, 'done', 1, 1, '')", ("a", "s"))
        writes.append(pen, {"LDA": book_id}, fresh, [beside])
        assert [tuple(row[2:3]) for row in pen.turnovers] == [("112",), ("33881",)]
        assert [tuple(row[-3:]) for row in pen.turnovers] == [(14, 0, 2), (0, 14, 2)]
        assert pen.ask([("SELECT job FROM job_run", ())]) == [[("a",)]]


def test_nothing_fresh_writes_nothing(books: Database) -> None:
    """A call of retries only leaves the heads where they are."""
    post(books, draft("1"))
    with books.writing() as session:
        assert not book.post(session, NOW_US, [draft("1")])[0].fresh
        writes.append(Pen(session.connection()), {}, [])
        session.commit()
    with books.reading() as session:
        assert verify(session).entries == 1


def test_what_the_database_refuses_is_not_called_an_overflow(books: Database) -> None:
    """An entry that stands already is refused in the database's own words."""
    [there] = post(books, draft("1"))
    with books.writing() as session:
        pen = Pen(session.connection())
        held = reads.books_by_code(session, {"LDA"})["LDA"]
        with pytest.raises(pen.driver_error, match=r"ledger: |duplicate key"):
            writes.append(pen, {"LDA": held.book_id}, [there])


def test_a_month_that_is_full_names_its_book(books: Database) -> None:
    """What would pass the largest sum a database keeps is refused, book by name."""
    huge = received(5 * 10**18)
    post(books, draft("1", huge))
    with books.writing() as session, pytest.raises(TurnoverFull) as refused:
        book.post(session, NOW_US, [draft("2", huge)])
    assert refused.value.facts == {"books": "LDA"}
    with books.writing() as session, pytest.raises(TurnoverFull) as refused:
        book.post(session, NOW_US, [draft("2", huge), draft("2", huge, book="TLD")])
    assert refused.value.facts == {"books": "LDA, TLD"}


def test_more_in_one_call_than_a_month_takes_is_refused_too(books: Database) -> None:
    """Before a database is asked: its driver takes no such number."""
    huge = received(5 * 10**18)
    with books.writing() as session, pytest.raises(TurnoverFull):
        book.post(session, NOW_US, [draft("1", huge), draft("2", huge)])


def test_heads_are_locked_a_chunk_at_a_time(
    books: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every book named is kept from other writers; on SQLite the whole file has one."""
    monkeypatch.setattr(writes, "_CHUNK", 1)

    def held(code: str) -> bool:
        asked = (
            "SELECT 1 FROM book_head WHERE book_id = (SELECT book_id FROM book WHERE code = :code)"
        )
        try:
            with books.writing() as other:
                other.connection().exec_driver_sql("SET LOCAL lock_timeout = '50ms'")
                other.execute(text(f"{asked} FOR UPDATE"), {"code": code})
        except OperationalError:
            return True
        return False

    with books.writing() as session:
        pen = Pen(session.connection())
        writes.lock_heads(pen, BOOKS[:2])
        if not pen.sqlite:
            assert [held(code) for code in BOOKS] == [True, True, False]
    assert pen.sqlite or not any(held(code) for code in BOOKS)


@pytest.mark.parametrize("entries", [2, 60])
def test_turnovers_add_up_each_side_by_itself(books: Database, entries: int) -> None:
    """Debit, credit and the count of lines, by month and tags, for a few entries as for many."""
    post(books, draft("before"))
    post(books, *(draft(str(number), received(7)) for number in range(entries)))
    query = select(
        TurnoverRow.account,
        TurnoverRow.period,
        TurnoverRow.debit_vnd,
        TurnoverRow.credit_vnd,
        TurnoverRow.lines,
    ).order_by(TurnoverRow.account)
    with books.reading() as session:
        found = [tuple(row) for row in session.execute(query)]
    moved = 1_000 + 7 * entries
    assert found == [
        ("112", "2026-07", moved, 0, entries + 1),
        ("33881", "2026-07", 0, moved, entries + 1),
    ]
