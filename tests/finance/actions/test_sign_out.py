"""Going out ends the visit, once and for good."""

from sqlalchemy import select

from finance.actions.sign_out import sign_out
from finance.records.audit_lines import audit_count
from finance.records.people import WebSession
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.runtime.identity import Actor
from tests.doors import SETTINGS, open_house


def test_only_this_visit_ends(database: Database) -> None:
    """A visit on another machine goes on; one line of audit says who went."""
    house = open_house(database, [])
    first, _second = house.sign_in("lan"), house.sign_in("lan")
    sign_out(Context(database, house.clock, Actor("lan"), SETTINGS), first)
    with database.reading() as session:
        ended = [row.ended_at_us for row in session.scalars(select(WebSession))]
        assert sorted(ended, key=str) == [house.clock.now_us(), None]
        assert audit_count(session) == 1
