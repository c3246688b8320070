"""Months are locked, closed and made final in order, and reopen in reverse, by two people."""

import datetime as dt
from typing import Any

import pytest

from finance.runtime.database import Database
from ledger import book
from ledger.book import closing
from ledger.errors import (
    PeriodFinal,
    PeriodLapsed,
    PeriodNotClosed,
    PeriodNotOpen,
    PeriodOrder,
    ReopeningIncomplete,
    ReopenInOrder,
    UnknownBook,
)
from ledger.periods import Period, PeriodState
from ledger.store import months, reads
from ledger.store.verification import verify
from tests.ledger.books import (
    BOOKS,
    BY,
    HOUR_US,
    NOW_US,
    close,
    draft,
    make_final,
    open_books,
    post,
    reopen,
    reverse,
    soften,
    unsoften,
)

IN_JANUARY = dt.date(2026, 1, 31)


@pytest.fixture
def books(database: Database) -> Database:
    """Three books of 2026, on each engine."""
    open_books(database)
    return database


def _state(database: Database, period: str, code: str = "LDA") -> PeriodState:
    with database.reading() as session:
        held = reads.books_by_code(session, {code})[code]
        return reads.period_states(session, held.book_id)[Period(period)]


def _adjust(database: Database, key: str) -> None:
    with database.writing() as session:
        book.post(session, NOW_US, [draft(key, accounting_on=IN_JANUARY)], frozenset({"LDA"}))
        session.commit()


def test_months_close_in_order(books: Database) -> None:
    """A month closes after those before it; closing it again changes nothing."""
    with pytest.raises(PeriodOrder) as caught:
        close(books, "2026-02")
    assert caught.value.facts["earlier"] == "2026-01"
    assert close(books, "2026-01")
    assert not close(books, "2026-01")
    assert close(books, "2026-02")


def test_a_closed_month_takes_no_entry(books: Database) -> None:
    """Not a new one, and not a reversal either."""
    first = post(books, draft("1", accounting_on=dt.date(2026, 1, 31)))[0]
    close(books, "2026-01")
    with pytest.raises(PeriodNotOpen):
        post(books, draft("2", accounting_on=dt.date(2026, 1, 1)))
    with pytest.raises(PeriodNotOpen):
        reverse(books, first, "r", on=dt.date(2026, 1, 31))
    with pytest.raises(PeriodNotOpen):
        _adjust(books, "3")
    assert not post(books, draft("1", accounting_on=dt.date(2026, 1, 31)))[0].fresh
    assert reverse(books, first, "r").draft.period == "2026-07"
    post(books, draft("3", book="TLD", accounting_on=dt.date(2026, 1, 31)))


def test_what_cannot_be_closed(books: Database) -> None:
    """A book or a month that does not exist."""
    with pytest.raises(UnknownBook):
        close(books, "2026-01", "XX")
    with pytest.raises(PeriodNotOpen) as caught:
        close(books, "2031-01")
    assert caught.value.facts == {"book": "LDA", "period": "2031-01", "state": "none"}


def test_a_softly_locked_month_takes_adjusting_entries_only(books: Database) -> None:
    """Who posts for the book as adjusting may, everyone else may not, and the lock is lifted."""
    assert soften(books, "2026-01")
    assert not soften(books, "2026-01")
    with pytest.raises(PeriodNotOpen) as caught:
        post(books, draft("1", accounting_on=IN_JANUARY))
    assert caught.value.facts["state"] == "soft"
    _adjust(books, "1")
    assert unsoften(books, "2026-01")
    assert not unsoften(books, "2026-01")
    post(books, draft("2", accounting_on=IN_JANUARY))


def test_a_reversal_may_be_adjusting(books: Database) -> None:
    """A reversal into a softly locked month passes as adjusting, and only so."""
    first = post(books, draft("1", accounting_on=IN_JANUARY))[0]
    soften(books, "2026-01")
    with pytest.raises(PeriodNotOpen):
        reverse(books, first, "r", on=IN_JANUARY)
    with books.writing() as session:
        made = book.reverse(
            session, NOW_US, first, draft("r", accounting_on=IN_JANUARY), frozenset({"LDA"})
        )
        session.commit()
    assert made.draft.reverses_seq == 1


def test_locks_stand_in_order(books: Database) -> None:
    """A month is locked after those before it and opened after those behind it."""
    with pytest.raises(PeriodOrder):
        soften(books, "2026-02")
    soften(books, "2026-01")
    soften(books, "2026-02")
    with pytest.raises(ReopenInOrder) as caught:
        unsoften(books, "2026-01")
    assert caught.value.facts["later"] == "2026-02"
    assert close(books, "2026-01")
    for verb in (soften, unsoften):
        with pytest.raises(PeriodNotOpen):
            verb(books, "2026-01")


