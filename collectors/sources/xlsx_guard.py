"""Refuse a workbook that would flood the machine, before anything parses it.

What an archive says about its own sizes can be a lie, so every part is unpacked and counted
here, in pieces and without being kept. The cells it names are looked at too: a reader lays a
sheet out as a full rectangle, and two cells in opposite corners make one of 17 thousand million.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from collectors.sources.refusals import NotAWorkbook, TooBig

MIB = 1 << 20
MOST_PACKED = 64 * MIB
MOST_UNPACKED = 1024 * MIB
MOST_RATIO = 100
MOST_CELLS = 32 * MIB

_PIECE = 1 << 18
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1
_WORKBOOK = "xl/workbook.xml"
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{0,3})(\d{1,10})[\"']")
_LONGEST_REFERENCE = 64


def check_workbook(path: Path) -> None:
    """Refuse a file that is no workbook, or an unreasonable one.

    Raises   TooBig when it is over 64 MiB packed, unpacks to over a hundredfold or 1 GiB, or
             spans over 32 Mi cells; NotAWorkbook when it is damaged, locked, or something else.
    """
    packed = path.stat().st_size
    if packed > MOST_PACKED:
        raise TooBig(what="bytes", size=packed, most=MOST_PACKED)
    most = min(MOST_RATIO * packed, MOST_UNPACKED)
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as stream:
            _check_parts(archive, stream, most)
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError) as error:
        raise NotAWorkbook from error


def _check_parts(archive: zipfile.ZipFile, stream: BinaryIO, most: int) -> None:
    parts = archive.infolist()
    if _WORKBOOK not in {part.filename for part in parts}:
        raise NotAWorkbook
    declared = sum(part.file_size for part in parts)
    if declared > most:
        raise TooBig(what="bytes", size=declared, most=most)
    unpacked = 0
    for part in parts:
        span = _Span()
        for piece in _unpack(stream, part):
            unpacked += len(piece)
            if unpacked > most:
                raise TooBig(what="bytes", size=unpacked, most=most)
            span.look_at(piece)
        if span.cells > MOST_CELLS:
            raise TooBig(what="cells", size=span.cells, most=MOST_CELLS)


def _unpack(stream: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    if part.flag_bits & _ENCRYPTED:
        raise NotAWorkbook
    stream.seek(part.header_offset)
    header = stream.read(_LOCAL_HEADER)
    stream.seek(sum(struct.unpack("<HH", header[26:30])), 1)  # name and extra field
    pieces = _packed(stream, part.compress_size)
    if part.compress_type == zipfile.ZIP_STORED:
        yield from pieces
    elif part.compress_type == zipfile.ZIP_DEFLATED:
        yield from _inflate(pieces)
    else:
        raise NotAWorkbook


def _packed(stream: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0:
        piece = stream.read(min(_PIECE, size))
        if not piece:
            raise NotAWorkbook
        size -= len(piece)
        yield piece


def _inflate(pieces: Iterator[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for piece in pieces:
        rest = piece
        while rest and not inflater.eof:
            yield inflater.decompress(rest, _PIECE)
            rest = inflater.unconsumed_tail


class _Span:
    """The rectangle that holds every cell a part names."""

    def __init__(self) -> None:
        self._tail = b""
        self._last_row = 0
        self._last_column = 1

    @property
    def cells(self) -> int:
        return self._last_row * self._last_column

    def look_at(self, piece: bytes) -> None:
        text = self._tail + piece
        for letters, digits in _REFERENCE.findall(text):
            self._last_row = max(self._last_row, int(digits))
            self._last_column = max(self._last_column, _column(letters))
        self._tail = text[-_LONGEST_REFERENCE:]  # a reference may lie across two pieces


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
