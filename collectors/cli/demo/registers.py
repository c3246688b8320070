"""Write the registers: units, employers, accounts, split rules and opening balances."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from collectors.cli.demo.chance import dice
from collectors.cli.demo.federation import LAST_BEFORE, MERGED_ON, SINCE, Employer, Federation, Unit
from collectors.cli.demo.mess import Mess, MessLog
from collectors.cli.demo.sheets import Cell, Form, sheet
from finance.rules.levy import EmployerType
from finance.rules.sharing import Role
from finance.rules.tax_codes import shown
from ledger.money import Vnd, apportion

OPENED_ON = dt.date(2025, 9, 30)
ILLUSTRATION = "VÍ DỤ MINH HỌA, không phải quy định / illustrative example, not a rule"

_UNITS = (
    "code",
    "name",
    "level",
    "parent_code",
    "kind",
    "valid_from",
    "valid_to",
    "successor_code",
)
_EMPLOYERS = (
    "Mã số thuế",
    "Mã đơn vị BHXH",
    "Tên doanh nghiệp",
    "Loại hình",
    "Kỳ đóng",
    "Mã tỉnh",
    "CĐCS",
    "Đơn vị thu",
    "Công đoàn cấp trên",
    "Hiệu lực từ",
    "Hiệu lực đến",
)
_ACCOUNTS = ("account_no", "bank_bin", "unit_code", "ledger_account", "purpose")
_RULES = ("source", "scope", "valid_from", "valid_to", "role", "share", "decision")
_OPENINGS = ("unit_code", "account", "fund", "item", "debit", "credit", "on")

# Nobody publishes how the levels above the grassroots divide the rest: these are placeholders.
_SHARES = {
    "levy": ("75/100", "10/100", "10/100", "5/100"),
    "dues": ("70/100", "15/100", "9/100", "6/100"),
}
_OTHER_SHARES = ("75/100", "12/100", "8/100", "5/100")  # of one province, to show a nearer rule
_RULES_SINCE = "2025-01"
_PROVINCE_SINCE = "2026-01"

_BANK_IN_MILLIONS = {
    Role.NATIONAL: (40_000, 60_000),
    Role.PROVINCE: (3_000, 6_000),
    Role.UPPER: (300, 700),
    Role.GRASSROOTS: (20, 90),
}
_FUNDS = {"levy": 62, "dues": 30, "other": 8}  # parts of what a unit has put by
_CASH = (500_000, 4_000_000)


def write_units(folder: Path, federation: Federation, log: MessLog) -> Path:
    """Write units.csv, the merged ones with their successors."""
    path = folder / "units.csv"
    with sheet(path, Form(), _UNITS) as rows:
        for unit in federation.units():
            row = rows.row(_unit_cells(unit))
            if unit.successor:
                log.plant(Mess.MERGED_UNIT, path.name, row, f"{unit.code} -> {unit.successor}")
    return path


def write_employers(folder: Path, federation: Federation, log: MessLog) -> Path:
    """Write employers.xlsx (or .csv, at the size of a nation)."""
    form = Form(workbook=federation.scale.workbooks)
    path = folder / f"employers.{form.ending}"
    with sheet(path, form, _EMPLOYERS) as rows:
        for employer in federation.employers():
            for cells in _employer_cells(employer):
                row = rows.row(cells)
                _note_employer(employer, path.name, row, log)
        if form.workbook:
            # A code typed as a number: the row waits in quarantine until somebody mends it.
            spoilt = (9_999_999_991, *next(_employer_cells(employer))[1:])
            log.plant(Mess.NUMBER_FOR_CODE, path.name, rows.row(spoilt), "Mã số thuế")
    return path


def write_province_employers(
    folder: Path, federation: Federation, place: int, log: MessLog
) -> Path:
    """Write the employers of one province, as CSV."""
    path = folder / f"employers-{federation.provinces[place]}.csv"
    with sheet(path, Form(), _EMPLOYERS) as rows:
        for employer in federation.employers(place):
            for cells in _employer_cells(employer):
                _note_employer(employer, path.name, rows.row(cells), log)
    return path


def write_accounts(folder: Path, federation: Federation, log: MessLog) -> Path:
    """Write accounts.csv; some unions have none, and are paid when they have."""
    path = folder / "accounts.csv"
    owners: set[str] = set()
    with sheet(path, Form(delimiter=";", mark=True), _ACCOUNTS) as rows:
        for account in federation.accounts():
            owners.add(account.unit)
            rows.row((account.number, account.bank, account.unit, "112", account.purpose))
    for unit in federation.units():
        if unit.code not in owners and unit.valid_to is None:
            log.plant(Mess.NO_ACCOUNT, path.name, note=unit.code)
    return path


def write_split_rules(folder: Path, federation: Federation) -> Path:
    """Write split-rules.csv: placeholders, and labelled so."""
    path = folder / "split-rules.csv"
    with sheet(path, Form(), _RULES) as rows:
        for source, shares in _SHARES.items():
            for role, share in zip(Role, shares, strict=True):
                rows.row((source, "TLD", _RULES_SINCE, "", role, share, ILLUSTRATION))
        for role, share in zip(Role, _OTHER_SHARES, strict=True):
            last = federation.provinces[-1]
            rows.row(("levy", last, _PROVINCE_SINCE, "", role, share, ILLUSTRATION))
    return path


def write_openings(folder: Path, federation: Federation) -> Path:
    """Write openings.csv: money in hand, and what it was put by from."""
    path = folder / "openings.csv"
    with sheet(path, Form(delimiter="\t"), _OPENINGS) as rows:
        for unit in federation.units():
            if unit.valid_to is None:
                for account, fund, debit, credit in _opening(federation, unit):
                    on = OPENED_ON.isoformat()
                    rows.row((unit.code, account, fund, "", debit, credit, on))
    return path


def bank_in_hand(federation: Federation, unit: Unit) -> Vnd:
    """What a unit has on its account when the story begins, in đồng."""
    least, most = _BANK_IN_MILLIONS[unit.level]
    chance = dice(federation.seed, "opening", unit.code)
    return Vnd(chance.randint(least, most) * 1_000_000 + chance.randrange(1_000_000))


def _opening(federation: Federation, unit: Unit) -> Iterator[tuple[str, str, Cell, Cell]]:
    bank = bank_in_hand(federation, unit)
    cash = Vnd(dice(federation.seed, "cash", unit.code).randint(*_CASH))
    yield "111", "", cash, ""
    yield "112", "", bank, ""
    parts = apportion(Vnd(bank + cash), tuple(_FUNDS.values()))
    for fund, part in zip(_FUNDS, parts, strict=True):
        yield "4316", fund, "", part


def _unit_cells(unit: Unit) -> tuple[Cell, ...]:
    return (
        unit.code,
        unit.name,
        unit.level,
        unit.parent,
        unit.kind,
        unit.valid_from.isoformat(),
        "" if unit.valid_to is None else unit.valid_to.isoformat(),
        unit.successor,
    )


def _employer_cells(employer: Employer) -> Iterator[tuple[Cell, ...]]:
    """One row, or two where it followed its union or upper unit into the merger."""
    after = (employer.grassroots, employer.upper, SINCE.isoformat(), "")
    spans = [after]
    if employer.followed_merger:
        district = f"{employer.province}H01"
        old = f"{employer.upper}S900" if employer.grassroots.endswith("S001") else ""
        spans = [
            (old or employer.grassroots, district, SINCE.isoformat(), LAST_BEFORE.isoformat()),
            (employer.grassroots, employer.upper, MERGED_ON.isoformat(), ""),
        ]
    for grassroots, upper, first, last in spans:
        yield (
            shown(employer.tax_code),
            employer.si_unit,
            employer.name,
            employer.type,
            employer.cycle,
            employer.province,
            grassroots,
            employer.province,
            upper,
            first,
            last,
        )


def _note_employer(employer: Employer, file: str, row: int, log: MessLog) -> None:
    if employer.type is EmployerType.STATE_FUNDED:
        log.plant(Mess.STATE_FUNDED, file, row, employer.tax_code)
    if not employer.grassroots:
        log.plant(Mess.NO_UNION, file, row, employer.tax_code)
    if employer.followed_merger:
        log.plant(Mess.FOLLOWED_MERGER, file, row, employer.tax_code)
