"""Read a CSV file row by row, as it came; a file of any length passes through.

UTF-8, with or without a byte order mark, parted by comma, semicolon or tab. Nothing is guessed:
other bytes refuse the file.
"""

import codecs
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from collectors.evidence import Feed, RawRow
from collectors.sources.headers import read_header
from collectors.sources.refusals import BrokenText, NotUtf8
from ledger.errors import Problem

_CHUNK = 1 << 20
_DELIMITERS = (",", ";", "\t")
_LONGEST_HEADER = 1 << 16
_END = "\0end of file\0"  # a line of our own behind the last: inside a cell, a quote is open


def read_csv(path: Path, feed: Feed) -> Iterator[RawRow]:
    """Open a CSV file of a feed.

    Takes    the file and what it is about.
    Returns  its rows, read as they are asked for; empty rows are left out, row numbers are
             those a spreadsheet would show. A row with too many or too few cells, or whose
             quotes run over several lines, carries that as a problem.
    Raises   NotUtf8 naming the first bad row, BadHeader, both before any row is given;
             BrokenText when a quote never closes.
    """
    _check_utf8(path)
    with path.open(encoding="utf-8-sig", newline="") as text:
        line = text.readline(_LONGEST_HEADER)
    delimiter = max(_DELIMITERS, key=lambda sign: len(_cells(line, sign)))
    columns = read_header(feed, _cells(line, delimiter))
    return _rows(path, columns, delimiter)


def _check_utf8(path: Path) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines = 1
    with path.open("rb") as stream:
        while True:
            chunk = stream.read(_CHUNK)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                lines += error.object[: error.start].count(b"\n")
                raise NotUtf8(row=lines) from error
            if not chunk:
                return
            lines += chunk.count(b"\n")


def _cells(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


def _rows(path: Path, columns: Sequence[str], delimiter: str) -> Iterator[RawRow]:
    row, lines = 0, 0
    with path.open(encoding="utf-8-sig", newline="") as text:
        reader = csv.reader(_with_end(text), delimiter=delimiter)
        while True:
            row += 1
            try:
                cells = next(reader)
            except csv.Error as error:
                raise BrokenText(row=row) from error
            if cells == [_END]:
                return
            if any(_END in cell for cell in cells):
                raise BrokenText(row=row)
            several_lines = reader.line_num - lines > 1
            lines = reader.line_num
            if row > 1 and any(cell.strip() for cell in cells):
                yield _raw_row(row, columns, cells, several_lines=several_lines)


def _with_end(text: Iterator[str]) -> Iterator[str]:
    yield from text
    yield _END


def _raw_row(row: int, columns: Sequence[str], cells: list[str], *, several_lines: bool) -> RawRow:
    problems = []
    beyond = [cell for cell in cells[len(columns) :] if cell.strip()]
    if beyond:
        problems.append(_TOO_MANY)
    if len(cells) < len(columns):
        problems.append(_TOO_FEW)
    if several_lines:
        problems.append(_SEVERAL_LINES)
    named = dict(zip(columns, cells, strict=False))
    if beyond:
        named |= {f"#{len(columns) + n}": cell for n, cell in enumerate(beyond, start=1)}
    return RawRow(row, named, tuple(Problem(*problem, row=row) for problem in problems))


_TOO_MANY = (
    "row.too_many_cells",
    "Dòng có nhiều ô hơn dòng tiêu đề; có thể thiếu dấu nháy kép quanh một ô.",
    "The row has more cells than the header; a cell may lack its quotes.",
)
_TOO_FEW = (
    "row.too_few_cells",
    "Dòng có ít ô hơn dòng tiêu đề; có thể đã bị cắt.",
    "The row has fewer cells than the header; it may have been cut short.",
)
_SEVERAL_LINES = (
    "row.several_lines",
    "Một ô có dấu nháy kép chạy qua nhiều dòng; có thể đã nuốt các dòng sau.",
    "A quoted cell runs over several lines; it may have swallowed the rows after it.",
)
