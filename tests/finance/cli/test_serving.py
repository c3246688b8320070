"""The web server: where it may be bound, and that it answers."""

from pathlib import Path

import pytest

from finance.cli import serving
from finance.runtime.clock import Clock
from finance.runtime.database import Database
from finance.runtime.settings import Settings
from finance.shell.app import create_app
from finance.shell.commands import Root
from finance.shell.room import Room
from tests.engines import migrate
from tests.terminal import Terminal


@pytest.fixture
def front(tmp_path: Path) -> Terminal:
    """The command `serve` with an application of no rooms, on SQLite."""
    url = f"sqlite:///{tmp_path}/books.sqlite3"
    migrate(url)

    def build(settings: Settings, database: Database, clock: Clock) -> object:
        return create_app(settings, database, clock, [])

    return Terminal(Root.of(build, [Room("finance", commands=serving.commands)]), url)


def test_the_demo_stays_on_this_machine(front: Terminal) -> None:
    """A demo asked to bind anywhere else is refused."""
    refused = front.refused("serve", "--demo", "--host", "0.0.0.0")  # noqa: S104 - it is refused
    assert refused["code"] == "serve.demo_off_loopback"


def test_a_server_without_a_secret_is_refused(front: Terminal) -> None:
    """Outside the demo the installation must bring its own key."""
    assert front.refused("serve")["code"] == "settings.no_secret"
