"""Runs the commands of this room as a shell would."""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from collectors.cli import commands
from finance.runtime.clock import FixedClock
from finance.runtime.database import Database
from finance.shell.commands import Root, Surroundings
from finance.shell.room import Room
from tests.collectors.federation import REGISTERS


@dataclass(slots=True)
class Program:
    """The commands on one database, on one day."""

    database: Database
    folder: Path
    day: dt.date

    def run(self, *words: str) -> Result:
        """Run a command; its words stand as on a command line."""
        root = Root.of(lambda *_: None, [Room("collectors", commands=commands)])
        surroundings = Surroundings(
            FixedClock(self.day), {"UNION_FINANCE_DATABASE_URL": self.database.url}
        )
        return CliRunner().invoke(root, words, obj=surroundings, catch_exceptions=False)

    def json(self, *words: str, status: int = 0) -> Any:  # noqa: ANN401 - any document
        """Run a command with --json: its one document, and nothing else on standard output."""
        result = self.run(*words, "--json")
        assert result.exit_code == status, result.output
        return json.loads(result.stdout)

    def file(self, name: str, text: str) -> str:
        """Write a file and give its path."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def register(self) -> None:
        """Take the registers in by their commands."""
        for feed, text in REGISTERS.items():
            report = self.json(feed.value, "import", self.file(f"{feed}.csv", text))
            assert report["rows_taken"] == report["rows_read"] > 0
