"""A month is locked softly, alone or with those of the units below."""

import pytest

from finance.actions.soften_period import SoftenPeriod, soften_period
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from ledger.errors import PeriodNotOpen, PeriodOrder, UnknownBook
from ledger.periods import Period, PeriodState
from tests.federation import ACCOUNTANT, Federation, contents
from tests.finance.actions.months import JULY, JUNE, LAN, ON, STRANGER, closed_to_june, state_of


@pytest.fixture
def fed(database: Database) -> Federation:
    """G1's months are closed up to June."""
    return closed_to_june(database)


def test_a_month_is_locked_once(fed: Federation) -> None:
    """Again, nothing changes; no unit beside or above is touched."""
    assert soften_period(fed.ctx(ON, LAN), SoftenPeriod("G1", JULY)).fresh
    before = contents(fed.database)
    assert not soften_period(fed.ctx(ON, LAN), SoftenPeriod("G1", JULY)).fresh
    assert contents(fed.database) == before
    assert state_of(fed, "G1", JULY) is PeriodState.SOFT
    assert state_of(fed, "A1", JULY) is state_of(fed, "G2", JULY) is PeriodState.OPEN


def test_with_all_that_stands_below(fed: Federation) -> None:
    """The first month of the unit itself; below, every open month up to it."""
    first = Period("2025-01")
    done = soften_period(fed.ctx(ON, ACCOUNTANT), SoftenPeriod("LDA", first, below=True))
    assert (done.fresh, done.bound) == (True, 2)  # of A1 and G2; G1 has closed it
    assert state_of(fed, "TLD", first) is PeriodState.OPEN


def test_what_is_not_locked(fed: Federation) -> None:
    """A closed month, one behind an open one, a book there is not, and by no right."""
    with pytest.raises(PeriodNotOpen):
        soften_period(fed.ctx(ON, LAN), SoftenPeriod("G1", JUNE))
    with pytest.raises(PeriodOrder):
        soften_period(fed.ctx(ON, LAN), SoftenPeriod("G1", Period("2026-08")))
    with pytest.raises(PermissionRefused):
        soften_period(fed.ctx(ON, STRANGER), SoftenPeriod("G1", JULY))
    with pytest.raises((UnknownBook, PermissionRefused)):
        soften_period(fed.ctx(ON, ACCOUNTANT), SoftenPeriod("G9", JULY))
