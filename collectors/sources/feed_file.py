"""Open a file of any format that is read here, and give it its identity."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from collectors.evidence import Feed, RawRow
from collectors.sources.csv_file import read_csv
from collectors.sources.refusals import UnknownFormat
from collectors.sources.xlsx_file import read_xlsx

AUTO = "auto"

_ZIP = b"PK"
_OLD_WORKBOOK = bytes.fromhex("d0cf11e0")
_READERS: Mapping[str, Callable[[Path, Feed], Iterator[RawRow]]] = {
    "csv": read_csv,
    "xlsx": read_xlsx,
}
FORMATS = tuple(_READERS)


@dataclass(frozen=True, slots=True)
class FeedFile:
    """A file that can be read: which it is, in what format, and its rows."""

    digest: str  # SHA-256 of its bytes, hexadecimal
    format: str
    rows: Iterator[RawRow]


def open_feed(path: Path, feed: Feed, file_format: str = AUTO) -> FeedFile:
    """Open a file of a feed.

    Takes    the file, what it is about, and its format: `csv`, `xlsx`, or `auto` to tell by
             the first bytes, whatever the file is called.
    Returns  the file's digest and format, and its rows to be read once.
    Raises   UnknownFormat; else what the format's reader refuses.
    """
    known = _guess(path) if file_format == AUTO else file_format
    reader = _READERS.get(known)
    if reader is None:
        raise UnknownFormat(format=known)
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return FeedFile(digest, known, reader(path, feed))


def _guess(path: Path) -> str:
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith(_ZIP):
        return "xlsx"
    return "xls" if start == _OLD_WORKBOOK else "csv"
