"""A person chooses the language of their pages."""

import pytest

from finance.actions.choose_language import UnknownLanguage, choose_language
from finance.records.audit_lines import audit_count
from finance.records.people import User
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.runtime.identity import Actor
from tests.doors import SETTINGS, open_house


def test_the_choice_is_kept(database: Database) -> None:
    """English is kept for the person; anything but the two languages is refused."""
    house = open_house(database, [])
    ctx = Context(database, house.clock, Actor("lan"), SETTINGS)
    token = house.sign_in("lan")
    choose_language(ctx, token, "en")
    with pytest.raises(UnknownLanguage):
        choose_language(ctx, token, "fr")
    with database.reading() as session:
        assert session.get_one(User, "lan").language == "en"
        assert audit_count(session) == 1
