"""A small federation's files, written once; a tiny one's database, played once on each engine."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import click
import pytest

from collectors.cli import commands as collecting
from collectors.cli.demo import command as demo_command
from collectors.cli.demo.federation import Federation
from collectors.cli.demo.feeds import Feeds, write_feeds
from collectors.cli.demo.scales import SCALES, TINY
from finance.cli import commands as financing
from finance.jobs import jobs
from finance.runtime.clock import FixedClock
from finance.runtime.context import Context
from finance.shell.commands import Root, command
from finance.shell.room import Room
from reports.cli import commands as reporting
from tests.engines import Engine
from tests.terminal import Terminal

SEED = 11


@dataclass(frozen=True, slots=True)
class Small:
    """A small federation and its files."""

    federation: Federation
    folder: Path
    feeds: Feeds


@dataclass(frozen=True, slots=True)
class Played:
    """A tiny demo at its end: the terminal in front of it, and what the command answered."""

    terminal: Terminal
    folder: Path
    said: dict[str, Any]
    served: list[str] = field(default_factory=list)  # the database of each start of the server


def nobody(_what: str) -> None:
    """Hear how far it is, and say nothing."""


def small_files(folder: Path) -> Small:
    """Write a small federation's files."""
    federation = Federation(SCALES["small"], SEED)
    return Small(federation, folder, write_feeds(folder, federation, nobody))


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """The files of the small scale."""
    return small_files(tmp_path_factory.mktemp("feeds"))


@pytest.fixture(scope="session")
def tiny() -> Federation:
    """The tiny federation the demo makes in these tests."""
    return Federation(TINY, demo_command.SEED)


def house(served: list[str]) -> Root:
    """The commands of all rooms; the web server only notes that it was started."""

    @command("serve", "Note it.", [click.Option(["--demo"], is_flag=True)])
    def serve(ctx: Context, *, demo: bool) -> dict[str, Any]:
        served.append(ctx.settings.database_url if demo else "not as a demo")
        return {}

    commands = [each for each in (*financing, *collecting, *reporting) if each[0] != "serve"]
    return Root.of(
        lambda *_: None,
        [Room("house", commands=(*commands, ("serve", serve)), jobs=jobs)],
    )


@pytest.fixture(scope="session")
def tiny_scale() -> Iterator[None]:
    """Let the command's small scale be the tiny one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo_command, "SCALES", {"small": TINY})
        yield


def _played(engine: Engine, folder: Path) -> Iterator[Played]:
    url, served = engine.empty(), list[str]()
    terminal = Terminal(house(served), url, FixedClock(dt.date(2026, 11, 20)))
    said = terminal.ask("demo", "--no-serve", "--dir", str(folder))
    yield Played(terminal, folder, said, served)
    engine.drop(url)


@pytest.fixture(scope="session")
def played_sqlite(
    sqlite_engine: Engine, tiny_scale: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Played]:
    """The tiny demo at its end, on SQLite; played once for the session."""
    assert tiny_scale is None
    yield from _played(sqlite_engine, tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def played_postgresql(
    postgresql_engine: Engine, tiny_scale: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Played]:
    """The tiny demo at its end, on PostgreSQL; played once for the session."""
    assert tiny_scale is None
    yield from _played(postgresql_engine, tmp_path_factory.mktemp("demo"))


@pytest.fixture
def played(request: pytest.FixtureRequest, engine: Engine) -> Played:
    """The tiny demo at its end; on each engine."""
    return cast("Played", request.getfixturevalue(f"played_{engine.name}"))
