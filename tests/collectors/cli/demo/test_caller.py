"""Commands typed on days of the past."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from collectors.cli.demo.caller import Caller, StepRefused
from collectors.cli.demo.people import ACCOUNTANT
from finance.runtime.context import Context
from finance.shell.commands import IN_PART, Outcome, Root, UnknownPerson, command
from finance.shell.room import Room
from ledger.errors import UnknownBook
from tests.collectors.cli.demo.conftest import Played

DAY = dt.date(2026, 1, 5)


@command("day", "Say what day it is.")
def _day(ctx: Context) -> dict[str, Any]:
    return {"day": ctx.today.isoformat(), "actor": ctx.actor.name}


@command("part", "Do it in part.")
def _part(_ctx: Context) -> Outcome:
    return Outcome({"done": 1}, status=IN_PART)


@command("refuse", "Refuse.")
def _refuse(_ctx: Context) -> dict[str, Any]:
    raise UnknownBook(book="X")


def _caller(folder: Path) -> Caller:
    commands = (("day", _day), ("part", _part), ("refuse", _refuse))
    root = Root.of(lambda *_: None, [Room("house", commands=commands)])
    return Caller(root, {"UNION_FINANCE_DATABASE_URL": f"sqlite:///{folder}/books"}, DAY)


def test_a_command_lives_on_the_day_of_the_story(tmp_path: Path) -> None:
    """Its clock stands there, and nobody but the system acts unless somebody is named."""
    caller = _caller(tmp_path)
    assert caller.ask("day") == {"day": "2026-01-05", "actor": "system"}
    caller.day = dt.date(2026, 2, 6)
    assert caller.ask("day")["day"] == "2026-02-06"


def test_what_is_done_in_part_must_be_expected(tmp_path: Path) -> None:
    """Rows that wait in quarantine are no surprise where they were planted, and one elsewhere."""
    assert _caller(tmp_path).ask("part", partly=True) == {"done": 1}
    with pytest.raises(StepRefused):
        _caller(tmp_path).ask("part")


def test_a_refused_command_ends_the_story(tmp_path: Path) -> None:
    """With the day, the words and the reason."""
    with pytest.raises(StepRefused) as refused:
        _caller(tmp_path).ask("refuse")
    assert refused.value.facts["day"] == "2026-01-05"
    assert "X" in str(refused.value.facts["why"])


def test_a_command_with_its_own_output_speaks_for_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the web server does."""
    _caller(tmp_path).run("day")
    assert "day:" in capsys.readouterr().out


def test_a_person_acts_under_their_name(played_sqlite: Played) -> None:
    """Where there is a page and no command; nobody acts who is not known."""
    terminal = played_sqlite.terminal
    environ = {"UNION_FINANCE_DATABASE_URL": terminal.database_url}
    caller = Caller(terminal.root, environ, DAY)
    with caller.acting(ACCOUNTANT) as context:
        assert (context.actor.name, context.today) == (ACCOUNTANT, DAY)
    with pytest.raises(UnknownPerson), caller.acting("nobody"):
        pass
