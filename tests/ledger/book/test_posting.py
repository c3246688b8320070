"""What is posted stands: once, in order, without gaps, and for ever."""

import dataclasses
import datetime as dt
import sqlite3
from collections.abc import Sequence

import psycopg
import pytest
from sqlalchemy import update

from finance.runtime.database import Database
from ledger import book
from ledger.entries import Line, Posted, credit, debit, mirrored
from ledger.errors import (
    AlreadyReversed,
    KeyConflict,
    NotAMirror,
    PairsDoNotTie,
    PeriodNotOpen,
    TurnoverFull,
    UnknownAccount,
    UnknownBook,
    WrongDimension,
)
from ledger.store import reads
from ledger.store.cursor import Question
from ledger.store.tables import BookRow
from ledger.store.verification import verify
from tests.ledger.books import (
    BOOKS,
    DAY,
    NOW_US,
    draft,
    entries_of,
    open_books,
    post,
    received,
    reverse,
    shared,
    soften,
)


@pytest.fixture
def books(database: Database) -> Database:
    """Three books of 2026, on each engine."""
    open_books(database)
    return database


def test_what_was_posted_is_read_back(books: Database) -> None:
    """Every field comes back as it was given, with its place, number and time."""
    drafts = (draft("1", text="Đồng «lẻ»"), *shared("s", 700), draft("2", journal="PV"))
    posted = post(books, *drafts)
    assert [(each.seq, each.number, each.public_id) for each in posted] == [
        (1, 1, "LDA/BK/2026/1"),
        (2, 1, "LDA/MT/2026/1"),
        (1, 1, "TLD/MT/2026/1"),
        (3, 1, "LDA/PV/2026/1"),
    ]
    assert all(each.fresh for each in posted)
    assert entries_of(books) == [posted[0], posted[1], posted[3]]
    assert entries_of(books, "TLD") == [posted[2]]


@pytest.mark.parametrize("entries", [0, 1, 120])
def test_what_is_written_beside_a_posting_knows_its_numbers(books: Database, entries: int) -> None:
    """Be they few or many or none, and also where the same was posted before."""
    drafts = [draft(f"n{number}") for number in range(entries)]

    def said(posted: Sequence[Posted]) -> Sequence[Question]:
        names = ", ".join(each.public_id for each in posted[-2:])
        return [("UPDATE book SET name = %s WHERE code = %s", (f"{len(posted)}: {names}", "LDA"))]

    told = {0: "0: ", 1: "1: LDA/BK/2026/1", 120: "120: LDA/BK/2026/119, LDA/BK/2026/120"}
    for moment in (NOW_US, NOW_US + 1):
        with books.writing() as session:
            session.execute(update(BookRow).values(name=""))
            book.post(session, moment, drafts, beside=said)
            session.commit()
        with books.reading() as session:
            assert reads.books_by_code(session)["LDA"].name == told[entries]
            assert verify(session).entries == entries


def test_a_softly_locked_month_takes_those_who_adjust(books: Database) -> None:
    """One entry, many, and a reversal; nobody else's."""
    january = dt.date(2026, 1, 5)
    [held] = post(books, draft("0", accounting_on=january))
    soften(books, "2026-01")
    above = frozenset({"LDA"})
    drafts = [draft("1", accounting_on=january), draft("2", accounting_on=january)]
    turned = draft("r", accounting_on=january)
    with books.writing() as session:
        for refused in book.post_good(session, NOW_US, drafts):
            assert isinstance(refused, PeriodNotOpen)
        with pytest.raises(PeriodNotOpen):
            book.post(session, NOW_US, drafts[:1])
        with pytest.raises(PeriodNotOpen):
            book.reverse(session, NOW_US, held, turned)
        [one] = book.post(session, NOW_US, drafts[:1], above)
        again, two = book.post_good(session, NOW_US, drafts, above)
        back = book.reverse(session, NOW_US, held, turned, above)
        session.commit()
    assert isinstance(again, Posted)
    assert (again, again.fresh) == (one, False)
    assert entries_of(books) == [held, one, two, back]


