"""Read the first sheet of a workbook, as it came, cell by cell into text.

A number typed where a code belongs has lost its leading zeros: the row says so and is never
mended. A number typed as an amount is taken when it is whole and exactly held.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from collectors.evidence import Feed, RawRow
from collectors.sources.columns import CODES, NUMBERS
from collectors.sources.profiled import NO_OFFER, Header, Offer, find_header
from collectors.sources.refusals import NotAWorkbook
from collectors.sources.xlsx_guard import check_workbook
from ledger.errors import Problem

_MOST_EXACT = 2**53  # from here on a spreadsheet no longer holds every whole number
_MIDNIGHT = dt.time()

_Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta


@dataclass(frozen=True, slots=True)
class Sheet:
    """A workbook that can be read: the header of its first sheet, and its rows."""

    header: Header
    rows: Iterator[RawRow]


def read_xlsx(path: Path, feed: Feed, offer: Offer = NO_OFFER) -> Sheet:
    """Open a workbook of a feed.

    Takes    the file and what it is about; the column profiles on offer for it. Without one the
             header is the first row of the first sheet.
    Returns  its rows; empty ones are left out, row numbers are those of the sheet. Dates come
             out in ISO form, whole numbers as their digits.
    Raises   TooBig and NotAWorkbook before it is parsed, what `find_header` refuses before any row
             is given.
    """
    check_workbook(path)
    try:
        with path.open("rb") as stream, CalamineWorkbook.from_filelike(stream) as workbook:
            rows = workbook.get_sheet_by_index(0).iter_rows()
            heads = list(islice(rows, offer.last_row))
    except CalamineError as error:
        raise NotAWorkbook from error

    def cells(row: int) -> list[str]:
        words = [_plain(cell) for cell in heads[row - 1]] if row <= len(heads) else []
        while words and not words[-1].strip():
            words.pop()
        return words

    header = find_header(feed, cells, offer)
    below = chain(heads[header.row :], rows)
    return Sheet(header, header.rows(_rows(below, header)))


def _rows(rows: Iterator[list[_Cell]], header: Header) -> Iterator[RawRow]:
    for row, cells in enumerate(rows, start=header.row + 1):
        if any(_plain(cell).strip() for cell in cells):
            yield _raw_row(row, header.columns, cells)


def _raw_row(row: int, columns: Sequence[str], cells: list[_Cell]) -> RawRow:
    named: dict[str, str] = {}
    problems: list[Problem] = []
    beyond = [f"#{place}" for place in range(len(columns) + 1, len(cells) + 1)]
    for column, cell in zip((*columns, *beyond), cells, strict=False):
        named[column] = _plain(cell)
        wrong = _wrong(column, cell)
        if wrong is not None:
            problems.append(Problem(*wrong, row=row, column=column, facts={"text": named[column]}))
    return RawRow(row, named, tuple(problems))


def _plain(cell: _Cell) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return (cell.date() if cell.time() == _MIDNIGHT else cell).isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return str(cell)


def _wrong(column: str, cell: _Cell) -> tuple[str, str, str] | None:
    if isinstance(cell, str):
        return None
    if column in CODES:
        return _NOT_TEXT
    exact = not isinstance(cell, float) or (cell.is_integer() and abs(cell) < _MOST_EXACT)
    if column in NUMBERS and not exact:
        return _NOT_EXACT
    return None


_NOT_TEXT = (
    "cell.not_text",
    "Ô mã phải là văn bản, không phải số hay ngày ({text}): số 0 ở đầu có thể đã mất.",
    "A code must be text, not a number or a date ({text}): leading zeros may be lost.",
)
_NOT_EXACT = (
    "cell.not_exact",
    "Số {text} có phần lẻ hoặc quá lớn để bảng tính giữ chính xác.",
    "The number {text} has a fraction, or is too large for a spreadsheet to hold exactly.",
)
