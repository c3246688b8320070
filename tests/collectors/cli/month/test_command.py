"""`bench month`: what it answers, and where it refuses to measure."""

from pathlib import Path

from collectors.cli.month import command as month
from finance.shell.commands import Root
from finance.shell.room import Room
from tests.engines import Engine
from tests.terminal import Terminal

WORDS = ("bench", "month", "--employers", "20", "--seed", "3", "--dir")


def test_a_month_is_measured(engine: Engine, tmp_path: Path) -> None:
    """Each step beside its floor, the whole beside all floors; run again, nothing is done anew."""
    url = engine.fresh()
    root = Root.of(lambda *_: None, [Room("collectors", commands=month.commands)])
    terminal = Terminal(root, engine.as_owner(url))
    first, again = (terminal.ask(*WORDS, str(tmp_path)) for _ in range(2))
    assert first["steps"][0].keys() == {
        "step",
        "rows",
        "seconds",
        "floor_seconds",
        "ratio_to_floor",
        "peak_memory_mib",
        "processor_seconds",
        "floor_processor_seconds",
    }
    assert first["employers"] == 20
    assert first["ratio_to_floor"] > 0
    assert again["digest"] == first["digest"]
    assert again["seconds"] == first["seconds"]
    other = terminal.refused("bench", "month", "--employers", "21", "--dir", str(tmp_path / "b"))
    assert other["code"] == "bench.not_for_measuring"
    engine.drop(url)
