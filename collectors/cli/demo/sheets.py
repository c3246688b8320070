"""Write one feed file: CSV as this or that bank exports it, or a workbook."""

import csv
import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import xlsxwriter

Cell = str | int | dt.date

# The file says nothing of when it was made: the same rows give the same bytes.
_CREATED = dt.datetime(1980, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
_SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
}
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is written."""

    workbook: bool = False
    delimiter: str = ","
    mark: bool = False  # begins with a byte order mark, as spreadsheets save it

    @property
    def ending(self) -> str:
        """What the file's name ends in."""
        return "xlsx" if self.workbook else "csv"


class Sheet(Protocol):
    """Takes rows, one after the other."""

    def row(self, cells: Sequence[Cell]) -> int:
        """Write a row and return its number as a spreadsheet counts: the header is row 1."""
        ...


@contextmanager
def sheet(path: Path, form: Form, header: Sequence[str]) -> Iterator[Sheet]:
    """Open a file for writing, header first; it is whole when the `with` ends."""
    if form.workbook:
        with xlsxwriter.Workbook(path, _SAFE) as book:
            book.set_properties({"created": _CREATED})
            made: Sheet = _WorkbookSheet(book.add_worksheet())
            made.row(header)
            yield made
        return
    with path.open("w", encoding="utf-8", newline="") as stream:
        if form.mark:
            stream.write(_MARK)
        made = _CsvSheet(csv.writer(stream, delimiter=form.delimiter, lineterminator="\r\n"))
        made.row(header)
        yield made


class _Writer(Protocol):
    def writerow(self, row: Sequence[Cell], /) -> object: ...


class _CsvSheet:
    def __init__(self, writer: _Writer) -> None:
        self._writer = writer
        self._rows = 0

    def row(self, cells: Sequence[Cell]) -> int:
        self._writer.writerow(cells)
        self._rows += 1
        return self._rows


class _Worksheet(Protocol):
    def write_row(self, row: int, column: int, data: Sequence[Cell]) -> object: ...


class _WorkbookSheet:
    def __init__(self, worksheet: _Worksheet) -> None:
        self._worksheet = worksheet
        self._rows = 0

    def row(self, cells: Sequence[Cell]) -> int:
        self._worksheet.write_row(self._rows, 0, cells)
        self._rows += 1
        return self._rows