def test_what_is_good_is_posted_and_the_rest_is_told(books: Database) -> None:
    """At the moment that was given, in the order that was given."""
    drafts = [draft("1"), draft("2", accounting_on=dt.date(2031, 1, 5)), draft("3")]
    with books.writing() as session:
        first, refused, last = book.post_good(session, NOW_US + 7, drafts)
        session.commit()
    assert isinstance(refused, PeriodNotOpen)
    assert entries_of(books) == [first, last]
    assert [each.recorded_at_us for each in entries_of(books)] == [NOW_US + 7, NOW_US + 8]


def test_what_fails_beside_a_posting_ends_it(books: Database) -> None:
    """They are one act: the entry does not stand by itself."""
    broken = [("UPDATE nothing", ())]
    with books.writing() as session, pytest.raises((sqlite3.Error, psycopg.Error)):
        book.post(session, NOW_US, [draft("1")], beside=lambda _: broken)
    assert entries_of(books) == []


def test_nothing_to_post(books: Database) -> None:
    """No entries, no work."""
    assert post(books) == []


@pytest.mark.parametrize("amount", [10**15 + 1, 10**17 + 1, 2**53 + 1, 2**63 - 1, 1])
def test_large_amounts_are_exact(books: Database, amount: int) -> None:
    """What a float would round stands to the đồng, in the line and in the balance."""
    post(books, draft("1", received(amount)))
    assert entries_of(books)[0].draft.lines[0].amount_vnd == amount
    with books.reading() as session:
        assert reads.tagged(session, ["LDA"], DAY, DAY)[0].closing_vnd == amount


def test_sums_past_a_float_are_exact(books: Database) -> None:
    """Ten amounts past 2^53 add up to the đồng, by months and by days."""
    post(books, *(draft(str(n), received(2**53 + n)) for n in range(10)))
    with books.reading() as session:
        for day in (DAY, dt.date(2026, 7, 31)):
            assert reads.tagged(session, ["LDA"], day, day)[0].closing_vnd == 10 * 2**53 + 45


def test_an_amount_of_the_nineteenth_digit_is_refused_aloud(books: Database) -> None:
    """A month's turnover past 64 bits is refused in a sentence, not turned into a float."""
    post(books, draft("1", received(2**63 - 1)))
    for more in ([received(1)], [received(2**62), received(2**62)]):
        drafts = [draft(f"2 {n}", lines) for n, lines in enumerate(more)]
        with pytest.raises(TurnoverFull) as refused:
            post(books, *drafts)
        assert refused.value.facts == {"books": "LDA"}
    assert len(entries_of(books)) == 1
    post(books, draft("3", received(2**63 - 1), accounting_on=dt.date(2026, 8, 1)))
    with books.reading() as session:
        rows = reads.tagged(session, ["LDA"], dt.date(2026, 1, 1), dt.date(2026, 12, 31))
        assert rows[0].closing_vnd == 2 * (2**63 - 1)
        assert verify(session).clean


def test_the_same_key_and_content_is_the_same_entry(books: Database) -> None:
    """A retry writes nothing and gets the entry that stands there, whoever asks."""
    first = post(books, draft("1"))[0]
    again = post(books, draft("1", actor="another"), now_us=NOW_US + 9)[0]
    assert not again.fresh
    assert again == first
    assert len(entries_of(books)) == 1


def test_the_same_key_twice_in_one_call(books: Database) -> None:
    """A retry within the call is a retry too."""
    first, again = post(books, draft("1"), draft("1"))
    assert (first.fresh, again.fresh, again.seq) == (True, False, 1)


def test_the_same_key_and_other_content_is_a_conflict(books: Database) -> None:
    """A key names one content for ever; the refusal names the entry that has it."""
    post(books, draft("1", journal="PV"))
    with pytest.raises(KeyConflict) as caught:
        post(books, draft("1", received(2_000)))
    assert caught.value.facts["entry"] == "LDA/PV/2026/1"
    with pytest.raises(KeyConflict):
        post(books, draft("2"), draft("2", received(5)))
    assert len(entries_of(books)) == 1


