"""All commands before June 2026's federation, its registers taken in from files, and its people."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from collectors import cli as of_collectors
from finance import cli as of_finance
from finance.runtime.clock import FixedClock
from finance.shell.commands import Root
from finance.shell.room import Room
from reports import cli as of_reports
from tests.collectors.federation import BANK, REGISTERS, SI, as_csv
from tests.terminal import Terminal

PEOPLE = {"ketoan": "accountant", "duyet": "approver"}


@dataclass(slots=True)
class Office:
    """A terminal, and a folder to write files into."""

    terminal: Terminal
    folder: Path

    def on(self, day: dt.date) -> "Office":
        """The same on another day."""
        return Office(
            Terminal(self.terminal.root, self.terminal.database_url, FixedClock(day)), self.folder
        )

    def ask(self, *words: str, status: int = 0) -> Any:  # noqa: ANN401 - any document
        """Give a command and read its answer."""
        return self.terminal.ask(*words, status=status)

    def refused(self, *words: str) -> str:
        """Give a command that is refused; the code of the refusal."""
        return str(self.terminal.refused(*words)["code"])

    def bring(self, text: str, *words: str) -> Any:  # noqa: ANN401 - any document
        """Write a file and give the command that takes it in."""
        path = self.folder / "file.csv"
        path.write_text(text, encoding="utf-8")
        done = self.ask(*words[:2], str(path), *words[2:])
        assert done["problems"] == []
        return done

    def declare(self, *rows: tuple[str, str, str, int, str]) -> Any:  # noqa: ANN401 - any document
        """Take in what the SI agency says: SI unit, tax code, month, wage fund, status."""
        lines = [
            (unit, code, f"Đơn vị {unit}", month, 10 if fund else 0, fund, status)
            for unit, code, month, fund, status in rows
        ]
        return self.bring(as_csv((*SI, "status"), lines), "intake", "si")

    def bank(self, account_no: str, *rows: dict[str, object]) -> None:
        """Take in a statement; cells left out are empty."""
        lines = [[row.get(column, "") for column in BANK] for row in rows]
        self.bring(as_csv(BANK, lines), "intake", "bank", "--account", account_no)


def office(database_url: str, folder: Path, day: dt.date) -> Office:
    """The federation as its files say, and two people at the top."""
    rooms = (("finance", of_finance), ("collectors", of_collectors), ("reports", of_reports))
    root = Root.of(lambda *_: None, [Room(name, commands=cli.commands) for name, cli in rooms])
    made = Office(Terminal(root, database_url, FixedClock(day)), folder)
    for feed, text in REGISTERS.items():
        made.bring(text, feed.value, "import")
    for name, role in PEOPLE.items():
        words = ("users", "add", name, "--role", role, "--unit", "TLD", "--password-stdin")
        assert made.terminal.run(*words, typed="một mật khẩu đủ dài\n").exit_code == 0
    return made
