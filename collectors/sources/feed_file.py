"""Open a file of any format that is read here, and give it its identity."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from collectors.evidence import Feed, RawRow
from collectors.sources.camt053_file import read_camt053
from collectors.sources.csv_file import read_csv
from collectors.sources.mt940_file import read_mt940
from collectors.sources.profiled import NO_OFFER, Offer
from collectors.sources.refusals import EncodingNotAsked, UnknownFormat
from collectors.sources.statement import Statement, account_of, prove, raw_rows
from collectors.sources.statement_refusals import StatementTooBig
from collectors.sources.text_encoding import AUTO, Encoding, recognise
from collectors.sources.xlsx_file import read_xlsx
from collectors.sources.xlsx_guard import MOST_PACKED

CSV: Final = "csv"
XLSX: Final = "xlsx"
MT940: Final = "mt940"
CAMT053: Final = "camt053"
FORMATS: Final = (CSV, XLSX, MT940, CAMT053)

_ZIP: Final = b"PK"
_OLD_WORKBOOK: Final = bytes.fromhex("d0cf11e0")
_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HEAD: Final = 4096


@dataclass(frozen=True, slots=True)
class Wish:
    """How a file is to be read, as far as anybody has said."""

    file_format: str = AUTO
    encoding: str = AUTO
    account_no: str = ""  # of a bank statement
    offer: Offer = NO_OFFER


PLAIN: Final = Wish()


@dataclass(frozen=True, slots=True)
class FeedFile:
    """A file that can be read: which it is, in what format, and its rows."""

    digest: str  # SHA-256 of its bytes, hexadecimal
    format: str
    rows: Iterator[RawRow]
    encoding: str = ""  # of a text file
    profile: str = ""  # the column profile it is read by
    account_no: str = ""  # whose statement it is: as was asked, or as the file says


def open_feed(path: Path, feed: Feed, wish: Wish = PLAIN) -> FeedFile:
    """Open a file of a feed.

    Takes    the file, what it is about, and how to read it: its format `csv`, `xlsx`, for a bank
             statement also `mt940` and `camt053`, or `auto` to tell by the first bytes, whatever
             the file is called.
    Returns  the file's digest and format, and its rows to be read once.
    Raises   UnknownFormat, EncodingNotAsked; else what the format's reader refuses. A statement in
             MT940 or camt.053 is refused whole when it does not add up (DoesNotAddUp), is of
             another account (AnotherAccount) or over 64 MiB (StatementTooBig).
    """
    known = _guess(path, feed) if wish.file_format == AUTO else wish.file_format
    if known not in FORMATS or (known in {MT940, CAMT053} and feed is not Feed.BANK):
        raise UnknownFormat(format=known)
    if wish.encoding != AUTO and known in {XLSX, CAMT053}:
        raise EncodingNotAsked(format=known)
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if known == XLSX:
        sheet = read_xlsx(path, feed, wish.offer)
        profile = sheet.header.profile_ref
        return FeedFile(digest, known, sheet.rows, "", profile, wish.account_no)
    if known == CSV:
        table = read_csv(path, feed, recognise(path, wish.encoding), wish.offer)
        profile = table.header.profile_ref
        return FeedFile(digest, known, table.rows, table.encoding, profile, wish.account_no)
    _check_size(path)
    encoding = recognise(path, wish.encoding) if known == MT940 else None
    statements = read_camt053(path) if encoding is None else read_mt940(path, encoding)
    return _statement(FeedFile(digest, known, iter(())), statements, encoding, wish.account_no)


def _statement(
    file: FeedFile, statements: Sequence[Statement], encoding: Encoding | None, asked: str
) -> FeedFile:
    """The rows of statements, once they are of the account and add up."""
    account_no = account_of(statements, asked)
    for each in statements:
        prove(each)
    named = "" if encoding is None else encoding.value
    return FeedFile(file.digest, file.format, raw_rows(statements), named, "", account_no)


def _check_size(path: Path) -> None:
    size = path.stat().st_size
    if size > MOST_PACKED:
        raise StatementTooBig(size=size, most=MOST_PACKED)


def _guess(path: Path, feed: Feed) -> str:
    with path.open("rb") as stream:
        start = stream.read(_HEAD)
    if start.startswith(_ZIP):
        return XLSX
    if start.startswith(_OLD_WORKBOOK):
        return "xls"
    for mark in _MARKS:
        start = start.removeprefix(mark)
    words = start.replace(b"\0", b"").lstrip()  # of UTF-16, the letters that matter here are left
    if feed is Feed.BANK and words.startswith(b"<"):
        return CAMT053
    return MT940 if feed is Feed.BANK and words.startswith((b"{1:", b":20:")) else CSV
