"""Measuring posting beside its floor."""

import pytest

from finance.cli import measuring
from finance.shell.commands import Root
from finance.shell.room import Room
from tests.engines import Engine
from tests.terminal import Terminal


@pytest.mark.parametrize("name", ["post", "bulk"])
def test_each_step_stands_beside_its_floor(engine: Engine, name: str) -> None:
    """A step has rows, seconds, its floor's seconds and their ratio, in the form scripts read."""
    url = engine.fresh()
    room = Room("finance", commands=measuring.commands)
    terminal = Terminal(Root.of(lambda *_: None, [room]), engine.as_owner(url))
    answer = terminal.ask("bench", name, "--entries", "40")
    assert len(answer["steps"]) == 2
    for step in answer["steps"]:
        assert set(step) == {
            "step",
            "rows",
            "seconds",
            "floor_seconds",
            "ratio_to_floor",
            "peak_memory_mib",
        }
        assert step["rows"] == 40
    worst = max(step["ratio_to_floor"] for step in answer["steps"])
    assert answer["ratio_to_floor"] == worst
    engine.drop(url)
