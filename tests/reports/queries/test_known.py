"""Balances as they were known at a moment."""

import datetime as dt
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finance.runtime.database import Database
from ledger import book
from ledger.balances import Tagged
from ledger.store import reads
from reports.queries.known import tagged_known
from tests.ledger import books as stage
from tests.reports.june_2026 import FIRST, LAST

YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
DAYS = st.dates(*YEAR)
SPANS = st.tuples(DAYS, DAYS).map(lambda days: (min(days), max(days)))


def test_later_entries_are_left_out(june: Database) -> None:
    """Up to the moment the openings were recorded, there is nothing but the openings."""
    with june.reading() as session:
        rows = tagged_known(session, ["G1", "TLD"], (FIRST, LAST), 1_000_500)
    assert {(row.book, row.account) for row in rows} == {
        ("G1", "111"),
        ("G1", "112"),
        ("G1", "4316"),
        ("TLD", "112"),
        ("TLD", "4316"),
    }
    assert sum(row.opening_vnd for row in rows if row.account == "112") == 506_500_000
    assert all(row.debit_vnd == row.credit_vnd == 0 for row in rows)


class _Past:
    """What was known at moments that have passed: it may never be told otherwise."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.ticks = count(stage.NOW_US, 1_000)
        self.keys = count()
        self.told: list[tuple[int, tuple[dt.date, dt.date], list[Tagged]]] = []

    def ask(self, span: tuple[dt.date, dt.date], at_us: int) -> list[Tagged]:
        with self.database.reading() as session:
            return tagged_known(session, stage.BOOKS, span, at_us)

    def look(self, span: tuple[dt.date, dt.date]) -> None:
        at_us = next(self.ticks)
        told = self.ask(span, at_us)
        with self.database.reading() as session:
            now = reads.tagged(session, stage.BOOKS, *span)
        assert [row for row in told if _moved(row)] == [row for row in now if _moved(row)]
        self.told.append((at_us, span, told))

    def post(self, day: dt.date, amount: int) -> None:
        made = stage.draft(
            f"p{next(self.keys)}", stage.received(amount), accounting_on=day, document_on=day
        )
        [posted] = stage.post(self.database, made, now_us=next(self.ticks))
        if amount % 3 == 0:
            with self.database.writing() as session:
                turned = stage.draft(f"r{next(self.keys)}", accounting_on=YEAR[1])
                book.reverse(session, next(self.ticks), posted, turned)
                session.commit()


def _moved(row: Tagged) -> bool:
    return bool(row.opening_debit_vnd or row.opening_credit_vnd or row.debit_vnd or row.credit_vnd)


_PASTS: dict[str, _Past] = {}


def _past(database: Database) -> _Past:
    """The same past for every example on a database: what was told before stays to be checked."""
    if database.url not in _PASTS:
        stage.open_books(database)
        _PASTS[database.url] = _Past(database)
    return _PASTS[database.url]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(st.one_of(st.tuples(DAYS, st.integers(1, 10**15)), SPANS), min_size=1, max_size=8)
)
def test_what_was_known_at_a_moment_never_changes(
    acts: list[tuple[dt.date, int | dt.date]], database: Database
) -> None:
    """I12: entries back-dated or reversed later change no balance as known before."""
    past = _past(database)
    for day, other in acts:
        if isinstance(other, int):
            past.post(day, other)
        else:
            past.look((day, other))
    for at_us, span, told in past.told:
        assert past.ask(span, at_us) == told
