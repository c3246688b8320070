"""A year is final from above and in order; the story of it stands in the scenarios."""

import datetime as dt

import pytest

from finance.actions.make_year_final import MakeYearFinal, make_year_final
from finance.rules.year_end import (
    ReopeningUndecided,
    YearBeforeNotFinal,
    YearNotCarried,
    YearNotClosed,
)
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from ledger import book
from ledger.entries import credit, debit
from ledger.errors import UnknownBook
from ledger.periods import Period
from tests.federation import ACCOUNTANT, APPROVER, Federation
from tests.finance.actions.months import LAN, MINH, STRANGER, ask, closed_to_june

LAST = dt.date(2026, 12, 31)


@pytest.fixture
def fed(database: Database) -> Federation:
    """G1's months are closed up to June."""
    return closed_to_june(database)


def test_in_order_and_by_right(fed: Federation) -> None:
    """The year before comes first, a request that waits is decided, and nobody acts by no right."""
    with pytest.raises(YearNotClosed):
        make_year_final(fed.ctx(LAST, MINH), MakeYearFinal("G1", 2026))
    fed.close("G1", "2026-12", LAST)
    with pytest.raises(YearBeforeNotFinal):
        make_year_final(fed.ctx(LAST, MINH), MakeYearFinal("G1", 2026))
    for actor in (STRANGER, ACCOUNTANT, LAN, fed.ctx(LAST).actor):
        with pytest.raises(PermissionRefused):
            make_year_final(fed.ctx(LAST, actor), MakeYearFinal("G1", 2025))
    assert make_year_final(fed.ctx(LAST, APPROVER), MakeYearFinal("G1", 2025)) == 12
    ask(fed.ctx(LAST, LAN), Period("2026-12"))
    with pytest.raises(ReopeningUndecided):
        make_year_final(fed.ctx(LAST, MINH), MakeYearFinal("G1", 2026))
    with pytest.raises(UnknownBook):
        make_year_final(fed.ctx(LAST, MINH), MakeYearFinal("G9", 2026))


def test_a_year_that_was_not_carried_forward(fed: Federation) -> None:
    """A December that was closed without it, as in old books, keeps its year from being final."""
    lines = [debit("611", 5, fund="levy", item="31"), credit("112", 5)]
    fed.voucher("G1", LAST, "Quà Tết", lines)
    with fed.database.writing() as session:
        for month in range(7, 13):
            period = Period(f"2026-{month:02d}")
            by = book.Change("lan", fed.ctx(LAST).clock.now_us())
            assert book.close_period(session, "G1", period, by)
        session.commit()
    assert make_year_final(fed.ctx(LAST, APPROVER), MakeYearFinal("G1", 2025)) == 12
    with pytest.raises(YearNotCarried):
        make_year_final(fed.ctx(LAST, APPROVER), MakeYearFinal("G1", 2026))