def test_many_books_are_locked_at_once(books: Database) -> None:
    """Every open month up to the one named, in every book named; what was locked stays."""
    close(books, "2026-01", "TLD")
    soften(books, "2026-01", "LDA")
    by = book.Change("hoa", NOW_US, "quý I", bound_by="TLD")
    with books.writing() as session:
        assert book.soften_through(session, BOOKS, Period("2026-03"), by) == 7
        assert book.soften_through(session, BOOKS, Period("2026-03"), by) == 0
        assert book.soften_through(session, (), Period("2026-03"), by) == 0
        session.commit()
    with books.reading() as session:
        bound = {
            (held.code, period): stand.bound_by
            for held in reads.books_by_code(session).values()
            for period in ("2026-01", "2026-02", "2026-03")
            if (stand := months.month(session, held.book_id, Period(period))) is not None
        }
        assert verify(session).clean
    assert bound[("TLD", "2026-01")] == bound[("LDA", "2026-01")] == ""
    assert [held for held in bound.values() if held] == ["TLD"] * 7
    assert _state(books, "2026-04") is PeriodState.OPEN
    with pytest.raises(UnknownBook), books.writing() as session:
        book.soften_through(session, ("LDA", "XX"), Period("2026-03"), by)


def test_a_book_that_is_not_named_stays_as_it_is(books: Database) -> None:
    """Locking one book leaves every other open."""
    with books.writing() as session:
        assert book.soften_through(session, ("TLD",), Period("2026-02"), BY) == 2
        session.commit()
    assert _state(books, "2026-02", "TLD") is PeriodState.SOFT
    assert {_state(books, "2026-01", code) for code in set(BOOKS) - {"TLD"}} == {PeriodState.OPEN}


def test_more_books_than_one_statement_takes(
    books: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of them is locked, and all are counted."""
    monkeypatch.setattr(closing, "_AT_A_TIME", 2)
    with books.writing() as session:
        assert book.soften_through(session, BOOKS, Period("2026-02"), BY) == 6
        session.commit()
    assert {_state(books, "2026-02", code) for code in BOOKS} == {PeriodState.SOFT}


def test_two_people_reopen_a_closed_month(books: Database) -> None:
    """It takes entries until its end, and is closed again as any other."""
    close(books, "2026-01")
    reopen(books, "2026-01")
    post(books, draft("1", accounting_on=IN_JANUARY))
    late = NOW_US + HOUR_US
    post(books, draft("2", accounting_on=IN_JANUARY), now_us=late)
    with pytest.raises(PeriodLapsed):
        post(books, draft("3", accounting_on=IN_JANUARY), now_us=late + 1)
    assert close(books, "2026-01")
    with pytest.raises(PeriodNotOpen):
        post(books, draft("3", accounting_on=IN_JANUARY))
    with books.reading() as session:
        assert verify(session).clean


def test_an_end_holds_under_a_soft_lock_too(books: Database) -> None:
    """A reopened month that is locked softly takes nothing after its end either."""
    close(books, "2026-01")
    reopen(books, "2026-01", until_us=NOW_US + 1)
    soften(books, "2026-01")
    _adjust(books, "1")
    _adjust(books, "2")
    with pytest.raises(PeriodLapsed):
        _adjust(books, "3")


@pytest.mark.parametrize(
    "fields",
    [
        {"granted_by": "kế toán"},
        {"granted_by": " KẾ TOÁN"},
        {"granted_by": ""},
        {"asked_by": " "},
        {"reason": " "},
        {"until_us": NOW_US},
    ],
)
def test_a_reopening_that_lacks_something(books: Database, fields: dict[str, Any]) -> None:
    """One person under two spellings, no reason, or an end that is past: refused."""
    close(books, "2026-01")
    with pytest.raises(ReopeningIncomplete):
        reopen(books, "2026-01", **fields)
    assert _state(books, "2026-01") is PeriodState.CLOSED


def test_a_reopening_ends_after_what_the_history_says(books: Database) -> None:
    """When a clock was set back, the end is measured from the last change of the book."""
    close(books, "2026-01", by=book.Change("lan", NOW_US + HOUR_US))
    with pytest.raises(ReopeningIncomplete):
        reopen(books, "2026-01", until_us=NOW_US + HOUR_US)
    reopen(books, "2026-01", until_us=NOW_US + HOUR_US + 1)


def test_months_reopen_in_reverse_order(books: Database) -> None:
    """The last closed month first; one that is open is not reopened, one that is not there less."""
    close(books, "2026-01")
    close(books, "2026-02")
    with pytest.raises(ReopenInOrder):
        reopen(books, "2026-01")
    close(books, "2026-03")
    with pytest.raises(ReopenInOrder) as caught:
        reopen(books, "2026-01")
    assert caught.value.facts["later"] == "2026-03"
    reopen(books, "2026-03")
    reopen(books, "2026-02")
    reopen(books, "2026-01")
    with pytest.raises(PeriodNotClosed):
        reopen(books, "2026-01")
    with pytest.raises(PeriodNotOpen):
        reopen(books, "2031-01")


def test_a_final_month_stays(books: Database) -> None:
    """Final months stand in order, after closing, for good."""
    with pytest.raises(PeriodNotClosed):
        make_final(books, "2026-01")
    close(books, "2026-01")
    close(books, "2026-02")
    with pytest.raises(PeriodOrder):
        make_final(books, "2026-02")
    assert make_final(books, "2026-01")
    assert not make_final(books, "2026-01")
    assert not close(books, "2026-01")
    with pytest.raises(PeriodFinal):
        reopen(books, "2026-01")
    with pytest.raises(PeriodNotOpen):
        soften(books, "2026-01")


def test_a_clock_that_was_set_back(books: Database) -> None:
    """A change is never earlier than the one before it."""
    close(books, "2026-01", by=book.Change("lan", NOW_US + 5))
    close(books, "2026-02", by=BY)
    with books.reading() as session:
        assert [event.at_us for event in months.history(session, 2)] == [NOW_US + 5] * 2
