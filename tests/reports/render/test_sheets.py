"""XLSX: amounts as numbers, texts as texts, no formula ever."""

import io
import re
import zipfile

from python_calamine import CalamineWorkbook

from finance.runtime.database import Database
from reports.disclosure.period import read
from reports.disclosure.shown import statement_of
from reports.library import period_content
from reports.render.sheets import xlsx_bytes
from tests.reports.june_2026 import JULY
from tests.reports.statement import HOSTILE, hostile


def test_cells_keep_their_kind() -> None:
    """Texts stay texts, amounts are numbers, and one too long for a number is a text, whole."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(hostile(), "vi")))
    rows = workbook.get_sheet_by_index(0).to_python()
    assert rows[0][0] == "Các dòng: «thử» [1]"
    assert rows[4] == ["Nội dung", "Số tiền", "Ghi chú"]
    assert [row[0] for row in rows[5:11]] == list(HOSTILE)
    assert [row[1] for row in rows[5:]] == [0, -1, 1_234_567, 10**14, str(10**16), "", 7]


def test_there_is_no_formula_and_no_link(june: Database) -> None:
    """Nothing in the file can be run or followed."""
    with june.reading() as session:
        disclosed = statement_of(read(period_content(session, "LDA", JULY)))
    for statement in (hostile(), disclosed):
        with zipfile.ZipFile(io.BytesIO(xlsx_bytes(statement, "vi"))) as file:
            parts = [file.read(name).decode() for name in file.namelist() if "sheet" in name]
        assert parts
        assert not any(re.search(r"<f[ >]|<hyperlink", part) for part in parts)


def test_one_sheet_to_a_section(june: Database) -> None:
    """Sheets are named by their sections, at most 31 letters, each once."""
    with june.reading() as session:
        statement = statement_of(read(period_content(session, "G1", JULY)))
    for language in ("vi", "en"):
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(statement, language)))
        names = workbook.sheet_names
        assert len(names) == len(statement.sections)
        assert len({name.casefold() for name in names}) == len(names)
        assert all(len(name) <= 31 for name in names)


def test_figures_are_the_statements(june: Database) -> None:
    """The closing balance in the sheet is the published one."""
    with june.reading() as session:
        statement = statement_of(read(period_content(session, "G1", JULY)))
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(statement, "vi")))
    assert workbook.get_sheet_by_index(0).to_python()[-1] == ["Số dư cuối tháng", 62_788_627]


def test_the_same_statement_gives_the_same_bytes() -> None:
    """A file says nothing of when it was made, so that a kept copy can be compared."""
    assert xlsx_bytes(hostile(), "vi") == xlsx_bytes(hostile(), "vi")
