"""A soft lock is lifted by who may set it; one bound from above, from there."""

import pytest

from finance.actions.lift_period import LiftPeriod, lift_period
from finance.actions.soften_period import SoftenPeriod, soften_period
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from ledger.errors import PeriodNotOpen, UnknownBook
from ledger.periods import PeriodState
from tests.federation import ACCOUNTANT, Federation
from tests.finance.actions.months import JULY, JUNE, LAN, ON, STRANGER, closed_to_june, state_of


@pytest.fixture
def fed(database: Database) -> Federation:
    """G1's months are closed up to June, July is locked by its own accountant."""
    made = closed_to_june(database)
    soften_period(made.ctx(ON, LAN), SoftenPeriod("G1", JULY))
    return made


def test_ones_own_lock(fed: Federation) -> None:
    """Lifted once; then the month is open."""
    with pytest.raises(PermissionRefused):
        lift_period(fed.ctx(ON, STRANGER), LiftPeriod("G1", JULY))
    assert lift_period(fed.ctx(ON, LAN), LiftPeriod("G1", JULY))
    assert not lift_period(fed.ctx(ON, LAN), LiftPeriod("G1", JULY))
    assert state_of(fed, "G1", JULY) is PeriodState.OPEN


def test_what_has_no_lock(fed: Federation) -> None:
    """A closed month, and a book there is not."""
    with pytest.raises(PeriodNotOpen):
        lift_period(fed.ctx(ON, LAN), LiftPeriod("G1", JUNE))
    with pytest.raises((UnknownBook, PermissionRefused)):
        lift_period(fed.ctx(ON, ACCOUNTANT), LiftPeriod("G9", JULY))
