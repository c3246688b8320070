"""Many are judged as one is: the good are posted, each of the others is told why not."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from finance.runtime.database import Database
from ledger import book
from ledger.entries import Draft, Posted, credit, debit, mirrored
from ledger.errors import (
    AlreadyReversed,
    Fact,
    KeyConflict,
    NotAMirror,
    PairsDoNotTie,
    PeriodLapsed,
    PeriodNotOpen,
    Refusal,
    UnknownAccount,
    UnknownBook,
    WrongDimension,
)
from ledger.store import reads
from ledger.store.verification import verify
from tests.ledger.books import (
    ACCOUNTS,
    BOOKS,
    NOW_US,
    account,
    chart_rows,
    close,
    draft,
    entries_of,
    mirror_of,
    open_books,
    post,
    received,
    reopen,
    shared,
    soften,
)
from tests.ledger.mixes import JANUARY, MIXES

Told = tuple[str, bool] | tuple[str, dict[str, Fact]]


@pytest.fixture
def books(database: Database) -> Database:
    """Three books of 2026; LDA has three entries, one of them reversed, and a closed January."""
    open_books(database)
    post(database, draft("a"), draft("b"), draft("c"))
    post(database, mirror_of("d", 2))
    close(database, "2026-01")
    return database


def _told(outcome: Posted | Refusal) -> Told:
    if isinstance(outcome, Refusal):
        return outcome.code, outcome.facts
    return outcome.public_id, outcome.fresh


def _good(session: Session, *drafts: Draft) -> list[Told]:
    return [_told(each) for each in book.post_good(session, NOW_US, drafts)]


def _posted_good(database: Database, *drafts: Draft) -> list[Told]:
    with database.writing() as session:
        told = _good(session, *drafts)
        session.commit()
    return told


def _codes(told: Sequence[Told]) -> list[str]:
    return [each[0] for each in told]


def _one_by_one(session: Session, mix: Sequence[Sequence[Draft]]) -> list[Told]:
    told: list[Told] = []
    for group in mix:
        try:
            with session.begin_nested():
                told += [_told(each) for each in book.post(session, NOW_US, group)]
        except Refusal as refusal:
            told += [_told(refusal)] * len(group)
    return told


def _held(session: Session) -> list[list[Posted]]:
    return [list(reads.entries(session, code)) for code in BOOKS]


@settings(max_examples=60)
@given(mix=MIXES)
def test_in_bulk_as_one_by_one(books: Database, mix: list[list[Draft]]) -> None:
    """The verdict on every draft, in the same words, and the books that result."""
    with books.writing() as session:
        singly, book_singly = _one_by_one(session, mix), _held(session)
    with books.writing() as session:
        drafts = [each for group in mix for each in group]
        assert (_good(session, *drafts), _held(session)) == (singly, book_singly)
        assert verify(session).clean


@settings(max_examples=30)
@given(mix=MIXES, data=st.data())
def test_what_falls_leaves_no_trace(
    books: Database, mix: list[list[Draft]], data: st.DataObject
) -> None:
    """In any order: the good ones of a call alone give the same book, and nothing is refused."""
    drafts = data.draw(st.permutations([each for group in mix for each in group]))
    with books.writing() as session:
        outcomes = book.post_good(session, NOW_US, drafts)
        mixed = _held(session)
    good = [
        each
        for each, outcome in zip(drafts, outcomes, strict=True)
        if not isinstance(outcome, Refusal)
    ]
    with books.writing() as session:
        assert len(book.post(session, NOW_US, good)) == len(good)
        assert _held(session) == mixed


def test_all_bad_ones_are_told_and_numbers_have_no_gap(books: Database) -> None:
    """Each bad draft with its own code; the good ones are counted on."""
    told = _posted_good(
        books,
        draft("1"),
        draft("2", book="XX"),
        draft("3", accounting_on=JANUARY),
        draft("4", (debit("1", 5), credit("33881", 5))),
        draft("a", received(5)),
        draft("b"),
        shared("6", 5)[0],
        draft("7"),
    )
    assert _codes(told) == [
        "LDA/BK/2026/5",
        "ledger.unknown_book",
        "ledger.period_not_open",
        "ledger.unknown_account",
        "ledger.key_conflict",
        "LDA/BK/2026/2",
        "ledger.pairs_do_not_tie",
        "LDA/BK/2026/6",
    ]
    assert [each.seq for each in entries_of(books)] == [1, 2, 3, 4, 5, 6]


def test_a_reference_stands_or_falls_as_a_whole(books: Database) -> None:
    """Linked drafts fall for one reason, wherever they stand among the others."""
    one, other = shared("1", 5, ref="R1"), shared("2", 6, ref="R2")
    owed, met = (dataclasses.replace(each, accounting_on=JANUARY) for each in one)
    told = _posted_good(books, met, other[0], draft("3"), owed, other[1])
    assert _codes(told) == [
        "ledger.period_not_open",
        "LDA/MT/2026/1",
        "LDA/BK/2026/5",
        "ledger.period_not_open",
        "TLD/MT/2026/1",
    ]


def test_a_half_that_cannot_stand_is_the_reason_for_both(books: Database) -> None:
    """Not that the halves do not tie, which follows from it."""
    owed, met = shared("1", 5)
    unfit = dataclasses.replace(met.lines[0], account="1")
    turned = dataclasses.replace(met, lines=(unfit, met.lines[1]))
    assert _codes(_posted_good(books, owed, turned)) == [UnknownAccount.code] * 2


def test_what_one_book_may_name_another_may_not(books: Database) -> None:
    """LDA owes TLD; the very same line in the book of TLD owes itself."""
    owed, met = shared("1", 5, ref="R1")
    own = dataclasses.replace(shared("2", 5, ref="R2")[0], book="TLD")
    told = _posted_good(books, owed, met, own)
    assert _codes(told)[:2] == ["LDA/MT/2026/1", "TLD/MT/2026/1"]
    facts = {"account": "3361", "dimension": "counter_book", "rule": "another book"}
    assert told[2] == (WrongDimension.code, facts)


def test_a_line_between_books_without_its_reference_is_refused(books: Database) -> None:
    """Though the same line with one was good."""
    owed, met = shared("1", 5)
    bare = dataclasses.replace(owed.lines[1], interbook_ref="")
    told = _posted_good(books, owed, met, draft("2", (owed.lines[0], bare)))
    facts = {"account": "3361", "dimension": "interbook_ref", "rule": "with counter_book"}
    assert told[2] == (WrongDimension.code, facts)


def test_a_book_nobody_opened_is_not_owed(books: Database) -> None:
    """It is named in the refusal."""
    owed = shared("1", 5)[0]
    other = dataclasses.replace(owed.lines[1], counter_book="XX")
    [told] = _posted_good(books, dataclasses.replace(owed, lines=(owed.lines[0], other)))
    assert told == (UnknownBook.code, {"book": "XX"})


def test_halves_that_do_not_tie_say_by_how_much(books: Database) -> None:
    """LDA owes 7, TLD says it is owed 5: the credit is 2 more."""
    owed, met = shared("1", 7)[0], shared("1", 5)[1]
    facts = {"ref": "LDA/SH/1", "book": "LDA", "counter_book": "TLD", "difference": -2}
    assert _posted_good(books, owed, met) == [(PairsDoNotTie.code, facts)] * 2


def test_references_are_linked_through_a_draft_that_has_both(books: Database) -> None:
    """What one netted entry ties together falls together."""
    (owed, met), (owed_too, met_too) = shared("1", 5, ref="R1"), shared("2", 6, ref="R2")
    netted = dataclasses.replace(owed, lines=owed.lines + owed_too.lines)
    alone = shared("3", 7, ref="R3")
    told = _posted_good(books, met, met_too, alone[0], netted, alone[1])
    assert _codes(told) == [
        "TLD/MT/2026/1",
        "TLD/MT/2026/2",
        "LDA/MT/2026/1",
        "LDA/MT/2026/2",
        "TLD/MT/2026/3",
    ]
    again = (
        dataclasses.replace(met, key="8", lines=shared("1", 9, ref="R1")[1].lines),
        dataclasses.replace(met_too, key="9"),
        dataclasses.replace(netted, key="10"),
    )
    assert _codes(_posted_good(books, *again)) == [PairsDoNotTie.code] * 3


def test_a_key_that_fell_is_free_again(books: Database) -> None:
    """January is open in one book of a pair and closed in the other: neither half takes its key."""
    owed, met = (dataclasses.replace(each, accounting_on=JANUARY) for each in shared("1", 5))
    told = _posted_good(books, met, owed, draft(met.key, book="TLD"))
    assert _codes(told) == [*["ledger.period_not_open"] * 2, "TLD/BK/2026/1"]


def test_a_reversal_that_fell_has_reversed_nothing(books: Database) -> None:
    """A pair is reversed in both books or in none."""
    owed, owing = post(books, *shared("p", 5))
    first, second = (
        dataclasses.replace(
            each.draft, key="t", lines=mirrored(each.draft.lines), reverses_seq=each.seq
        )
        for each in (owed, owing)
    )
    taken = dataclasses.replace(second, key="p-2")
    no_mirror = mirror_of("m", owed.seq)
    assert _codes(_posted_good(books, first, taken, no_mirror)) == [
        KeyConflict.code,
        KeyConflict.code,
        NotAMirror.code,
    ]
    assert _codes(_posted_good(books, first, second, no_mirror)) == [
        "LDA/MT/2026/2",
        "TLD/MT/2026/2",
        AlreadyReversed.code,
    ]


def test_a_repeat_falls_with_its_reference(books: Database) -> None:
    """What stands in the book is told as refused when the other half has another's key."""
    owed, met = shared("p", 5)
    post(books, owed, met)
    told = _posted_good(books, met, dataclasses.replace(owed, key="a"), draft("1"))
    assert _codes(told) == [*[KeyConflict.code] * 2, "LDA/BK/2026/5"]


