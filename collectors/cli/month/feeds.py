"""The files of one month of a made-up nation: its registers, and per province what came in.

The same number of employers and the same seed give the same bytes. The wage month is paid in the
first month of the books, so that nothing has to be closed before it.
"""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from collectors.cli.demo.declaration_files import write_province
from collectors.cli.demo.federation import NATIONAL, Federation
from collectors.cli.demo.mess import MessLog
from collectors.cli.demo.payments import Payers
from collectors.cli.demo.registers import (
    write_accounts,
    write_province_employers,
    write_split_rules,
    write_units,
)
from collectors.cli.demo.scales import SCALES, Scale
from collectors.cli.demo.statement_files import Statements, Turn
from collectors.cli.demo.statement_lines import LevyAccounts
from collectors.matching.names import Names
from ledger.periods import Period, shift

WAGE_MONTH: Final = Period("2025-12")
MONTH: Final = shift(WAGE_MONTH, 1)  # in which it is declared, paid, shared and closed
DAY: Final = dt.date(2027, 1, 15)  # on which all is done: a new book begins a year before
_NATION: Final = SCALES["national"]
_PER_PROVINCE: Final = 10  # employers; fewer make fewer provinces
_WHOLE: Final = "whole.json"  # written last: without it the files are made again

Files = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Feeds:
    """The files of a month in their folder, by what they are."""

    folder: Path
    national: str  # the code of the confederation
    provinces: tuple[str, ...]
    accounts: dict[str, str]  # unit -> the account it collects on
    registers: Files  # by register, in the order in which they are taken in
    si: Files  # by province
    bank: Files  # by the unit whose account it is
    names: list[Names] = field(default_factory=list)  # of employers, once they have been read

    def digest(self, name: str) -> str:
        """The digest of a file of this month, by its name; empty when there is none."""
        path = self.folder / name
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""

    def paths(self, names: list[str]) -> list[Path]:
        """Where these files lie."""
        return [self.folder / name for name in names]


def nation(employers: int) -> Scale:
    """A nation of so many employers, its units in the proportion of the whole one."""
    provinces = min(_NATION.provinces, max(1, employers // _PER_PROVINCE))
    uppers = max(provinces, employers * _NATION.uppers // _NATION.employers)
    unions = max(uppers, employers * _NATION.grassroots // _NATION.employers)
    return Scale("month", provinces, uppers, unions, employers, WAGE_MONTH, 1, workbooks=False)


def write_month_feeds(folder: Path, employers: int, seed: int) -> Feeds:
    """Write the files, unless they lie there whole."""
    federation = Federation(nation(employers), seed)
    made = f"{employers} {seed}"
    mark = folder / _WHOLE
    files = json.loads(mark.read_text("utf-8")) if mark.exists() else {}
    if files.get("made") != made:
        folder.mkdir(parents=True, exist_ok=True)
        mark.unlink(missing_ok=True)
        files = {"made": made, **_write(folder, federation)}
        mark.write_text(json.dumps(files, ensure_ascii=False, indent=1), encoding="utf-8")
    units = (NATIONAL, *federation.provinces)
    return Feeds(
        folder,
        NATIONAL,
        tuple(federation.provinces),
        {unit: federation.collection_account(unit) for unit in units},
        files["registers"],
        files["si"],
        files["bank"],
    )


def _write(folder: Path, federation: Federation) -> dict[str, Files]:
    payers = Payers(federation)
    with MessLog(folder / "mess.csv") as log:
        registers = {
            "units": [write_units(folder, federation, log).name],
            "employers": [
                write_province_employers(folder, federation, place, log).name
                for place in range(len(federation.provinces))
            ],
            "accounts": [write_accounts(folder, federation, log).name],
            "split-rules": [write_split_rules(folder, federation).name],
        }
        si = {
            code: [write_province(folder, federation, payers.wages, place, log).name]
            for place, code in enumerate(federation.provinces)
        }
        statements = Statements(folder, log, workbooks=False)
        bank: Files = {}
        for place, (unit, lines) in enumerate(LevyAccounts(payers).month(MONTH)):
            for half in (1, 2):
                paths = statements.write(unit, MONTH, lines, Turn(place, 0, half))
                bank.setdefault(unit, []).extend(path.name for path in paths)
    return {"registers": registers, "si": si, "bank": bank}
