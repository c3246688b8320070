"""A workbook comes out as text; what a spreadsheet has spoilt is told, never mended."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from collectors.evidence import Feed, RawRow
from collectors.sources.profiled import Offer, Offered
from collectors.sources.refusals import BadHeader, NotAWorkbook
from collectors.sources.xlsx_file import read_xlsx
from finance.rules.column_profiles import parse_profile

HEADER = ("reference", "booked_on", "debit", "credit", "content")


def _workbook(folder: Path, *rows: Sequence[object], sheets: int = 1) -> Path:
    path = folder / "sao-ke.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, cells)
        for _ in range(sheets - 1):
            book.add_worksheet().write_row(0, 0, ["other"])
    return path


def _read(folder: Path, *rows: Sequence[object]) -> list[RawRow]:
    return list(read_xlsx(_workbook(folder, HEADER, *rows), Feed.BANK).rows)


def test_cells_come_out_as_text(tmp_path: Path) -> None:
    """Whole numbers are digits, days are ISO, texts are as they stand, empty rows are left out."""
    day, moment = dt.date(2026, 7, 10), dt.datetime(2026, 7, 10, 8, 15, 2)  # noqa: DTZ001 - a cell
    rows = _read(
        tmp_path,
        ("007", day, "", 24_500_000, "Đóng KPCĐ"),
        ("", "", "", "", ""),
        ("008", moment, "24.500.000", "", True),
    )
    assert [row.row for row in rows] == [2, 4]
    assert list(rows[0].cells.values()) == ["007", "2026-07-10", "", "24500000", "Đóng KPCĐ"]
    assert rows[1].cells["booked_on"] == "2026-07-10T08:15:02"
    assert rows[1].cells["content"] == "TRUE"
    assert not any(row.problems for row in rows)


@pytest.mark.parametrize("spoilt", [7, 100_109_106, dt.date(2026, 7, 1), True])
def test_a_number_where_a_code_belongs_is_a_problem(tmp_path: Path, spoilt: object) -> None:
    """Its leading zeros may be gone, so the row waits; nothing is padded."""
    (row,) = _read(tmp_path, (spoilt, dt.date(2026, 7, 10), "", 1, ""))
    (problem,) = row.problems
    assert (problem.code, problem.row, problem.column) == ("cell.not_text", 2, "reference")
    assert row.cells["reference"] == str(spoilt).upper()
    assert row.cells["reference"] in problem.sentence("vi")


@pytest.mark.parametrize("amount", [0.5, 2.0**53, -(2.0**60)])
def test_an_amount_a_spreadsheet_cannot_hold_is_a_problem(tmp_path: Path, amount: float) -> None:
    """A fraction, or a number past 2^53, is not the amount that was meant."""
    (row,) = _read(tmp_path, ("R1", dt.date(2026, 7, 10), "", amount, ""))
    assert [(p.code, p.column) for p in row.problems] == [("cell.not_exact", "credit")]


def test_the_largest_exact_amount_is_taken(tmp_path: Path) -> None:
    """Just below 2^53 every whole number is held."""
    (row,) = _read(tmp_path, ("R1", dt.date(2026, 7, 10), "", 2**53 - 1, 12))
    assert row.cells["credit"] == "9007199254740991"
    assert (row.cells["content"], row.problems) == ("12", ())


def test_a_fraction_in_a_text_is_kept_as_it_is(tmp_path: Path) -> None:
    """Only codes and amounts are particular about numbers."""
    (row,) = _read(tmp_path, ("R1", dt.date(2026, 7, 10), "", 1, 1.5))
    assert (row.cells["content"], row.problems) == ("1.5", ())


def test_cells_beyond_the_header_are_kept(tmp_path: Path) -> None:
    """A note beside the table stays with the raw row."""
    (row,) = _read(tmp_path, ("R1", dt.date(2026, 7, 10), "", 1, "", "", "note"))
    assert row.cells["#7"] == "note"


def test_only_the_first_sheet_is_read(tmp_path: Path) -> None:
    """Other sheets may hold anything."""
    path = _workbook(tmp_path, HEADER, ("R1", "2026-07-10", "", "1", ""), sheets=2)
    assert len(list(read_xlsx(path, Feed.BANK).rows)) == 1


def test_the_header_is_the_first_row(tmp_path: Path) -> None:
    """A workbook that begins with something else, or with nothing, is refused."""
    with pytest.raises(BadHeader):
        read_xlsx(_workbook(tmp_path, ("Sao kê",), HEADER), Feed.BANK)
    with pytest.raises(BadHeader):
        read_xlsx(_workbook(tmp_path), Feed.BANK)
    assert not list(read_xlsx(_workbook(tmp_path, (*HEADER, "", "")), Feed.BANK).rows)


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    """Text under the name of a workbook is found out."""
    path = tmp_path / "sao-ke.xlsx"
    path.write_text("reference,booked_on")
    with pytest.raises(NotAWorkbook):
        read_xlsx(path, Feed.BANK)


@pytest.mark.parametrize(
    "above", [(("SAO KÊ",), ("",)), (("",), ("",))], ids=["a title", "nothing"]
)
def test_a_banks_own_sheet_is_read_by_its_profile(
    tmp_path: Path, above: Sequence[Sequence[str]]
) -> None:
    """Its header stands further down; a code typed as a number is told by the contract's name."""
    data = {
        "name": "A",
        "header_row": 3,
        "sign": "signed",
        "columns": {"reference": "Số GD", "booked_on": "Ngày", "content": "ND", "amount": "Tiền"},
    }
    offer = Offer((Offered("LDA/P/1", parse_profile(data)),))
    rows = (("FT1", "10/07/2026", "NOP", -5000), (7, "2026-07-11", "NOP", 2.5))
    head = ("Số GD", "Ngày", "ND", "Tiền")
    sheet = read_xlsx(_workbook(tmp_path, *above, head, *rows), Feed.BANK, offer)
    first, second = sheet.rows
    assert sheet.header.profile_ref == "LDA/P/1"
    assert (first.row, first.cells["debit"], first.cells["booked_on"]) == (4, "5000", "2026-07-10")
    assert [(each.code, each.column) for each in second.problems] == [
        ("cell.not_text", "reference"),
        ("cell.not_exact", "amount"),
        ("money.not_whole", "debit"),
    ]
