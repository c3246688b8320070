"""Write what the agencies send: a file of social insurance for each month, one of the tax year."""

from collections.abc import Iterator
from pathlib import Path

from collectors.cli.demo.chance import dice
from collectors.cli.demo.declared import BACK_MONTHS, Declared, Wages
from collectors.cli.demo.federation import Employer, Federation
from collectors.cli.demo.habits import Habit
from collectors.cli.demo.mess import Mess, MessLog
from collectors.cli.demo.sheets import Cell, Form, Sheet, sheet
from finance.rules.facts import DeclarationStatus
from finance.rules.tax_codes import shown
from ledger.periods import Period, shift

_PLAIN = (
    "si_unit_code",
    "tax_code",
    "name",
    "period",
    "employees",
    "wage_fund",
    "status",
    "agency_code",
    "submitted_at",
)
_VIETNAMESE = (
    "Mã đơn vị BHXH",
    "Mã số thuế",
    "Tên đơn vị",
    "Tháng",
    "Số lao động",
    "Quỹ tiền lương làm căn cứ đóng BHXH",
    "Trạng thái",
    "Cơ quan BHXH",
    "Thời điểm nộp",
)
_STATUS = {
    DeclarationStatus.ACTIVE: ("active", "Đang hoạt động"),
    DeclarationStatus.NIL: ("nil", "Không phát sinh"),
    DeclarationStatus.INACTIVE: ("inactive", "Tạm ngừng"),
    DeclarationStatus.CEASED: ("ceased", "Chấm dứt"),
}
_TAX = (
    "Mã số thuế",
    "Tên người nộp thuế",
    "Trạng thái",
    "Ngày thay đổi trạng thái",
    "Mã tỉnh",
    "Năm",
    "Số lao động",
    "Tổng thu nhập chi trả",
)
_QUIET = {
    DeclarationStatus.NIL: Mess.NIL,
    DeclarationStatus.INACTIVE: Mess.INACTIVE,
    DeclarationStatus.CEASED: Mess.CEASED,
}
_BACK_PAYERS = frozenset({Habit.BACK, Habit.STATE})
_FORMS = (Form(delimiter=";", mark=True), Form(), Form(workbook=True))
_STRANGER = "9999999991"  # in nobody's register
_SEPARATED_EVERY = 40
TAX_YEAR = 2025


def write_arrears(folder: Path, federation: Federation, wages: Wages) -> Path:
    """Write the declarations of months before the story that are still to be paid."""
    path = folder / "si-truoc-2025-07.csv"
    with sheet(path, Form(), _PLAIN) as rows:
        for employer in federation.employers():
            if employer.case.habit in _BACK_PAYERS:
                for period in BACK_MONTHS:
                    for said in wages.declarations(employer, period):
                        rows.row(_cells(said, vietnamese=False))
    return path


def write_month(
    folder: Path, federation: Federation, wages: Wages, period: Period, log: MessLog
) -> Path:
    """Write the agency's file of one wage month, with corrections of the month before."""
    place = federation.scale.wage_months.index(period)
    form = _FORMS[place % len(_FORMS)] if federation.scale.workbooks else _FORMS[place % 2]
    vietnamese = form != _FORMS[1]
    path = folder / f"si-{period}.{form.ending}"
    with sheet(path, form, _VIETNAMESE if vietnamese else _PLAIN) as rows:
        writer = _Month(rows, path.name, log, vietnamese=vietnamese)
        for employer in federation.employers():
            said = list(wages.declarations(employer, period))
            for one in said:
                writer.write(one)
            if not said:
                log.plant(Mess.SILENT, path.name, note=employer.tax_code)
            if place:
                correction = wages.correction(employer, shift(period, -1))
                if correction is not None:
                    row = rows.row(_cells(correction, vietnamese=vietnamese))
                    log.plant(Mess.CORRECTED, path.name, row, correction.employer.tax_code)
        writer.spoil(next(wages.declarations(next(federation.employers()), period)), form)
    return path


