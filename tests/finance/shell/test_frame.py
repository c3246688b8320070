"""What the code that answers a request finds around it."""

import pytest

from finance.records.scope import NOTHING
from finance.shell.frame import context, frame, scope, visit, visitor
from tests.doors import SETTINGS, House


def test_a_page_finds_the_parts_the_factory_was_given(house: House) -> None:
    """Clock, database and settings are those of this app, never the machine's own."""
    with house.client.application.test_request_context("/open/"):
        assert frame().clock is house.clock
        assert frame().database.engine is house.database.engine
        assert frame().database.scope == NOTHING
        assert frame().settings == SETTINGS


def test_behind_an_open_door_there_is_no_visitor(house: House) -> None:
    """A page that asks for one has been hung at the wrong door."""
    with house.client.application.test_request_context("/open/"):
        assert visit() is None
        with pytest.raises(AssertionError):
            visitor()


def test_an_action_is_called_with_the_one_who_asked(house: House) -> None:
    """The actor of the context is the person of the visit, with the grants of the day."""
    house.sign_in("accountant", "en")
    with house.client:
        house.client.get("/office/")
        assert context().actor.name == "accountant"
        assert context().actor.roles == {"accountant"}
        assert context().clock is house.clock
        assert visitor().language == "en"
        assert scope().own == ("LDA",)