def test_equal_content_under_two_keys_is_two_entries(books: Database) -> None:
    """Two identical rows of a bank are two payments."""
    post(books, draft("1"), draft("2"))
    assert len(entries_of(books)) == 2


def test_keys_are_kept_per_source_and_book(books: Database) -> None:
    """Another source, or another book, may use the same key."""
    post(books, draft("1"), draft("1", source="other"), draft("1", book="TLD"))
    assert len(entries_of(books)) == 2


def test_a_rollback_leaves_no_gap(books: Database) -> None:
    """A number is given when an entry stands, not when it is tried."""
    post(books, draft("1"))
    with books.writing() as session:
        book.post(session, NOW_US, [draft("2"), draft("3")])
    assert [each.number for each in post(books, draft("4"), draft("5"))] == [2, 3]
    assert [each.seq for each in entries_of(books)] == [1, 2, 3]


def test_a_refusal_leaves_nothing(books: Database) -> None:
    """All or none: one bad entry keeps the good ones of its call out."""
    with pytest.raises(PeriodNotOpen):
        post(books, draft("1"), draft("2", accounting_on=dt.date(2025, 1, 1)))
    assert entries_of(books) == []


def test_numbers_begin_anew_each_year_and_journal(database: Database) -> None:
    """Numbers count per book, journal and year."""
    open_books(database, (2026, 2027))
    drafts = [
        draft(f"{journal}{year}{n}", journal=journal, accounting_on=dt.date(year, 3, 1))
        for n in range(2)
        for journal in ("BK", "PV")
        for year in (2026, 2027)
    ]
    numbers = [each.number for each in post(database, *drafts)]
    assert numbers == [1, 1, 1, 1, 2, 2, 2, 2]


def test_time_goes_on_when_the_clock_goes_back(books: Database) -> None:
    """Each entry is recorded later than the one before it, whatever the clock says."""
    post(books, draft("1"), now_us=NOW_US)
    post(books, draft("2"), draft("3"), now_us=NOW_US - 10**9)
    post(books, draft("4"), now_us=NOW_US + 50)
    times = [each.recorded_at_us - NOW_US for each in entries_of(books)]
    assert times == [0, 1, 2, 50]


def test_three_times_stand_apart(books: Database) -> None:
    """The accounting date, the document's date and the time of recording are three things."""
    post(books, draft("1", accounting_on=dt.date(2026, 3, 31), document_on=dt.date(2025, 12, 30)))
    entry = entries_of(books)[0]
    assert entry.draft.period == "2026-03"
    assert entry.draft.document_on == dt.date(2025, 12, 30)
    assert entry.recorded_at_us == NOW_US


