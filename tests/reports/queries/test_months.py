"""The months of books, what was recorded lately, and which book is behind."""

import datetime as dt

from sqlalchemy import select

from finance.records.units import UnitRow
from finance.runtime.clock import FixedClock
from finance.runtime.database import Database
from ledger import book
from ledger.entries import Draft, credit, debit
from ledger.periods import Period
from reports.queries.months import behind, last_recorded, months, recent_books
from tests.reports.june_2026 import JULY
from tests.reports.publishing import publish

ALL = select(UnitRow.code)


def test_months_of_a_book(own_june: Database, clock: FixedClock) -> None:
    """Each month tells its state, its entries, and whether it is public; the newest first."""
    publish(own_june, clock, "G1", JULY)
    with own_june.reading() as session:
        found = months(session, "G1")
    assert [month.period for month in found][:2] == ["2026-07", "2026-06"]
    assert len(found) == 7
    assert (found[0].state, found[0].entries, found[0].published) == ("closed", 8, True)
    assert (found[1].entries, found[1].published) == (1, False)
    assert found[0].span == {"from": "2026-07-01", "to": "2026-07-31"}


def test_recent_books(june: Database) -> None:
    """The books with most entries since a moment, within what the reader may see."""
    with june.reading() as session:
        found = recent_books(session, ALL, 0)
        none = recent_books(session, ALL, 10**18)
        mine = recent_books(session, ALL.where(UnitRow.code == "G1"), 0)
        assert last_recorded(session, "G1") == mine[0].last_recorded_at_us
    assert found[0].code == "LDA"
    assert none == []
    assert [(each.code, each.entries) for each in mine] == [("G1", 9)]


def test_a_book_that_runs_on_is_behind(own_june: Database) -> None:
    """A book with entries in September while August is open closes late."""
    on = dt.date(2026, 9, 1)
    lines = (debit("111", 5), credit("112", 5))
    with own_june.writing() as session:
        draft = Draft("G1", "PV", on, on, "Rút tiền", "test", "later", lines, "system")
        book.post(session, 10**15, [draft])
        session.commit()
    with own_june.reading() as session:
        [found] = behind(session, ALL)
        assert behind(session, ALL.where(UnitRow.code == "G2")) == []
    assert (found.code, found.open_period, found.latest_period) == (
        "G1",
        Period("2026-08"),
        Period("2026-09"),
    )