def test_an_entry_is_reversed_once_in_a_call_too(books: Database) -> None:
    """The second reversal of the same entry is refused, not left to the database."""
    told = _posted_good(books, mirror_of("r1", 1), mirror_of("r2", 1))
    assert _codes(told) == ["LDA/BK/2026/5", AlreadyReversed.code]


def test_reversals_are_judged_book_by_book(books: Database) -> None:
    """What was reversed in one book is remembered when another's is looked at."""
    [there] = post(books, draft("t", book="TLD"))
    turned = dataclasses.replace(mirror_of("t-2", there.seq), book="TLD")
    told = _posted_good(books, mirror_of("r1", 2), turned)
    assert _codes(told) == [AlreadyReversed.code, "TLD/BK/2026/2"]


def test_a_month_takes_what_its_state_allows(books: Database) -> None:
    """Softly locked: those who adjust; closed or not there: nobody; the refusal says which."""
    soften(books, "2026-02")
    when = {"soft": dt.date(2026, 2, 5), "closed": JANUARY, "none": dt.date(2031, 1, 5)}
    late = [draft(state, accounting_on=on) for state, on in when.items()]
    refused = {
        state: (
            PeriodNotOpen.code,
            {"book": "LDA", "period": on.isoformat()[:7], "state": state},
        )
        for state, on in when.items()
    }
    assert _posted_good(books, *late) == list(refused.values())
    with books.writing() as session:
        found = book.post_good(session, NOW_US, late, frozenset({"LDA"}))
        told = [_told(each) for each in found]
    assert told == [("LDA/BK/2026/5", True), refused["closed"], refused["none"]]
    with books.writing() as session:
        found = book.post_good(session, NOW_US, late[:1], frozenset({"TLD"}))
        assert [_told(each) for each in found] == [refused["soft"]]


