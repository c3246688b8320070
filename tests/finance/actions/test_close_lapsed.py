"""Reopened months are closed again when their time is over, the earlier before the later."""

import datetime as dt

import pytest

from finance.actions.close_lapsed import close_lapsed
from finance.actions.grant_reopening import GrantReopening, grant_reopening
from finance.records.reopenings import ReopeningState, requests
from finance.runtime.database import Database
from ledger.periods import PeriodState
from tests.federation import Federation
from tests.finance.actions.months import JUNE, LAN, MAY, MINH, ON, ask, closed_to_june, state_of


@pytest.fixture
def fed(database: Database) -> Federation:
    """G1's May and June are open again for a day."""
    made = closed_to_june(database)
    for period in (JUNE, MAY):
        ask(made.ctx(ON, LAN), period)
        grant_reopening(made.ctx(ON, MINH), GrantReopening("G1", period))
    return made


def test_two_months_in_order(fed: Federation) -> None:
    """Before their end nothing happens; after it both are closed and their requests ended."""
    assert close_lapsed(fed.ctx(ON)) == (0, [])
    assert state_of(fed, "G1", MAY) is PeriodState.OPEN
    assert close_lapsed(fed.ctx(dt.date(2026, 7, 22))) == (2, [])
    assert state_of(fed, "G1", MAY) is state_of(fed, "G1", JUNE) is PeriodState.CLOSED
    with fed.database.reading() as session:
        (row,) = requests(session, "G1", MAY)
    assert row.state == ReopeningState.ENDED
    assert row.ended_at_us is not None
