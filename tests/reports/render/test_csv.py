"""CSV: integers stay integers, texts stay texts."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from finance.runtime.database import Database
from reports.disclosure.period import read
from reports.disclosure.shown import statement_of
from reports.figures import Figure, Row, Words
from reports.library import period_content
from reports.render.csv import FLAT, cell, csv_bytes
from tests.reports.june_2026 import JULY
from tests.reports.statement import HOSTILE, hostile, one_section


def _read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_statement_of_one_section_is_a_table() -> None:
    """The header is the titles of the columns, amounts are plain integers or nothing."""
    rows = _read(csv_bytes(hostile(), "vi"))
    assert rows[0] == ["Nội dung", "Số tiền", "Ghi chú"]
    assert [row[1] for row in rows[1:]] == [
        "0",
        "-1",
        "1234567",
        "100000000000000",
        "10000000000000000",
        "",
        "7",
    ]


def test_no_text_is_a_formula() -> None:
    """A text that begins like a formula gets an apostrophe; a negative amount does not."""
    rows = _read(csv_bytes(hostile(), "en"))
    assert [row[0] for row in rows[1:7]] == [f"'{text}" for text in HOSTILE]
    assert rows[2][1] == "-1"


@given(st.text())
def test_a_cell_is_a_text_and_loses_nothing(text: str) -> None:
    """Whatever is written, it is either as it was or has one apostrophe before it."""
    made = cell(text)
    assert made in (text, f"'{text}")
    assert not made.startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0")))
def test_any_text_comes_back(text: str) -> None:
    """Commas, quotes and line ends in a name do not break the table."""
    statement = one_section((Row((Words("x"), Figure(1), Words(text, text))),))
    assert _read(csv_bytes(statement, "vi"))[1] == ["x", "1", cell(text)]


def test_several_sections_are_one_table_of_figures(june: Database) -> None:
    """A disclosure has one figure to a row, under the same columns for every unit."""
    with june.reading() as session:
        statement = statement_of(read(period_content(session, "G1", JULY)))
    rows = _read(csv_bytes(statement, "vi"))
    assert tuple(rows[0]) == FLAT
    assert {len(row) for row in rows} == {len(FLAT)}
    assert [
        "G1",
        "2026-07",
        "balance",
        "4",
        "total",
        "Số dư cuối tháng",
        "Số tiền (đồng)",
        "62788627",
    ] in rows
    assert {row[2] for row in rows[1:]} == {section.key for section in statement.sections}


def test_a_spreadsheet_reads_the_letters() -> None:
    """The bytes begin with the mark by which spreadsheets know UTF-8."""
    assert csv_bytes(hostile(), "vi").startswith(b"\xef\xbb\xbf")
