"""A month can be asked how it stands and what happened to it."""

import pytest

from finance.runtime.database import Database
from ledger import book
from ledger.periods import Period, PeriodState
from ledger.store import months
from tests.ledger.books import (
    HOUR_US,
    NOW_US,
    close,
    draft,
    open_books,
    post,
    reopen,
    soften,
)

JAN, FEB = Period("2026-01"), Period("2026-02")


@pytest.fixture
def books(database: Database) -> Database:
    """January closed and reopened, after one entry; February never touched."""
    open_books(database)
    post(database, draft("1"))
    close(database, JAN, by=book.Change("lan", NOW_US, "đủ chứng từ"))
    reopen(database, JAN, reason="muộn")
    return database


def test_how_a_month_stands(books: Database) -> None:
    """Its state, until when it is open, and who holds it down."""
    with books.reading() as session:
        assert months.month(session, 2, JAN) == months.Month(
            JAN, PeriodState.OPEN, NOW_US + HOUR_US, ""
        )
        assert months.month(session, 2, FEB) == months.Month(FEB, PeriodState.OPEN, None, "")
        assert months.month(session, 2, Period("2031-01")) is None
    soften(books, JAN, by=book.Change("hoa", NOW_US, bound_by="TLD"))
    with books.reading() as session:
        assert months.month(session, 2, JAN) == months.Month(
            JAN, PeriodState.SOFT, NOW_US + HOUR_US, "TLD"
        )


def test_what_happened_to_a_month(books: Database) -> None:
    """Each change with who, when, why and where the book had got."""
    with books.reading() as session:
        closing, reopening = months.history(session, 2)
        assert months.history(session, 2, [FEB]) == []
        assert months.history(session, 2, [JAN]) == [closing, reopening]
    assert (closing.event_no, closing.actor, closing.reason) == (1, "lan", "đủ chứng từ")
    assert (closing.from_state, closing.to_state) == (PeriodState.OPEN, PeriodState.CLOSED)
    assert (closing.at_us, closing.at_seq, closing.reopens) == (NOW_US, 1, False)
    assert (reopening.actor, reopening.second_actor) == ("kế toán", "trưởng ban")
    assert (reopening.until_us, reopening.reopens) == (NOW_US + HOUR_US, True)
    assert (reopening.book_id, reopening.period, reopening.bound_by) == (2, JAN, "")


def test_who_locked_a_month_from_above_is_told(books: Database) -> None:
    """In its history as in how it stands."""
    soften(books, JAN, by=book.Change("hoa", NOW_US, bound_by="TLD"))
    with books.reading() as session:
        assert months.history(session, 2)[-1].bound_by == "TLD"
