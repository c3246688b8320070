"""Type commands as an operator would, on days of the past, in this process."""

import datetime as dt
import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any

import click

from finance.runtime.clock import FixedClock
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.shell.commands import DONE, IN_PART, REFUSED, Surroundings, opened
from ledger.errors import Refusal


class StepRefused(Refusal):
    """A command of the story was refused; what was done before it stands."""

    code = "demo.step_refused"
    vi = "Ngày {day}, lệnh «{words}» bị từ chối: {why}"
    en = "On {day} the command “{words}” was refused: {why}"


@dataclass(slots=True)
class Caller:
    """Runs commands of the root group; the clock stands at noon of `day`."""

    root: click.Group
    environ: Mapping[str, str]
    day: dt.date
    database: Database | None = None  # open already, for all commands

    def ask(self, *words: str, person: str = "", partly: bool = False) -> dict[str, Any]:
        """Run a command with --json.

        Takes    its words; who acts (nobody: the system); whether it may be done only in part,
                 some rows waiting in quarantine.
        Returns  its document.
        Raises   StepRefused.
        """
        said, status = self._run((*words, "--json", *(("--as", person) if person else ())))
        if status == REFUSED or (status == IN_PART and not partly):
            raise StepRefused(day=self.day.isoformat(), words=" ".join(words), why=said)
        found: dict[str, Any] = json.loads(said)
        return found

    @contextmanager
    def acting(self, person: str) -> Iterator[Context]:
        """The surroundings of a person's acts, for what has a page and no command."""
        with opened(self._around(), None, person) as context:
            yield context

    def run(self, *words: str) -> None:
        """Run a command with its own output; for one that stays, such as the web server."""
        self.root.main(list(words), standalone_mode=False, obj=Surroundings(environ=self.environ))

    def _around(self) -> Surroundings:
        return Surroundings(FixedClock(self.day), self.environ, self.database)

    def _run(self, words: tuple[str, ...]) -> tuple[str, int]:
        out, err = io.StringIO(), io.StringIO()
        around = self._around()
        status = DONE
        with redirect_stdout(out), redirect_stderr(err):
            try:
                self.root.main(list(words), standalone_mode=False, obj=around)
            except SystemExit as end:
                status = int(end.code or DONE)
        return (err if status == REFUSED and not out.getvalue() else out).getvalue(), status