def test_a_reopened_month_takes_entries_up_to_its_end(books: Database) -> None:
    """The last one may be recorded at that very moment; a call that would pass it is refused."""
    until = NOW_US + 1_000
    reopen(books, "2026-01", until_us=until)
    two = [draft(key, accounting_on=JANUARY) for key in ("x", "y")]
    lapsed = (PeriodLapsed.code, {"book": "LDA", "period": "2026-01"})
    with books.writing() as session:
        assert [_told(each) for each in book.post_good(session, until, two)] == [lapsed] * 2
    with books.writing() as session:
        told = [_told(each) for each in book.post_good(session, until, two[:1])]
        assert told == [("LDA/BK/2026/5", True)]


@pytest.mark.parametrize(("left_us", "lapsed"), [(0, True), (1, False)])
def test_a_clock_that_is_behind_does_not_prolong_a_month(
    books: Database,
    left_us: int,
    lapsed: bool,  # noqa: FBT001 - the case
) -> None:
    """An entry is recorded after the one before it, whatever the clock says."""
    last_us = entries_of(books)[-1].recorded_at_us
    reopen(books, "2026-01", until_us=last_us + left_us)
    with books.writing() as session:
        [told] = book.post_good(session, NOW_US - 1_000, [draft("x", accounting_on=JANUARY)])
        assert isinstance(told, PeriodLapsed) is lapsed


def test_a_conflict_names_the_entry_that_has_the_key(books: Database) -> None:
    """Also when that entry is of the same call; a repeat is the entry itself."""
    told = _posted_good(books, draft("1"), draft("1", received(5)), draft("1", actor="other"))
    assert told[1] == (KeyConflict.code, {"key": "1", "source": "test", "entry": "LDA/BK/2026/5"})
    assert told[2] == ("LDA/BK/2026/5", False)


def test_a_chart_that_grew_is_looked_at_again(books: Database) -> None:
    """An account loaded since the last posting is no reason to refuse."""
    grown = (*ACCOUNTS, account("113", ACCOUNTS[0].nature, "---"))
    lines = (debit("113", 5), credit("33881", 5))
    assert _codes(_posted_good(books, draft("1", lines))) == ["ledger.unknown_account"]
    with books.writing() as session:
        book.load_chart(session, chart_rows(grown))
        session.commit()
    told = _posted_good(books, draft("1", lines), draft("2", (debit("1", 5), credit("112", 5))))
    assert _codes(told) == ["LDA/BK/2026/5", "ledger.unknown_account"]


def test_nothing_to_judge(books: Database) -> None:
    """No drafts, no outcomes."""
    assert _posted_good(books) == []
