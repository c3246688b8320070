"""Measuring reads beside their floors."""

from finance.cli.measuring import commands as posting
from finance.shell.commands import Root
from finance.shell.room import Room
from reports.cli import measuring
from tests.engines import Engine
from tests.terminal import Terminal


def test_reads_stand_beside_their_floors(engine: Engine) -> None:
    """Trial balance and statement are measured on the books that are there."""
    url = engine.fresh()
    rooms = [Room("reports", commands=measuring.commands), Room("finance", commands=posting)]
    terminal = Terminal(Root.of(lambda *_: None, rooms), engine.as_owner(url))
    assert terminal.ask("bench", "balance")["steps"] == []
    assert terminal.ask("bench", "verify")["steps"] == []
    filling = ("bench", "fill", "--lines", "500", "--books", "50")
    assert terminal.ask(*filling)["posted"] == 200
    assert terminal.ask(*filling)["posted"] == 0
    steps = terminal.ask("bench", "balance")["steps"]
    assert [step["step"] for step in steps] == ["trial balance", "statement, first page"]
    (step,) = terminal.ask("bench", "verify")["steps"]
    assert (step["step"], step["rows"]) == ("verify", 200)
    engine.drop(url)
