"""Write every file of a made-up federation into a folder, and say which comes when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from collectors.cli.demo.declaration_files import write_arrears, write_month, write_tax_year
from collectors.cli.demo.federation import NATIONAL, Federation
from collectors.cli.demo.mess import MessLog
from collectors.cli.demo.payments import Payers
from collectors.cli.demo.registers import (
    write_accounts,
    write_employers,
    write_openings,
    write_split_rules,
    write_units,
)
from collectors.cli.demo.spending import write_spending
from collectors.cli.demo.statement_files import Statements, Turn
from collectors.cli.demo.statement_lines import LevyAccounts
from ledger.periods import Period

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement file and the account it is of."""

    account_no: str
    path: Path


@dataclass(slots=True)
class Feeds:
    """The files, in the order in which they arrive."""

    registers: dict[str, Path] = field(default_factory=dict)  # by command: units, employers …
    arrears: Path = field(default_factory=Path)
    tax: Path = field(default_factory=Path)
    si: dict[Period, Path] = field(default_factory=dict)  # by wage month
    bank: dict[tuple[Period, int], list[Statement]] = field(default_factory=dict)  # month, half
    spending: dict[Period, Path] = field(default_factory=dict)  # by calendar month

    def paths(self) -> list[Path]:
        """Every file, each once."""
        statements = [one.path for several in self.bank.values() for one in several]
        singles = (*self.registers.values(), self.arrears, self.tax)
        return [*singles, *self.si.values(), *statements, *self.spending.values()]


def write_feeds(folder: Path, federation: Federation, tell: Told) -> Feeds:
    """Write registers, declarations, statements and spending.

    Takes    the folder, made when it is not there; the federation; whom to tell how far it is.
    Returns  what was written. Beside it lies `mess.csv`: what was planted where.
    """
    folder.mkdir(parents=True, exist_ok=True)
    payers = Payers(federation.scale, federation.seed)
    feeds = Feeds()
    with MessLog(folder / "mess.csv") as log:
        feeds.registers = _registers(folder, federation, log)
        feeds.arrears = write_arrears(folder, federation, payers.wages)
        feeds.tax = write_tax_year(folder, federation, payers.wages)
        for period in federation.scale.wage_months:
            tell(f"si {period}")
            feeds.si[period] = write_month(folder, federation, payers.wages, period, log)
        statements = Statements(folder, log, workbooks=federation.scale.workbooks)
        accounts = LevyAccounts(federation, payers)
        for month in federation.scale.calendar_months:
            tell(f"bank {month}")
            feeds.bank.update(_bank(federation, accounts, statements, month))
            feeds.spending[month] = write_spending(folder, federation, month, log)
    return feeds


def _registers(folder: Path, federation: Federation, log: MessLog) -> dict[str, Path]:
    return {
        "units": write_units(folder, federation, log),
        "employers": write_employers(folder, federation, log),
        "accounts": write_accounts(folder, federation, log),
        "split-rules": write_split_rules(folder, federation),
        "openings": write_openings(folder, federation),
    }


def _bank(
    federation: Federation, accounts: LevyAccounts, statements: Statements, month: Period
) -> Mapping[tuple[Period, int], list[Statement]]:
    owners = [NATIONAL, *federation.provinces]
    place = federation.scale.calendar_months.index(month)
    made: dict[tuple[Period, int], list[Statement]] = {(month, 1): [], (month, 2): []}
    for unit, lines in accounts.month(month):
        number = federation.collection_account(unit)
        for half in (1, 2):
            turn = Turn(owners.index(unit), place, half)
            for path in statements.write(unit, month, lines, turn):
                made[(month, half)].append(Statement(number, path))
    return made
