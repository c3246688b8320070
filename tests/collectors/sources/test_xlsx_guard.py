"""A workbook that would flood the machine is refused before anything parses it."""

import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from collectors.evidence import Feed
from collectors.sources import xlsx_guard
from collectors.sources.refusals import NotAWorkbook, TooBig
from collectors.sources.xlsx_file import read_xlsx
from collectors.sources.xlsx_guard import MIB, check_workbook

WORKBOOK = "xl/workbook.xml"
SHEET = "xl/worksheets/sheet1.xml"


def _archive(
    folder: Path, parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED
) -> Path:
    path = folder / "book.xlsx"
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_an_ordinary_workbook_passes(tmp_path: Path) -> None:
    """What a spreadsheet program writes is neither large nor strange."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row in range(2000):
            sheet.write_row(row, 0, ["MST 9900000048", row, "CONG TY E4"])
    check_workbook(path)


def test_a_workbook_that_unpacks_a_hundredfold_is_refused(tmp_path: Path) -> None:
    """A few kilobytes that become megabytes are a bomb."""
    with pytest.raises(TooBig):
        check_workbook(_archive(tmp_path, {WORKBOOK: b"0" * 5 * MIB}))


def test_a_lie_about_the_unpacked_size_is_found_out(tmp_path: Path) -> None:
    """The bytes are counted, whatever the archive says of itself."""
    path = _archive(tmp_path, {WORKBOOK: b"0" * 5 * MIB})
    content = bytearray(path.read_bytes())
    honest, small = struct.pack("<I", 5 * MIB), struct.pack("<I", 10)
    assert content.count(honest) == 2
    path.write_bytes(content.replace(honest, small))
    with pytest.raises(TooBig):
        check_workbook(path)


def test_a_workbook_too_large_even_packed_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over the limit nothing is even opened."""
    monkeypatch.setattr(xlsx_guard, "MOST_PACKED", 100)
    with pytest.raises(TooBig) as refused:
        check_workbook(_archive(tmp_path, {WORKBOOK: b"x" * 200}))
    assert refused.value.facts["most"] == 100


@pytest.mark.parametrize("reference", ['r="XFD1"', "r='XFD1'", 'r = "xfd1"'])
def test_two_far_corners_make_a_sheet_too_wide(tmp_path: Path, reference: str) -> None:
    """A reader would lay out seventeen thousand million cells for these two."""
    sheet = f'<row r="1"><c {reference}/></row>{" " * 300_000}<row r="1048576"/>'
    with pytest.raises(TooBig) as refused:
        check_workbook(
            _archive(tmp_path, {WORKBOOK: b"x", SHEET: sheet.encode()}, zipfile.ZIP_STORED)
        )
    assert refused.value.facts == {"what": "cells", "size": 16384 * 1048576, "most": 32 * MIB}


def test_a_reference_across_two_pieces_is_seen(tmp_path: Path) -> None:
    """Where the file is cut for reading plays no part."""
    sheet = b'<c r="XFD1"/>' + b" " * ((1 << 18) - 20) + b'<row r="1048576"/>'
    with pytest.raises(TooBig):
        check_workbook(_archive(tmp_path, {WORKBOOK: b"x", SHEET: sheet}, zipfile.ZIP_STORED))


@pytest.mark.parametrize("name", ["word/document.xml", "xl/workbook.bin"])
def test_another_kind_of_archive_is_no_workbook(tmp_path: Path, name: str) -> None:
    """A document, or a workbook of the binary kind, is refused."""
    with pytest.raises(NotAWorkbook):
        check_workbook(_archive(tmp_path, {name: b"x"}))


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_packing_that_no_workbook_has_is_refused(tmp_path: Path, compression: int) -> None:
    """Only what can be counted is let through."""
    with pytest.raises(NotAWorkbook):
        check_workbook(_archive(tmp_path, {WORKBOOK: b"x"}, compression))


def test_a_locked_part_is_refused(tmp_path: Path) -> None:
    """What nobody here can unpack cannot be counted."""
    path = _archive(tmp_path, {WORKBOOK: b"x"})
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(NotAWorkbook):
        check_workbook(path)


@pytest.mark.parametrize("damage", ["cut", "garbled", "pointing past the end"])
def test_a_damaged_workbook_is_refused(tmp_path: Path, damage: str) -> None:
    """Cut, garbled or pointing nowhere: it is no workbook."""
    path = _archive(tmp_path, {WORKBOOK: bytes(range(256)) * 64})
    content = bytearray(path.read_bytes())
    directory = content.index(b"PK\x01\x02")
    if damage == "cut":
        del content[len(content) // 2 :]
    elif damage == "garbled":
        content[50:70] = b"\xff" * 20
    else:
        content[directory + 20 : directory + 24] = struct.pack("<I", 10_000_000)
    path.write_bytes(content)
    with pytest.raises(NotAWorkbook):
        check_workbook(path)


def test_a_workbook_whose_inside_makes_no_sense_is_refused(tmp_path: Path) -> None:
    """An archive with the right names and nothing in them is no workbook either."""
    with pytest.raises(NotAWorkbook):
        read_xlsx(_archive(tmp_path, {WORKBOOK: b"x", SHEET: b"y"}), Feed.SI)
