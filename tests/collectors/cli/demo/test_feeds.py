"""All files of the small federation: the same every time, with every kind of mess in them."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from collectors.cli.demo.mess import Mess
from collectors.evidence import RawRow
from collectors.matching.transfer_text import read_text
from finance.rules.tax_codes import check_digit_ok, normalise
from ledger.periods import Period
from tests.collectors.cli.demo.conftest import Small, small_files
from tests.collectors.cli.demo.reading import Planted, folder_rows, planted

Cells = Mapping[str, str]
Holds = Callable[[Cells, Planted], bool]


def _labelled(cells: Cells) -> tuple[str, ...]:
    return read_text(cells["content"]).codes.labelled


def _mistyped(cells: Cells, note: str) -> bool:
    (code,) = _labelled(cells)
    return code != note and not check_digit_ok(code)


def _periods(cells: Cells) -> tuple[Period, ...]:
    return read_text(cells["content"]).periods.periods


def _separated(cells: Cells, note: str) -> bool:
    if "content" in cells:
        return note[:10] not in cells["content"] and _labelled(cells) == (note,)
    return " " in cells["tax_code"] and normalise(cells["tax_code"]) == note


# What each kind of mess looks like in its row: read from the file, not from who wrote it.
IN_ROWS: Mapping[Mess, Holds] = {
    Mess.CODE_MISSING: lambda cells, _: not read_text(cells["content"]).tax_codes,
    Mess.CODE_WRONG_DIGIT: lambda cells, each: _mistyped(cells, each.note),
    Mess.CODE_TRANSPOSED: lambda cells, each: (
        _mistyped(cells, each.note) and sorted(_labelled(cells)[0]) == sorted(each.note)
    ),
    Mess.CODE_SEPARATED: lambda cells, each: _separated(cells, each.note),
    Mess.TEXT_CUT_SHORT: lambda cells, _: bool(read_text(cells["content"]).codes.cut_short),
    Mess.NO_DIACRITICS: lambda cells, _: cells["content"].isascii(),
    Mess.LOWER_CASE: lambda cells, _: cells["content"] == cells["content"].lower(),
    Mess.BANK_PREFIX: lambda cells, _: cells["content"].split("MST")[0] != "",
    Mess.MONTH_MISSING: lambda cells, _: _periods(cells) == (),
    Mess.THREE_MONTHS_IN_ONE: lambda cells, _: len(_periods(cells)) in (0, 3),
    Mess.QUARTER_IN_ONE: lambda cells, _: len(_periods(cells)) in (0, 3),
    Mess.PART_PAYMENT: lambda cells, _: cells["credit"] != "",
    Mess.OVERPAYMENT: lambda cells, _: normalise(cells["credit"]).endswith("000000"),
    Mess.LATE_PAYMENT: lambda cells, _: cells["credit"] != "",
    Mess.RETURNED_PAYMENT: lambda cells, _: "HOAN TRA" in cells["content"] or cells["debit"] == "",
    Mess.CENTRAL_ACCOUNT: lambda _, each: "-TLD-" in each.file,
    Mess.IDENTICAL_ROWS: lambda cells, _: cells["credit"] != "",
    Mess.BACK_PAYMENT: lambda cells, _: set(_periods(cells)) <= {"2025-05", "2025-06"},
    Mess.NOTHING_ASSESSED: lambda cells, _: cells["credit"] != "",
    Mess.UNKNOWN_PAYER: lambda cells, _: not read_text(cells["content"]).tax_codes,
    Mess.DUES_IN_LEVY_ACCOUNT: lambda cells, _: read_text(cells["content"]).only_dues,
    Mess.BANK_FEE: lambda cells, _: cells["debit"] != "",
    Mess.CORRECTED: lambda cells, each: cells["period"] not in each.file,
    Mess.NIL: lambda cells, _: cells["status"] in ("nil", "Không phát sinh"),
    Mess.INACTIVE: lambda cells, _: cells["status"] in ("inactive", "Tạm ngừng"),
    Mess.CEASED: lambda cells, _: cells["status"] in ("ceased", "Chấm dứt"),
    Mess.TWO_SI_UNITS: lambda cells, _: cells["si_unit_code"].endswith("B"),
    Mess.NO_UNION: lambda cells, _: cells["grassroots_unit"] == "",
    Mess.STATE_FUNDED: lambda cells, _: cells["employer_type"] == "state_funded",
    Mess.MERGED_UNIT: lambda cells, _: cells["valid_to"] == "2025-06-30",
    Mess.FOLLOWED_MERGER: lambda cells, _: (
        "2025-06-30" in cells["valid_to"] or cells["valid_from"] == "2025-07-01"
    ),
    Mess.AMOUNT_WITH_FRACTION: lambda cells, _: ",50" in "".join(cells.values()),
    Mess.BAD_DATE: lambda cells, _: cells["booked_on"] == "31/02/2026",
    Mess.NO_REFERENCE: lambda cells, _: cells["reference"] == "",
    Mess.BOTH_SIDES: lambda cells, _: bool(cells["debit"] and cells["credit"]),
    Mess.UNKNOWN_EMPLOYER: lambda cells, _: cells["tax_code"] == "9999999991",
    Mess.BAD_MONTH: lambda cells, _: cells["period"] == "13/2025",
    Mess.NIL_WITH_WAGES: lambda cells, _: cells["status"] == "nil" and cells["wage_fund"] != "0",
    Mess.NUMBER_FOR_CODE: lambda cells, _: bool({"2026000123", "9999999991"} & set(cells.values())),
}

# What each looks like in a file as a whole.
IN_FILES: Mapping[Mess, Callable[[bytes], bool]] = {
    Mess.DUPLICATE_FILE: bool,
    Mess.OVERLAPPING_STATEMENT: bool,
    Mess.DOTTED_AMOUNTS: lambda text: re.search(rb";\d{1,3}(\.\d{3})+;", text) is not None,
    Mess.SPACED_AMOUNTS: lambda text: re.search(rb"\t\d{1,3}( \d{3})+\t", text) is not None,
    Mess.VIETNAMESE_HEADER: lambda text: text.startswith(b"PK") or b"Ng\xc3\xa0y" in text[:200],
    Mess.BYTE_ORDER_MARK: lambda text: text.startswith(b"\xef\xbb\xbf"),
    Mess.SEMICOLONS: lambda text: text.splitlines()[0].count(b";") > 3,
    Mess.TABS: lambda text: text.splitlines()[0].count(b"\t") > 3,
    Mess.WORKBOOK: lambda text: text.startswith(b"PK"),
}
ELSEWHERE = (Mess.SILENT, Mess.NO_ACCOUNT, Mess.CONTROL_ACCOUNT)  # not there, or no feed


@pytest.fixture(scope="module")
def rows(small: Small) -> Mapping[str, dict[int, RawRow]]:
    """Every row of every file."""
    return folder_rows(small.folder)


def test_the_same_seed_gives_the_same_bytes(small: Small, tmp_path: Path) -> None:
    """Every file, workbooks too."""
    again = small_files(tmp_path)
    names = [path.name for path in small.feeds.paths()]
    assert [path.name for path in again.feeds.paths()] == names
    assert len(set(names)) == len(names) > 100
    for name in (*names, "mess.csv"):
        assert (tmp_path / name).read_bytes() == (small.folder / name).read_bytes(), name


def test_every_kind_is_looked_for() -> None:
    """A kind of mess that nobody checks does not count."""
    assert {*IN_ROWS, *IN_FILES, *ELSEWHERE} == set(Mess)


@pytest.mark.parametrize("kind", [*IN_ROWS, *IN_FILES, *ELSEWHERE])
def test_the_small_federation_has_every_kind_of_mess(kind: Mess, small: Small) -> None:
    """By name."""
    assert [each for each in planted(small.folder) if each.kind == kind]


@pytest.mark.parametrize("kind", IN_ROWS)
def test_a_row_is_what_the_list_says(
    kind: Mess, small: Small, rows: Mapping[str, dict[int, RawRow]]
) -> None:
    """Each planted row, read back from its file, shows the mess it is listed for."""
    for each in planted(small.folder):
        if each.kind == kind:
            assert each.row is not None
            assert IN_ROWS[kind](rows[each.file][each.row].cells, each), each


@pytest.mark.parametrize("kind", IN_FILES)
def test_a_file_is_what_the_list_says(kind: Mess, small: Small) -> None:
    """Each listed file shows what is odd about it."""
    for each in planted(small.folder):
        if each.kind == kind:
            assert IN_FILES[kind]((small.folder / each.file).read_bytes()), each


def test_equal_rows_stand_side_by_side(small: Small, rows: Mapping[str, dict[int, RawRow]]) -> None:
    """Two real payments with one reference, one day, one amount and one text."""
    twins = [each for each in planted(small.folder) if each.kind == Mess.IDENTICAL_ROWS]
    cells = [tuple(rows[each.file][each.row or 0].cells.values()) for each in twins]
    assert all(cells.count(one) % 2 == 0 for one in cells)


def test_a_copy_is_the_file_it_copies(small: Small) -> None:
    """Byte for byte."""
    copies = [each for each in planted(small.folder) if each.kind == Mess.DUPLICATE_FILE]
    for each in copies:
        assert (small.folder / each.file).read_bytes() == (small.folder / each.note).read_bytes()


def test_decisions_are_about_doubtful_money_of_the_first_province(
    small: Small, rows: Mapping[str, dict[int, RawRow]]
) -> None:
    """The accountant learns whose a payment is that the text does not say."""
    references = {
        raw.cells["reference"]
        for name, held in rows.items()
        for raw in held.values()
        if name.startswith("sao-ke-T01")
    }
    decided = [each for several in small.feeds.decisions.values() for each in several]
    codes = {employer.tax_code for employer in small.federation.employers()}
    assert decided
    assert all(reference in references and code in codes for reference, code in decided)