REFUSED = {
    "an unknown book": (draft("1", book="XX"), UnknownBook),
    "a month that was never opened": (draft("1", accounting_on=dt.date(2031, 1, 1)), PeriodNotOpen),
    "an unknown account": (draft("1", (debit("1", 5), credit("33881", 5))), UnknownAccount),
    "an account that takes no postings": (
        draft("1", (debit("999", 5), credit("33881", 5))),
        UnknownAccount,
    ),
    "a tag that is missing": (draft("1", (debit("611", 5), credit("33881", 5))), WrongDimension),
    "a pair with itself": (
        draft(
            "1",
            (
                debit("1361", 5, fund="levy", counter_book="LDA", interbook_ref="R"),
                credit("3361", 5, fund="levy", counter_book="LDA", interbook_ref="R"),
            ),
        ),
        WrongDimension,
    ),
    "a pair with a book that is none": (
        draft(
            "1",
            (
                debit("4316", 5, fund="levy", counter_book="XX", interbook_ref="R"),
                credit("4316", 5, fund="dues"),
            ),
        ),
        UnknownBook,
    ),
    "half a pair": (shared("1", 5)[0], PairsDoNotTie),
    "a reversal of nothing": (draft("1", reverses_seq=7), NotAMirror),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused(books: Database, case: str) -> None:
    """The refusal says what is wrong, and nothing stands afterwards."""
    refused, refusal = REFUSED[case]
    with pytest.raises(refusal):
        post(books, refused)
    assert all(entries_of(books, code) == [] for code in BOOKS)


@pytest.mark.parametrize(
    "change",
    [
        {"accounting_on": dt.date(2026, 7, 15)},
        {"lines": shared("1", 6)[1].lines},
        {"lines": shared("1", 5, ref="other")[1].lines},
        {"book": "CĐCS-Ô/1"},
    ],
)
def test_pairs_tie(books: Database, change: dict[str, object]) -> None:
    """What one book owes, the other is owed: same amount, reference, day and book."""
    first, second = shared("1", 5)
    turned = dataclasses.replace(second, **change)  # type: ignore[arg-type] # a field by its name
    with pytest.raises(PairsDoNotTie):
        post(books, first, turned)
    assert len(post(books, first, second)) == 2


def test_a_refusal_says_what_was_asked_for(books: Database) -> None:
    """The month that was never opened; the tag that names the book itself."""
    with pytest.raises(PeriodNotOpen) as never:
        post(books, REFUSED["a month that was never opened"][0])
    assert never.value.facts == {"book": "LDA", "period": "2031-01", "state": "none"}
    with pytest.raises(WrongDimension) as itself:
        post(books, REFUSED["a pair with itself"][0])
    told = {"account": "1361", "dimension": "counter_book", "rule": "another book"}
    assert itself.value.facts == told
    with pytest.raises(PairsDoNotTie) as half:
        post(books, REFUSED["half a pair"][0])
    assert half.value.facts["book"] == "LDA"
    assert half.value.facts["counter_book"] == "TLD"


# Reversals


def test_a_reversal_is_the_mirror(books: Database) -> None:
    """It exchanges the sides, names its entry, and takes the date it is given."""
    first = post(books, draft("1"))[0]
    made = reverse(books, first, "r", on=dt.date(2026, 8, 1))
    assert made.draft.reverses_seq == 1
    assert made.draft.lines == (credit("112", 1_000), debit("33881", 1_000))
    assert made.draft.period == "2026-08"


def test_a_reversal_happens_once(books: Database) -> None:
    """A second one is refused; a retry of the first is not a second."""
    first = post(books, draft("1"))[0]
    made = reverse(books, first, "r")
    assert reverse(books, first, "r") == made
    with pytest.raises(AlreadyReversed):
        reverse(books, first, "r2")
    assert len(entries_of(books)) == 2


def test_a_reversal_is_not_reversed(books: Database) -> None:
    """Who reversed wrongly posts anew."""
    made = reverse(books, post(books, draft("1"))[0], "r")
    with pytest.raises(AlreadyReversed):
        reverse(books, made, "r2")
    mirror = draft("r3", reverses_seq=made.seq)
    with pytest.raises(AlreadyReversed):
        post(books, mirror)


def test_a_reversal_that_is_no_mirror(books: Database) -> None:
    """A link to an entry is only for its exact mirror."""
    post(books, draft("1"))
    lines: list[tuple[Line, ...]] = [
        received(1_000),
        (credit("112", 999), debit("33881", 999)),
        (credit("111", 1_000), debit("33881", 1_000)),
    ]
    for number, wrong in enumerate(lines):
        with pytest.raises(NotAMirror):
            post(books, draft(f"r{number}", wrong, reverses_seq=1))


def test_both_halves_of_a_pair_are_reversed_together(books: Database) -> None:
    """Reversing one book's half alone would leave the other one owed."""
    first, second = post(books, *shared("1", 5))
    with pytest.raises(PairsDoNotTie):
        reverse(books, first, "r")
    with books.writing() as session:
        turned = [
            dataclasses.replace(
                each.draft,
                key=f"r{each.draft.key}",
                lines=mirrored(each.draft.lines),
                reverses_seq=each.seq,
            )
            for each in (first, second)
        ]
        assert len(book.post(session, NOW_US, turned)) == 2
        session.commit()
        assert verify(session).clean
