"""Many write at once: nothing is lost, doubled or skipped, and exactly one wins."""

import datetime as dt
import itertools
import statistics
import time

import pytest
from sqlalchemy import text

from finance.actions.approve_voucher import ApproveVoucher, approve_voucher
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger import book
from ledger.entries import Posted, credit, debit
from ledger.errors import LedgerError, PeriodNotOpen, Refusal
from ledger.periods import Period
from ledger.store.verification import verify
from tests.assurance.figures import Figures
from tests.assurance.together import at_once
from tests.federation import ACCOUNTANT, APPROVER, Federation, federation
from tests.ledger.books import BY, draft, entries_of, open_books, post, reverse

FIRST_YEAR = 2000
DAY = dt.date(2026, 7, 10)
SECOND_APPROVER = Actor("hoa", (Grant("TLD", "approver"),))
POSTERS = 3


@pytest.fixture
def books(database: Database) -> Database:
    """Three books of 2026, on each engine."""
    open_books(database)
    return database


@pytest.fixture
def fed(database: Database) -> Federation:
    """A federation in which vouchers are approved."""
    return federation(database)


def _clean(database: Database) -> bool:
    with database.reading() as session:
        return verify(session).clean


def test_many_writers_of_one_book(books: Database, figures: Figures) -> None:
    """Every entry is there once, numbered without a gap, each later than the one before."""
    writers, entries = figures.size("writers"), figures.size("entries")
    took: list[float] = []

    def work(writer: int) -> list[int]:
        numbers = []
        for number in range(writer, entries, writers):
            began = time.perf_counter()
            numbers.append(post(books, draft(f"{number}"))[0].number)
            took.append(time.perf_counter() - began)
        return numbers

    answered = [number for numbers in at_once(work, writers) for number in numbers]
    found = entries_of(books)
    numbers = [each.number for each in found]
    times = [each.recorded_at_us for each in found]
    figures.exactly("gaps in the numbers", 0, max(numbers) - len(set(numbers)))
    figures.exactly("numbers given twice", 0, len(numbers) - len(set(numbers)))
    figures.exactly("entries acknowledged and lost", 0, len(set(answered) - set(numbers)))
    figures.exactly("entries in the book", entries, len(found))
    later = sum(one < other for one, other in itertools.pairwise(times))
    figures.exactly("recorded later than the one before", entries - 1, later)
    figures.exactly("the book verifies", "yes", "yes" if _clean(books) else "no")
    p95_ms = statistics.quantiles(took, n=20)[-1] * 1_000
    figures.told_only("95 of 100 postings took at most", f"{p95_ms:.1f} ms")


def _close(books: Database, period: str) -> int:
    """Close a month; how far the book had got in the moment it closed."""
    with books.writing() as session:
        assert book.close_period(session, "LDA", Period(period), BY)
        last = session.scalar(text("SELECT coalesce(last_seq, 0) FROM book_head WHERE book_id = 2"))
        session.commit()
    return int(last or 0)


def test_closing_against_posting(database: Database, figures: Figures) -> None:
    """An entry is in the month before it closes, or refused: never after."""
    rounds = figures.size("closings")
    open_books(database, range(FIRST_YEAR, FIRST_YEAR + rounds // 12 + 1))
    before = after = refused = answered = 0
    for number in range(rounds):
        year, month = FIRST_YEAR + number // 12, number % 12 + 1
        day, closed_at = dt.date(year, month, 5), [0]

        def work(
            thread: int, day: dt.date = day, closed_at: list[int] = closed_at, turn: int = number
        ) -> str:
            if thread == turn % (POSTERS + 1):  # whoever closes is let go at another place
                closed_at[0] = _close(database, f"{day:%Y-%m}")
                return "closed"
            try:
                post(database, draft(f"{turn}-{thread}", accounting_on=day))
            except PeriodNotOpen:
                return "refused"
            return "posted"

        answers = at_once(work, POSTERS + 1)
        own = [each for each in entries_of(database) if each.draft.accounting_on == day]
        before += sum(each.seq <= closed_at[0] for each in own)
        after += sum(each.seq > closed_at[0] for each in own)
        refused += answers.count("refused")
        answered += answers.count("posted")
    figures.exactly("entries in a month after it closed", 0, after)
    figures.exactly("acknowledged, and not in the month", 0, answered - before)
    figures.exactly("posted or refused", rounds * POSTERS, before + refused)
    figures.told_only("posted before the close", before)
    figures.told_only("refused by the close", refused)
    figures.exactly("the books verify", "yes", "yes" if _clean(database) else "no")


def test_two_approvers_of_one_voucher(fed: Federation, figures: Figures) -> None:
    """The voucher is posted once; the other is told that it is no longer there to approve."""
    vouchers = figures.size("vouchers")
    lines = [debit("611", 5, fund="levy", item="31"), credit("112", 5)]
    won = 0
    for _ in range(vouchers):
        seq = draft_voucher(fed.ctx(DAY, ACCOUNTANT), DraftVoucher("G1", DAY, DAY, "Chi", lines))
        submit_voucher(fed.ctx(DAY, ACCOUNTANT), SubmitVoucher("G1", seq))

        def work(thread: int, seq: int = seq) -> str:
            who = (APPROVER, SECOND_APPROVER)[thread]
            try:
                return approve_voucher(fed.ctx(DAY, who), ApproveVoucher("G1", seq))
            except Refusal as refusal:
                return refusal.code

        answers = at_once(work, 2)
        won += sum(answer.startswith("G1/") for answer in answers)
        assert "voucher.wrong_state" in answers
    figures.exactly("approvals that won", vouchers, won)
    figures.exactly("entries of these vouchers", vouchers, len(entries_of(fed.database, "G1")))


def test_the_same_reversal_from_many_sides(books: Database, figures: Figures) -> None:
    """One reverses it, all the others are told that it was reversed."""
    rounds, reversers = figures.size("reversals"), figures.size("reversers")
    won = told = 0
    for turn in range(rounds):
        first = post(books, draft(f"{turn}"))[0]

        def work(thread: int, turn: int = turn, first: Posted = first) -> str:
            try:
                return reverse(books, first, f"{turn}-r{thread}").public_id
            except LedgerError as refusal:
                return refusal.code

        answers = at_once(work, reversers)
        told += answers.count("ledger.already_reversed")
        won += sum(answer.startswith("LDA/") for answer in answers)
    figures.exactly("reversals that won", rounds, won)
    figures.exactly("told that it was reversed", rounds * (reversers - 1), told)
    figures.exactly("entries in the book", 2 * rounds, len(entries_of(books)))
