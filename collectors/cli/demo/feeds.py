"""Write every file of a made-up federation into a folder, and say which comes when."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from collectors.cli.demo.declaration_files import write_arrears, write_month, write_tax_year
from collectors.cli.demo.federation import NATIONAL, Federation
from collectors.cli.demo.mess import Mess, MessLog
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
from collectors.cli.demo.statement_lines import FIRST_HALF_ENDS, BankLine, LevyAccounts
from ledger.periods import Period

Told = Callable[[str], None]
_Half = tuple[Period, int]  # a calendar month, and 1 or 2
_DOUBTFUL = {Mess.CODE_MISSING, Mess.CODE_WRONG_DIGIT, Mess.CODE_TRANSPOSED, Mess.TEXT_CUT_SHORT}
_DECIDED = 2  # so many of a half month's doubtful receipts are decided by hand


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
    bank: dict[_Half, list[Statement]] = field(default_factory=dict)
    spending: dict[Period, Path] = field(default_factory=dict)  # by calendar month

    # What the first province's accountant finds out by asking: reference, tax code.
    decisions: dict[_Half, list[tuple[str, str]]] = field(default_factory=dict)

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
    payers = Payers(federation)
    feeds = Feeds()
    with MessLog(folder / "mess.csv") as log:
        feeds.registers = _registers(folder, federation, log)
        feeds.arrears = write_arrears(folder, federation, payers.wages)
        feeds.tax = write_tax_year(folder, federation, payers.wages)
        for period in federation.scale.wage_months:
            tell(f"si {period}")
            feeds.si[period] = write_month(folder, federation, payers.wages, period, log)
        statements = Statements(folder, log, workbooks=federation.scale.workbooks)
        accounts = LevyAccounts(payers)
        for month in federation.scale.calendar_months:
            tell(f"bank {month}")
            _write_bank(federation, accounts, statements, month, feeds)
            feeds.spending[month] = write_spending(folder, payers, month, log)
    return feeds


def _registers(folder: Path, federation: Federation, log: MessLog) -> dict[str, Path]:
    return {
        "units": write_units(folder, federation, log),
        "employers": write_employers(folder, federation, log),
        "accounts": write_accounts(folder, federation, log),
        "split-rules": write_split_rules(folder, federation),
        "openings": write_openings(folder, federation),
    }


def _write_bank(
    federation: Federation,
    accounts: LevyAccounts,
    statements: Statements,
    month: Period,
    feeds: Feeds,
) -> None:
    owners = [NATIONAL, *federation.provinces]
    place = federation.scale.calendar_months.index(month)
    for unit, lines in accounts.month(month):
        number = federation.collection_account(unit)
        for half in (1, 2):
            turn = Turn(owners.index(unit), place, half)
            made = feeds.bank.setdefault((month, half), [])
            for path in statements.write(unit, month, lines, turn):
                made.append(Statement(number, path))
            if unit == federation.provinces[0]:
                feeds.decisions[(month, half)] = _decided(lines, half)


def _decided(lines: Iterable[BankLine], half: int) -> list[tuple[str, str]]:
    doubtful = [
        (line.reference, line.note)
        for line in lines
        if _DOUBTFUL.intersection(line.kinds)
        and (line.booked_on.day <= FIRST_HALF_ENDS) == (half == 1)
    ]
    return doubtful[:_DECIDED]
