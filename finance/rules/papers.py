"""The papers of a voucher: which files are taken, by what they hold and never by their name.

Pure. What is taken can be kept for decades and shown to anyone who audits: documents, pictures,
electronic invoices and plain workbooks; nothing that runs, and nothing that loads from elsewhere.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from xml.parsers import expat

from finance.rules.errors import RuleError

MIB: Final = 1 << 20
MOST_BYTES: Final = 10 * MIB
MOST_PAPERS: Final = 20
LONGEST_NAME: Final = 200
MOST_UNPACKED_RATIO: Final = 100

_NAMELESS: Final = "chung-tu"
_PDF, _PNG, _JPEG, _ZIP = b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"PK\x03\x04"
_BOM: Final = b"\xef\xbb\xbf"
_NOT_IN_NAMES: Final = re.compile(r'[<>:"|?*]')
_PAGES: Final = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg")
_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RUNS: Final = ("macroenabled", "vbaproject", "macrosheet", "intlmacrosheet", "activex")
_CONTENT_TYPES: Final = "[content_types].xml"


class PaperKind(StrEnum):
    """A kind of file that is taken, by its media type."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    XML = "application/xml"
    XLSX = _SPREADSHEET


_ENDINGS: Final = {
    PaperKind.PDF: (".pdf",),
    PaperKind.PNG: (".png",),
    PaperKind.JPEG: (".jpg", ".jpeg"),
    PaperKind.XML: (".xml",),
    PaperKind.XLSX: (".xlsx",),
}


class WrongKind(RuleError):
    """The content is none of the kinds that are taken, whatever the file is called."""

    code = "paper.wrong_kind"
    vi = "Tệp «{name}» không phải PDF, PNG, JPEG, XML hay XLSX (xét theo nội dung, không theo tên)."
    en = "File “{name}” is no PDF, PNG, JPEG, XML or XLSX (by its content, not by its name)."


class PaperTooLarge(RuleError):
    """One file has a limit."""

    code = "paper.too_large"
    vi = "Tệp «{name}» quá lớn: mỗi tệp tối đa {most_mib} MiB."
    en = "File “{name}” is too large: {most_mib} MiB at most for each."


class TooManyPapers(RuleError):
    """One voucher has a limit."""

    code = "paper.too_many"
    vi = "Mỗi chứng từ kèm tối đa {most} tệp."
    en = "A voucher takes {most} files at most."


class RunsCode(RuleError):
    """A file that carries programs, or is a page."""

    code = "paper.unfit_program"
    vi = "Tệp «{name}» chứa macro, mã lệnh hoặc là một trang web nên không nhận."
    en = "File “{name}” holds macros or code, or is a web page, and is not taken."


class HasDoctype(RuleError):
    """An XML that defines its own entities may show something else to each reader."""

    code = "paper.unfit_doctype"
    vi = "Tệp XML «{name}» có khai báo DOCTYPE nên không nhận."
    en = "XML file “{name}” has a DOCTYPE and is not taken."


class PaperWanted(RuleError):
    """Nothing was given to attach."""

    code = "paper.wanted"
    vi = "Hãy chọn tệp cần đính kèm."
    en = "Choose a file to attach."


class UnknownPaper(RuleError):
    """The voucher has no such paper."""

    code = "paper.unknown"
    vi = "Chứng từ {voucher} không có tệp này."
    en = "Voucher {voucher} has no such file."


@dataclass(frozen=True, slots=True)
class Package:
    """What a packed file says of itself: its size unpacked (bytes), its parts, their kinds."""

    unpacked_bytes: int
    names: tuple[str, ...]
    content_types: str


def check_sizes(name: str, size_bytes: int, there: int) -> None:
    """Hold one more file to the limits of a file and of a voucher.

    Takes    how many files the voucher has before it.
    Raises   WrongKind for an empty one, PaperTooLarge, TooManyPapers.
    """
    if size_bytes == 0:
        raise WrongKind(name=name)
    if size_bytes > MOST_BYTES:
        raise PaperTooLarge(name=name, most_mib=MOST_BYTES // MIB)
    if there >= MOST_PAPERS:
        raise TooManyPapers(most=MOST_PAPERS)


def kind_of(name: str, content: bytes) -> PaperKind:
    """The kind of a file by its first bytes; a packed one is still to be held to `check_package`.

    Takes    the name only to say which file is meant.
    Raises   WrongKind, HasDoctype, RunsCode.
    """
    for magic, kind in (
        (_PDF, PaperKind.PDF),
        (_PNG, PaperKind.PNG),
        (_JPEG, PaperKind.JPEG),
        (_ZIP, PaperKind.XLSX),
    ):
        if content.startswith(magic):
            return kind
    marked = content.removeprefix(_BOM).lstrip(b" \t\r\n").startswith(b"<")
    if not marked or b"\x00" in content:  # UTF-8 alone: what is checked is what is read
        raise WrongKind(name=name)
    _check_xml(name, content)
    return PaperKind.XML


def check_package(name: str, packed_bytes: int, package: Package) -> None:
    """Hold a packed file to being a plain workbook that floods nobody who opens it.

    Raises   RunsCode for macros under whatever name, WrongKind for anything else.
    """
    names = {part.lower() for part in package.names}
    told = " ".join([*names, package.content_types.lower()])
    if any(word in told for word in _RUNS):
        raise RunsCode(name=name)
    plain = _CONTENT_TYPES in names and f"{_SPREADSHEET}.main+xml" in package.content_types
    twice = len(names) != len(package.names)
    if not plain or twice or package.unpacked_bytes > MOST_UNPACKED_RATIO * packed_bytes:
        raise WrongKind(name=name)


def clean_name(given: str, kind: PaperKind) -> str:
    """A file's name as it is kept: without folders, control signs and tricks, at most 200 signs.

    It ends as its kind does, so that nobody opens it as something else.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    tidy = " ".join(_NOT_IN_NAMES.sub("_", seen).split()).strip(". ")
    endings = _ENDINGS[kind]
    ending = next((each for each in endings if tidy.lower().endswith(each)), "")
    stem = tidy[: -len(ending)] if ending else tidy
    ending = ending or endings[0]
    short = stem[: LONGEST_NAME - len(ending)].rstrip(". ") or _NAMELESS
    return f"{short}{ending}"


def digest_of(content: bytes) -> str:
    """The name of a content: its SHA-256 in hex digits."""
    return hashlib.sha256(content).hexdigest()


def papers_digest(digests: Iterable[str]) -> str:
    """What an entry carries for its papers: one digest over theirs, "" when there are none.

    SHA-256 over the hex digests, sorted and joined by line feeds (docs/decisions/0011).
    """
    held = sorted(digests)
    return digest_of("\n".join(held).encode()) if held else ""


def _check_xml(name: str, content: bytes) -> None:
    reader = expat.ParserCreate("utf-8", " ")

    def doctype(*_parts: object) -> None:
        raise HasDoctype(name=name)

    def element(tag: str, _attributes: object) -> None:
        if tag.rpartition(" ")[0] in _PAGES:
            raise RunsCode(name=name)

    reader.StartDoctypeDeclHandler = doctype
    reader.StartElementHandler = element
    try:
        reader.Parse(content, True)  # noqa: FBT003 - the parser's own way to say that this is all
    except expat.ExpatError as error:
        raise WrongKind(name=name) from error
