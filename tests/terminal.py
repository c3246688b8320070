"""A terminal in front of the commands: runs them in this process, on a test's own database."""

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any

from click.testing import CliRunner, Result

from finance.runtime.clock import FixedClock
from finance.shell.commands import Root, Surroundings


@dataclass(slots=True)
class Terminal:
    """Commands on one database, on a day that a test may move."""

    root: Root
    database_url: str
    clock: FixedClock = field(default_factory=lambda: FixedClock(dt.date(2026, 6, 30)))

    def run(self, *words: str, typed: str = "") -> Result:
        """Run a command as typed; whatever it ends with."""
        around = Surroundings(self.clock, {"UNION_FINANCE_DATABASE_URL": self.database_url})
        result = CliRunner().invoke(self.root, list(words), obj=around, input=typed)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def ask(self, *words: str, status: int = 0) -> dict[str, Any]:
        """Run a command with --json, expect how it ends, and return its document."""
        result = self.run(*words, "--json")
        assert result.exit_code == status, result.output
        found: dict[str, Any] = json.loads(result.stdout)
        return found

    def refused(self, *words: str) -> dict[str, Any]:
        """Run a command with --json that is refused, and return the error."""
        result = self.run(*words, "--json")
        assert result.exit_code == 1, result.output
        assert result.stdout == ""
        found: dict[str, Any] = json.loads(result.stderr)["error"]
        return found
