"""A request is refused by another person, or withdrawn by who asked; with the reason."""

import pytest

from finance.actions.ask_reversal import ReasonWanted
from finance.actions.grant_reopening import GrantReopening, NoReopening, grant_reopening
from finance.actions.refuse_reopening import RefuseReopening, refuse_reopening
from finance.records.reopenings import ReopeningState, requests
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from tests.federation import Federation
from tests.finance.actions.months import JUNE, LAN, MAI, MINH, ON, STRANGER, ask, closed_to_june

NO = RefuseReopening("G1", JUNE, "Không cần")


@pytest.fixture
def fed(database: Database) -> Federation:
    """G1's months are closed up to June, and a request waits."""
    made = closed_to_june(database)
    ask(made.ctx(ON, LAN))
    return made


@pytest.mark.parametrize(
    ("actor", "state"), [(MAI, ReopeningState.REFUSED), (LAN, ReopeningState.WITHDRAWN)]
)
def test_it_is_off_the_table(fed: Federation, actor: Actor, state: ReopeningState) -> None:
    """It cannot be granted any more, the reason is kept, and one may ask anew."""
    assert refuse_reopening(fed.ctx(ON, actor), NO) is state
    with pytest.raises(NoReopening):
        grant_reopening(fed.ctx(ON, MINH), GrantReopening("G1", JUNE))
    with pytest.raises(NoReopening):
        refuse_reopening(fed.ctx(ON, actor), NO)
    assert ask(fed.ctx(ON, LAN))
    with fed.database.reading() as session:
        first, second = requests(session, "G1", JUNE)
    assert (first.state, first.decided_by, first.decision) == (state, actor.name, "Không cần")
    assert second.state == ReopeningState.ASKED


def test_who_may_not_refuse(fed: Federation) -> None:
    """A colleague who could not grant it, a stranger, and nobody without a reason."""
    for actor in (Actor("binh", (Grant("G1", "accountant"),)), STRANGER):
        with pytest.raises(PermissionRefused):
            refuse_reopening(fed.ctx(ON, actor), NO)
    with pytest.raises(ReasonWanted):
        refuse_reopening(fed.ctx(ON, MAI), RefuseReopening("G1", JUNE, " "))