def write_province(
    folder: Path, federation: Federation, wages: Wages, place: int, log: MessLog
) -> Path:
    """Write the agency's file of the first wage month for one province."""
    period = federation.scale.first
    path = folder / f"si-{period}-{federation.provinces[place]}.csv"
    with sheet(path, Form(), _PLAIN) as rows:
        writer = _Month(rows, path.name, log, vietnamese=False)
        last: Declared | None = None
        for employer in federation.employers(place):
            for last in wages.declarations(employer, period):
                writer.write(last)
        if last is not None:
            writer.spoil(last, Form())
    return path


class _Month:
    """Writes the rows of one month and notes what is odd in them."""

    def __init__(self, rows: Sheet, file: str, log: MessLog, *, vietnamese: bool) -> None:
        self._rows = rows
        self._file = file
        self._log = log
        self._vietnamese = vietnamese

    def write(self, said: Declared) -> None:
        cells = list(_cells(said, vietnamese=self._vietnamese))
        number = said.employer.number
        separated = number % _SEPARATED_EVERY == _SEPARATED_EVERY - 1
        if separated:
            code = said.employer.tax_code
            cells[1] = f"{code[:4]} {code[4:7]} {code[7:]}"
        row = self._rows.row(cells)
        kind = _QUIET.get(said.status)
        if kind is not None:
            self._log.plant(kind, self._file, row, said.employer.tax_code)
        if separated:
            self._log.plant(Mess.CODE_SEPARATED, self._file, row, said.employer.tax_code)
        if said.si_unit != said.employer.si_unit:
            self._log.plant(Mess.TWO_SI_UNITS, self._file, row, said.employer.tax_code)

    def spoil(self, said: Declared, form: Form) -> None:
        """Add the rows that cannot be taken; each is like a good one but for one thing."""
        for kind, changed in _spoilt(_cells(said, vietnamese=self._vietnamese), form):
            row = self._rows.row(changed)
            self._log.plant(kind, self._file, row)


def _spoilt(good: tuple[Cell, ...], form: Form) -> Iterator[tuple[Mess, list[Cell]]]:
    wrong: dict[Mess, dict[int, Cell]] = {
        Mess.UNKNOWN_EMPLOYER: {1: _STRANGER},
        Mess.AMOUNT_WITH_FRACTION: {5: "123.456.789,50"},
        Mess.BAD_MONTH: {3: "13/2025"},
        Mess.NIL_WITH_WAGES: {6: "nil"},
    }
    if form.workbook:
        wrong[Mess.NUMBER_FOR_CODE] = {1: int(_STRANGER)}
    for kind, places in wrong.items():
        cells = list(good)
        cells[0] = f"X{good[0]}"
        for place, cell in places.items():
            cells[place] = cell
        yield kind, cells


def _cells(said: Declared, *, vietnamese: bool) -> tuple[Cell, ...]:
    month = f"{said.period[5:]}/{said.period[:4]}" if vietnamese else str(said.period)
    return (
        said.si_unit,
        shown(said.employer.tax_code),
        said.employer.name,
        month,
        said.employees,
        int(said.wage_fund_vnd),
        _STATUS[said.status][vietnamese],
        f"BH{said.employer.province}",
        said.submitted_at.isoformat(sep=" ", timespec="minutes"),
    )


def write_tax_year(folder: Path, federation: Federation, wages: Wages) -> Path:
    """Write what the tax authority knows of the employers' year, the silent ones too."""
    form = Form(workbook=federation.scale.workbooks)
    path = folder / f"tax-{TAX_YEAR}.{form.ending}"
    with sheet(path, form, _TAX) as rows:
        for employer in federation.employers():
            rows.row(_tax_cells(employer, wages, federation.seed))
    return path


def _tax_cells(employer: Employer, wages: Wages, seed: int) -> tuple[Cell, ...]:
    month = Period(f"{TAX_YEAR}-12")
    more = dice(seed, "tax", employer.number).randint(0, 15)  # pay beside the insured wage
    paid = 12 * wages.first_fund(employer, month) * (100 + more) // 100
    ceased = employer.case.habit is Habit.CEASED
    return (
        shown(employer.tax_code),
        employer.name,
        "Ngừng hoạt động" if ceased else "Đang hoạt động",
        "2026-01-15" if ceased else "",
        employer.province,
        TAX_YEAR,
        employer.workers,
        paid,
    )
