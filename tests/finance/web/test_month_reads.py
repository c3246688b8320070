"""Months of the books: which may be closed next, and who closed the others."""

import datetime as dt

from finance.actions.close_period import ClosePeriod, close_period
from finance.runtime.context import Context
from finance.runtime.identity import SYSTEM
from finance.web.month_reads import hindrances, months, oldest_open
from ledger.periods import Period
from tests.doors import SETTINGS, House
from tests.finance.web.desk import drafted

JANUARY, FEBRUARY = Period("2026-01"), Period("2026-02")


def _close(house: House, unit: str, period: Period) -> None:
    close_period(Context(house.database, house.clock, SYSTEM, SETTINGS), ClosePeriod(unit, period))


def test_months_are_told_with_their_states(house: House) -> None:
    """The newest first; only the oldest open one is next, and may be closed from its last day."""
    _close(house, "CTA", JANUARY)
    with house.database.reading() as session:
        found = months(session, "CTA", dt.date(2026, 2, 28))
    assert [each.period for each in found] == [f"2026-{month:02d}" for month in range(12, 0, -1)]
    february, january = found[-2:]
    assert (january.state, january.closed_by, january.closed_at_us is None) == (
        "closed",
        "system",
        False,
    )
    assert (february.next, february.over, february.closed_by) == (True, True, "")
    assert [each.period for each in found if each.next] == [FEBRUARY]
    assert [each.period for each in found if each.begun] == [FEBRUARY, JANUARY]


def test_a_unit_without_a_book_has_no_months(house: House) -> None:
    """Its list is empty."""
    with house.database.reading() as session:
        assert months(session, "CTC", dt.date(2026, 6, 1)) == []


def test_the_oldest_open_month_of_each_unit(house: House) -> None:
    """The unit that is furthest behind comes first."""
    _close(house, "CTA", JANUARY)
    with house.database.reading() as session:
        found, count = oldest_open(session, ["CTA", "LDA", "CTC"])
        assert oldest_open(session, ["CTA"], page=2) == ([], 1)
    assert [(each.unit_code, each.period) for each in found] == [
        ("LDA", JANUARY),
        ("CTA", FEBRUARY),
    ]
    assert count == 2


def test_only_what_blocks_is_a_hindrance(house: House) -> None:
    """A voucher that waits keeps its month open, and no other month."""
    drafted(house, "lan")
    with house.database.reading() as session:
        assert hindrances(session, "CTA", Period("2026-06")) == 1
        assert hindrances(session, "CTA", Period("2026-05")) == 0
