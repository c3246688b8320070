"""A statement as an XLSX workbook: one sheet to a section, amounts as numbers, no formula ever."""

import datetime as dt
import io
from typing import Any

import xlsxwriter

from reports.figures import Figure, Kind, Section, Statement

_LONGEST_NAME = 31  # what a sheet's name may have
_EXACT = 10**15  # a spreadsheet keeps fifteen digits; more are written as text, whole
_WIDEST = 60
_HEAD_ROWS = 4
# The file says nothing of when it was made: the same statement gives the same bytes.
_CREATED = dt.datetime(1980, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
_SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def xlsx_bytes(statement: Statement, language: str) -> bytes:
    """Write a statement as a workbook.

    Each sheet begins with title, unit, span and the sentence that says what it means; the header
    of its table stays in view and is repeated on each printed page.
    """
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, _SAFE)
    workbook.set_properties(
        {
            "title": f"{statement.title.of(language)} – {statement.unit_name}",
            "author": statement.unit_name,
            "created": _CREATED,
        }
    )
    looks = {
        "title": workbook.add_format({"bold": True, "font_size": 14}),
        "head": workbook.add_format(
            {"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"}
        ),
        "words": workbook.add_format({"text_wrap": True, "valign": "top"}),
        "money": workbook.add_format({"num_format": "#,##0", "valign": "top"}),
        "total_words": workbook.add_format({"bold": True, "top": 1}),
        "total_money": workbook.add_format({"bold": True, "top": 1, "num_format": "#,##0"}),
    }
    taken: set[str] = set()
    for section in statement.sections:
        sheet = workbook.add_worksheet(_sheet_name(section.title.of(language), taken))
        _head(sheet, statement, section, language, looks)
        _fill(sheet, section, language, looks)
    workbook.close()
    return file.getvalue()


def _head(
    sheet: Any,  # noqa: ANN401 - xlsxwriter carries no types
    statement: Statement,
    section: Section,
    language: str,
    looks: dict[str, Any],
) -> None:
    sheet.write_string(0, 0, section.title.of(language), looks["title"])
    sheet.write_string(1, 0, f"{statement.unit_name} · {statement.span.of(language)}")
    sheet.write_string(2, 0, section.meaning.of(language))
    for at, column in enumerate(section.columns):
        sheet.write_string(_HEAD_ROWS, at, column.title.of(language), looks["head"])
        sheet.set_column(at, at, _width(section, at, language))
    sheet.freeze_panes(_HEAD_ROWS + 1, 0)
    sheet.repeat_rows(_HEAD_ROWS)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _fill(sheet: Any, section: Section, language: str, looks: dict[str, Any]) -> None:  # noqa: ANN401 - as above
    for number, row in enumerate(section.rows, start=_HEAD_ROWS + 1):
        total = "total_" if row.total else ""
        for at, cell in enumerate(row.cells):
            if not isinstance(cell, Figure):
                sheet.write_string(number, at, cell.of(language), looks[f"{total}words"])
            elif cell.amount_vnd is None:
                sheet.write_blank(number, at, None, looks[f"{total}money"])
            elif abs(cell.amount_vnd) < _EXACT:
                sheet.write_number(number, at, cell.amount_vnd, looks[f"{total}money"])
            else:
                sheet.write_string(number, at, str(cell.amount_vnd), looks[f"{total}words"])


def _width(section: Section, at: int, language: str) -> int:
    if section.columns[at].kind is Kind.MONEY:
        return 18
    longest = max(
        (
            len(cell.of(language))
            for row in section.rows
            if not isinstance(cell := row.cells[at], Figure)
        ),
        default=0,
    )
    return min(_WIDEST, max(12, longest + 2))


def _sheet_name(title: str, taken: set[str]) -> str:
    plain = "".join(" " if sign in "[]:*?/\\'" else sign for sign in title)[:_LONGEST_NAME].strip()
    name, number = plain, 2
    while name.casefold() in taken:
        tail = f" {number}"
        name, number = plain[: _LONGEST_NAME - len(tail)] + tail, number + 1
    taken.add(name.casefold())
    return name
