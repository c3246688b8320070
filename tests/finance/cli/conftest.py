"""A terminal with this room's commands, on each engine."""

import pytest

from finance import cli, jobs
from finance.shell.commands import Root
from finance.shell.room import Room
from tests.terminal import Terminal


def _no_web(*_: object) -> object:
    raise AssertionError("these commands build no pages")  # noqa: EM101, TRY003 - a test's own


@pytest.fixture
def terminal(engine_url: str) -> Terminal:
    """The finance room's commands on a fresh, migrated database."""
    room = Room("finance", commands=cli.commands, jobs=jobs.jobs)
    return Terminal(Root.of(_no_web, [room]), engine_url)
