"""Read a CSV file row by row, as it came; a file of any length passes through.

Parted by comma, semicolon or tab; in which encoding is told by `text_encoding`.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from collectors.evidence import Feed, RawRow
from collectors.sources.profiled import NO_OFFER, Header, Offer, find_header
from collectors.sources.refusals import BrokenText
from collectors.sources.text_encoding import (
    Encoding,
    TextLine,
    first_lines,
    recognise,
    text_lines,
)
from ledger.errors import Problem

AS_IT_CAME = "#bytes"  # a row of an old encoding, each byte as the sign of its number
_DELIMITERS = (",", ";", "\t")
_LONGEST_HEADER = 1 << 16
_END = "\0end of file\0"  # a line of our own behind the last: inside a cell, a quote is open


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file that can be read: its header and encoding, and its rows."""

    header: Header
    encoding: Encoding
    rows: Iterator[RawRow]


def read_csv(
    path: Path, feed: Feed, encoding: Encoding | None = None, offer: Offer = NO_OFFER
) -> Table:
    """Open a CSV file of a feed.

    Takes    the file and what it is about; its encoding, where that is known already; the column
             profiles on offer for it.
    Returns  its rows, read as they are asked for; empty rows are left out, row numbers are
             those a spreadsheet would show. A row with too many or too few cells, or whose
             quotes run over several lines, carries that as a problem.
    Raises   what `recognise` and `find_header` refuse, before any row is given; BrokenText when a
             quote never closes.
    """
    known = recognise(path) if encoding is None else encoding
    heads = first_lines(path, known, offer.last_row, _LONGEST_HEADER)

    def cells(row: int) -> list[str]:
        line = heads[row - 1] if row <= len(heads) else ""
        return _cells(line, _delimiter(line))

    header = find_header(feed, cells, offer)
    delimiter = _delimiter(heads[header.row - 1])
    return Table(header, known, header.rows(_rows(path, known, header, delimiter)))


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=lambda sign: len(_cells(line, sign)))


def _cells(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


class _Tape:
    """Gives lines to the reader of CSV, and remembers the bytes since it was last asked."""

    def __init__(self, lines: Iterator[TextLine]) -> None:
        self._lines = lines
        self._raw = b""

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self._raw += line.raw
            yield line.text
        yield _END

    def taken(self) -> bytes:
        raw, self._raw = self._raw, b""
        return raw


def _rows(path: Path, encoding: Encoding, header: Header, delimiter: str) -> Iterator[RawRow]:
    tape = _Tape(text_lines(path, encoding, header.row - 1))
    reader = csv.reader(tape, delimiter=delimiter)
    row, lines = header.row - 1, 0
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
        raw = tape.taken()
        if row > header.row and any(cell.strip() for cell in cells):
            yield _raw_row(row, header.columns, (cells, raw), several_lines=several_lines)


def _raw_row(
    row: int, columns: tuple[str, ...], read: tuple[list[str], bytes], *, several_lines: bool
) -> RawRow:
    cells, raw = read
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
    if raw:
        named[AS_IT_CAME] = raw.rstrip(b"\r\n").decode("latin-1")
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
