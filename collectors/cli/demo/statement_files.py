"""Write bank statements, two for each account and month, each as another bank would."""

import datetime as dt
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from collectors.cli.demo.mess import Mess, MessLog
from collectors.cli.demo.sheets import Cell, Form, sheet
from collectors.cli.demo.statement_lines import FIRST_HALF_ENDS, BankLine
from ledger.money import format_vnd
from ledger.periods import Period

_COLUMNS = (
    "reference",
    "booked_on",
    "value_on",
    "debit",
    "credit",
    "counter_account",
    "counter_name",
    "content",
)
_VIETNAMESE = (
    "Số tham chiếu",
    "Ngày giao dịch",
    "Ngày hiệu lực",
    "Ghi nợ (VND)",
    "Ghi có (VND)",
    "Tài khoản đối ứng",
    "Tên đối ứng",
    "Nội dung giao dịch",
)
_REFERENCE, _BOOKED, _DEBIT, _CREDIT = 0, 1, 3, 4
_OVERLAP_DAYS = 3


@dataclass(frozen=True, slots=True)
class _Bank:
    """How one bank writes its exports."""

    form: Form
    vietnamese: bool
    mark: str  # between thousands; a workbook holds numbers
    iso: bool

    @property
    def kinds(self) -> tuple[Mess, ...]:
        """What is odd about the file as a whole."""
        return tuple(
            kind
            for kind, there in {
                Mess.VIETNAMESE_HEADER: self.vietnamese,
                Mess.BYTE_ORDER_MARK: self.form.mark,
                Mess.SEMICOLONS: self.form.delimiter == ";",
                Mess.TABS: self.form.delimiter == "\t",
                Mess.WORKBOOK: self.form.workbook,
                Mess.DOTTED_AMOUNTS: self.mark == ".",
                Mess.SPACED_AMOUNTS: self.mark == " ",
            }.items()
            if there
        )


_BANKS = (
    _Bank(Form(delimiter=";", mark=True), vietnamese=True, mark=".", iso=False),
    _Bank(Form(), vietnamese=False, mark="", iso=True),
    _Bank(Form(workbook=True), vietnamese=True, mark="", iso=False),
    _Bank(Form(delimiter="\t"), vietnamese=True, mark=" ", iso=False),
    _Bank(Form(delimiter=";"), vietnamese=False, mark="", iso=True),
)
_SPOILT_EVERY = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """Which file of the story this is: the place of its account and of its month, its half."""

    account: int
    month: int
    half: int  # 1 or 2

    @property
    def number(self) -> int:
        """A number that goes through every bank and every account."""
        return self.account + 2 * self.month + self.half - 1


class Statements:
    """Writes the statements of levy accounts into a folder."""

    def __init__(self, folder: Path, log: MessLog, *, workbooks: bool) -> None:
        """Take where they go; without workbooks a large bank's export comes as CSV."""
        self._folder = folder
        self._log = log
        self._banks = tuple(
            bank if workbooks or not bank.form.workbook else replace(bank, form=Form())
            for bank in _BANKS
        )

    def write(
        self, unit: str, month: Period, lines: Sequence[BankLine], turn: Turn
    ) -> tuple[Path, ...]:
        """Write the statement of one half of a month.

        Returns  the files as they arrive: one, or two when the bank sends the same one twice.
        """
        bank = self._banks[turn.number % len(self._banks)]
        path = self._folder / f"sao-ke-{unit}-{month}-{turn.half}.{bank.form.ending}"
        overlaps = turn.half == 2 and (turn.account + turn.month) % 3 == 1  # noqa: PLR2004 - the second half
        chosen = [line for line in lines if _belongs(line.booked_on, turn.half, overlaps=overlaps)]
        self._write_rows(path, bank, chosen, turn)
        for kind in bank.kinds:
            self._log.plant(kind, path.name)
        if overlaps:
            self._log.plant(Mess.OVERLAPPING_STATEMENT, path.name)
        if (turn.account + turn.month) % 3 or turn.half == 2:  # noqa: PLR2004 - the second half
            return (path,)
        again = path.with_stem(f"{path.stem}-ban-sao")
        shutil.copyfile(path, again)
        self._log.plant(Mess.DUPLICATE_FILE, again.name, note=path.name)
        return path, again

    def _write_rows(self, path: Path, bank: _Bank, lines: Iterable[BankLine], turn: Turn) -> None:
        with sheet(path, bank.form, _VIETNAMESE if bank.vietnamese else _COLUMNS) as rows:
            last: list[Cell] = []
            for line in lines:
                last = _cells(line, bank)
                row = rows.row(last)
                for kind in line.kinds:
                    self._log.plant(kind, path.name, row, line.note)
            if last and turn.number % _SPOILT_EVERY == 0:
                for kind, cells in _spoilt(last, bank):
                    self._log.plant(kind, path.name, rows.row(cells))


def write_paid(folder: Path, name: str, lines: Iterable[BankLine]) -> Path:
    """Write what a bank paid out on an order of ours; known only once the order is given."""
    path = folder / f"sao-ke-{name}-chi.csv"
    bank = _BANKS[1]
    with sheet(path, bank.form, _COLUMNS) as rows:
        for line in lines:
            rows.row(_cells(line, bank))
    return path


def _belongs(day: dt.date, half: int, *, overlaps: bool) -> bool:
    if half == 1:
        return day.day <= FIRST_HALF_ENDS
    first = FIRST_HALF_ENDS + 1 - (_OVERLAP_DAYS if overlaps else 0)
    return day.day >= first


def _cells(line: BankLine, bank: _Bank) -> list[Cell]:
    day: Cell = line.booked_on
    if not bank.form.workbook:
        day = line.booked_on.isoformat() if bank.iso else f"{line.booked_on:%d/%m/%Y}"
    return [
        line.reference,
        day,
        day,
        _amount(line.debit_vnd, bank),
        _amount(line.credit_vnd, bank),
        line.counter_account,
        line.counter_name,
        line.content,
    ]


def _amount(amount: int, bank: _Bank) -> Cell:
    if not amount:
        return ""
    if bank.form.workbook:
        return amount
    return format_vnd(amount).replace(".", bank.mark)


def _spoilt(good: Sequence[Cell], bank: _Bank) -> list[tuple[Mess, list[Cell]]]:
    """Rows that cannot be taken, each like a good one but for one thing."""
    wrong: list[tuple[Mess, dict[int, Cell]]] = [
        (Mess.AMOUNT_WITH_FRACTION, {_DEBIT: "", _CREDIT: "1.234.567,50"}),
        (Mess.BAD_DATE, {_BOOKED: "31/02/2026"}),
        (Mess.NO_REFERENCE, {_REFERENCE: ""}),
        (Mess.BOTH_SIDES, {_DEBIT: "11000", _CREDIT: "11000"}),
    ]
    if bank.form.workbook:
        wrong.append((Mess.NUMBER_FOR_CODE, {_REFERENCE: 2_026_000_123}))
    made: list[tuple[Mess, list[Cell]]] = []
    for kind, places in wrong:
        cells = list(good)
        cells[_REFERENCE] = f"SAI{len(made)}"
        for place, cell in places.items():
            cells[place] = cell
        made.append((kind, cells))
    return made
