"""A request to open a closed month names a reason and an end that is near."""

import pytest

from finance.actions.ask_reopening import (
    AskReopening,
    EndNotAhead,
    ReopeningWaits,
    ask_reopening,
)
from finance.actions.ask_reversal import ReasonWanted
from finance.records.reopenings import ReopeningState, requests
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from ledger.errors import PeriodNotClosed, UnknownBook
from ledger.periods import PeriodState
from tests.federation import Federation, contents
from tests.finance.actions.months import (
    DAY_US,
    JULY,
    JUNE,
    LAN,
    MAI,
    ON,
    STRANGER,
    ask,
    closed_to_june,
    state_of,
)


@pytest.fixture
def fed(database: Database) -> Federation:
    """G1's months are closed up to June."""
    return closed_to_june(database)


def test_a_request_waits_and_opens_nothing(fed: Federation) -> None:
    """Asked again in the same words it is the same; in other words, or by another, it waits."""
    assert ask(fed.ctx(ON, LAN))
    before = contents(fed.database)
    assert not ask(fed.ctx(ON, LAN))
    with pytest.raises(ReopeningWaits):
        ask(fed.ctx(ON, LAN), reason="Khác")
    with pytest.raises(ReopeningWaits):
        ask(fed.ctx(ON, MAI))
    assert contents(fed.database) == before
    with fed.database.reading() as session:
        (row,) = requests(session, "G1", JUNE)
    assert (row.state, row.asked_by, row.reason) == (ReopeningState.ASKED, "lan", "Muộn")
    assert state_of(fed, "G1", JUNE) is PeriodState.CLOSED


@pytest.mark.parametrize("after_us", [0, -1, 14 * DAY_US + 1])
def test_the_end_lies_ahead_and_near(fed: Federation, after_us: int) -> None:
    """Not past, and not more than the configured number of days away."""
    with pytest.raises(EndNotAhead):
        ask(fed.ctx(ON, LAN), after_us=after_us)
    assert ask(fed.ctx(ON, LAN), after_us=14 * DAY_US)


def test_what_is_not_asked_for(fed: Federation) -> None:
    """A month that is open, a book there is not, no reason, no right, and nobody at all."""
    with pytest.raises(PeriodNotClosed):
        ask(fed.ctx(ON, LAN), period=JULY)
    with pytest.raises(ReasonWanted):
        ask(fed.ctx(ON, LAN), reason=" ")
    for actor in (STRANGER, fed.ctx(ON).actor):
        with pytest.raises(PermissionRefused):
            ask(fed.ctx(ON, actor))
    top = fed.ctx(ON, LAN)
    with pytest.raises((UnknownBook, PermissionRefused)):
        ask_reopening(top, AskReopening("G9", JUNE, "x", top.clock.now_us() + 1))
