"""A terminal with this room's commands on the month of five books, on each engine."""

import pytest

from finance.records.people import RoleGrant, User
from finance.records.units import FOREVER
from finance.runtime.clock import FixedClock
from finance.runtime.database import Database
from finance.shell.commands import Root
from finance.shell.room import Room
from reports import cli
from tests.reports import june_2026
from tests.reports.conftest import PEOPLE
from tests.terminal import Terminal


def _no_web(*_: object) -> object:
    raise AssertionError("these commands build no pages")  # noqa: EM101, TRY003 - a test's own


def _terminal(database: Database, clock: FixedClock) -> Terminal:
    room = Room("reports", commands=cli.commands)
    return Terminal(Root.of(_no_web, [room]), database.url, clock)


@pytest.fixture
def reading(june: Database, clock: FixedClock) -> Terminal:
    """For commands that only read."""
    return _terminal(june, clock)


@pytest.fixture
def acting_terminal(own_june: Database, clock: FixedClock) -> Terminal:
    """For commands that write, with the people of the tests."""
    with own_june.writing() as session:
        for name, unit, role in PEOPLE:
            session.add(User(name=name, password_hash="x", created_at_us=0))
            session.flush()
            session.add(
                RoleGrant(
                    user_name=name,
                    unit_code=unit,
                    role=role,
                    valid_from=june_2026.START,
                    valid_to=FOREVER,
                )
            )
        session.commit()
    return _terminal(own_june, clock)
