"""A second person grants what was asked for; the stories of it stand in the scenarios."""

import datetime as dt

import pytest

from finance.actions.ask_reopening import EndNotAhead
from finance.actions.grant_reopening import GrantReopening, NoReopening, grant_reopening
from finance.records.reopenings import ReopeningState, standing
from finance.rules.permissions import SamePerson
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.periods import PeriodState
from tests.federation import Federation, contents
from tests.finance.actions.months import (
    JUNE,
    LAN,
    MINH,
    ON,
    STRANGER,
    ask,
    closed_to_june,
    state_of,
)

WISH = GrantReopening("G1", JUNE)


@pytest.fixture
def fed(database: Database) -> Federation:
    """G1's months are closed up to June."""
    return closed_to_june(database)


def test_the_month_is_open_until_its_end(fed: Federation) -> None:
    """The request says who granted it; granted again, nothing changes."""
    ask(fed.ctx(ON, LAN))
    assert grant_reopening(fed.ctx(ON, MINH), WISH)
    before = contents(fed.database)
    assert not grant_reopening(fed.ctx(ON, MINH), WISH)
    assert contents(fed.database) == before
    with fed.database.reading() as session:
        row = standing(session, "G1", JUNE)
    assert row is not None
    assert (row.state, row.decided_by) == (ReopeningState.GRANTED, "minh")
    assert state_of(fed, "G1", JUNE) is PeriodState.OPEN


def test_nothing_is_granted_that_nobody_asked_for(fed: Federation) -> None:
    """Nor after its end, nor by who asked, nor without the right."""
    with pytest.raises(NoReopening):
        grant_reopening(fed.ctx(ON, MINH), WISH)
    ask(fed.ctx(ON, LAN))
    before = contents(fed.database)
    with pytest.raises(EndNotAhead):
        grant_reopening(fed.ctx(dt.date(2026, 7, 22), MINH), WISH)
    with pytest.raises(SamePerson):
        grant_reopening(fed.ctx(ON, Actor("LAN", (Grant("A1", "approver"),))), WISH)
    for actor in (STRANGER, LAN):
        with pytest.raises(PermissionRefused):
            grant_reopening(fed.ctx(ON, actor), WISH)
    assert contents(fed.database) == before
