"""What a room hands over, and what it may leave out."""

from finance.records.scope import Scope
from finance.runtime.database import Database
from finance.shell.room import Door, Room, Severity
from tests.doors import DAY


def test_a_room_needs_only_a_name(empty_database: Database) -> None:
    """A room without pages, commands, jobs or waiting things is a room all the same."""
    room = Room("empty")
    scope = Scope((), DAY)
    with empty_database.reading() as session:
        assert list(room.waiting(session, scope)) == []
        assert list(room.months(session, scope)) == []
    assert not [*room.blueprints, *room.commands, *room.jobs, *room.links]


def test_the_doors_are_the_first_steps_of_addresses() -> None:
    """Four doors and the frame they hang in."""
    assert {door.value for door in Door} == {"office", "inspect", "open", "api", ""}


def test_the_most_urgent_comes_first() -> None:
    """The order of severities is the order on the page."""
    assert [each.value for each in Severity] == ["urgent", "due", "calm"]
