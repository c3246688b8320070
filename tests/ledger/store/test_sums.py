"""Sums of any span are those of the lines in it, counted one by one."""

import datetime as dt
from collections.abc import Iterable
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from finance.runtime.database import Database
from ledger import book
from ledger.balances import Tagged
from ledger.entries import Draft, Line, credit, debit
from ledger.store import reads
from ledger.store.sums import exact, standing_before, tagged, whole
from ledger.store.tables import LineRow
from tests.ledger.books import DAY, NOW_US, draft, open_books, post

DAYS = st.dates(min_value=dt.date(2026, 1, 1), max_value=dt.date(2026, 5, 31))
LINES = st.tuples(
    st.sampled_from(["112", "33881", "4316"]),
    st.sampled_from(["levy", "dues"]),
    st.integers(min_value=1, max_value=10**16),
    st.booleans(),
)


def _pair(drawn: tuple[str, str, int, bool]) -> tuple[Line, ...]:
    account, fund, amount, turned = drawn
    tags = {"fund": fund} if account == "4316" else {}
    lines = (debit(account, amount, **tags), credit("111", amount))
    return (
        tuple(Line(a.account, a.side.other, a.amount_vnd, a.fund) for a in lines)
        if turned
        else lines
    )


def _folded(
    drafts: Iterable[Draft], first: dt.date, last: dt.date
) -> dict[tuple[str, str], list[int]]:
    """Opening debit and credit, debit and credit, by account and fund: the plainest way."""
    sums: dict[tuple[str, str], list[int]] = {}
    for each in drafts:
        if each.accounting_on > last:
            continue
        for line in each.lines:
            held = sums.setdefault((line.account, line.fund), [0, 0, 0, 0])
            held[(0 if each.accounting_on < first else 2) + (line.side == "C")] += line.amount_vnd
    return sums


_KEYS = count()


@pytest.fixture
def books(database: Database) -> Database:
    """Three books of 2026, on each engine."""
    open_books(database)
    return database


@settings(max_examples=25)
@given(
    entries=st.lists(st.tuples(DAYS, LINES), max_size=12),
    spans=st.lists(st.tuples(DAYS, DAYS), min_size=4, max_size=4),
)
def test_any_span_is_the_fold_of_its_lines(
    books: Database,
    entries: list[tuple[dt.date, tuple[str, str, int, bool]]],
    spans: list[tuple[dt.date, dt.date]],
) -> None:
    """Whole months, cut months, one day, a span turned round: the same as counting lines."""
    drafts = [draft(str(next(_KEYS)), _pair(lines), accounting_on=day) for day, lines in entries]
    with books.writing() as session:  # never committed: each example finds empty books
        book.post(session, NOW_US, drafts)
        for first, last in [*spans, (dt.date(2026, 1, 1), dt.date(2026, 3, 31))]:
            found = {
                (row.account, row.fund): [
                    row.opening_debit_vnd,
                    row.opening_credit_vnd,
                    row.debit_vnd,
                    row.credit_vnd,
                ]
                for row in tagged(session, ["LDA"], first, last)
            }
            if last < first:
                assert not any(any(sums[2:]) for sums in found.values())
                continue
            assert found == _folded(drafts, first, last)


def test_books_stand_apart(books: Database) -> None:
    """Each row names its book; a book that is not asked for is not there."""
    post(books, draft("1"), draft("1", book="TLD"))
    with books.reading() as session:
        assert {row.book for row in tagged(session, ["LDA", "TLD"], DAY, DAY)} == {"LDA", "TLD"}
        assert tagged(session, ["XX"], DAY, DAY) == []
        assert tagged(session, ["TLD"], DAY, DAY) == [
            Tagged("TLD", "112", "", "", "", 0, 0, 1_000, 0),
            Tagged("TLD", "33881", "", "", "", 0, 0, 0, 1_000),
        ]


def test_each_book_is_summed_once(books: Database) -> None:
    """However many are asked for, and whatever the others had in earlier months."""
    march = dt.date(2026, 3, 3)
    for code in ("LDA", "TLD"):
        post(books, draft("old", book=code, accounting_on=march), draft("1", book=code))
    with books.reading() as session:
        both = tagged(session, ["LDA", "TLD"], DAY, DAY)
        assert both == tagged(session, ["TLD"], DAY, DAY) + tagged(session, ["LDA"], DAY, DAY)
        assert both[0] == Tagged("TLD", "112", "", "", "", 1_000, 0, 1_000, 0)
        for book_id in (1, 2):
            assert standing_before(session, book_id, "112", (DAY, 0, 0)) == 1_000
            assert standing_before(session, book_id, "112", (DAY, 9, 0)) == 2_000


def test_every_tag_is_told_in_its_place(books: Database) -> None:
    """Fund, item and the other book, each by itself."""
    post(books, draft("1", [debit("611", 7, fund="levy", item="31"), credit("112", 7)]))
    with books.reading() as session:
        found = tagged(session, ["LDA"], DAY, DAY)
    assert Tagged("LDA", "611", "levy", "31", "", 0, 0, 7, 0) in found


def test_nothing_is_the_sum_of_no_lines(books: Database) -> None:
    """Not one đồng, in either half."""
    with books.reading() as session:
        row = session.execute(select(*exact(LineRow.amount_vnd))).one()
        assert whole(row, 0) == 0
        row = session.execute(select(*exact(LineRow.amount_vnd, LineRow.side == "D"))).one()
        assert whole(row, 0) == 0


def test_what_stood_before_a_line_of_the_same_entry(books: Database) -> None:
    """The lines before it in its entry, and not itself."""
    post(books, draft("1", [debit("112", 3), debit("112", 4), credit("111", 7)]))
    with books.reading() as session:
        stood = [standing_before(session, 2, "112", (DAY, 1, line)) for line in (1, 2, 3)]
    assert stood == [0, 3, 7]


def test_many_books_at_once(books: Database) -> None:
    """More books than one question takes are asked for in several."""
    with books.writing() as session:
        codes = [f"N{number}" for number in range(600)]
        book.open_books(session, [(code, code) for code in codes], "R1", [])
        book.open_books(session, [(codes[-1], "")], "R1", [2026])
        session.commit()
    post(books, draft("1", book=codes[-1]))
    with books.reading() as session:
        assert len(tagged(session, codes, DAY, DAY)) == 2


def test_what_stood_before_a_line(books: Database) -> None:
    """Before a place: everything of earlier days, and of that day what was recorded earlier."""
    post(
        books,
        draft("1", accounting_on=dt.date(2026, 6, 30)),
        draft("2"),
        draft("3", accounting_on=dt.date(2026, 7, 1)),
        draft("4"),
    )
    with books.reading() as session:
        book_id = reads.books_by_code(session)["LDA"].book_id
        places = [
            (dt.date(2026, 6, 30), 1, 1),
            (dt.date(2026, 7, 1), 0, 0),
            (DAY, 2, 1),
            (DAY, 4, 1),
        ]
        stood = [standing_before(session, book_id, "112", place) for place in places]
        assert stood == [0, 1_000, 2_000, 3_000]
        assert standing_before(session, book_id, "33881", (DAY, 4, 2)) == -3_000
