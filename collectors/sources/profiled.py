"""Read a bank's own layout by its column profile, row by row.

Pure. The cells a profile changes keep the bank's writing too, under the bank's own words; what it
cannot read is left as it came, with a problem: another way of reading it would be a guess.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from collectors.evidence import Feed, RawRow
from collectors.sources.columns import COLUMNS
from collectors.sources.headers import key, read_header
from collectors.sources.refusals import BadHeader, ProfileDoesNotFit, SeveralProfilesFit
from finance.rules.column_profiles import ColumnProfile, DateOrder, Grouping, Sign
from finance.rules.folding import fold
from ledger.errors import NotMoney, Problem

_DAYS: Final = ("booked_on", "value_on")
_AMOUNTS: Final = ("debit", "credit", "balance", "amount")
_CENTURY: Final = 2000
_SHORT_YEAR: Final = 100
_CLOCK: Final = r"(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AaPp][Mm])?)?"
_DATE: Final = re.compile(
    r"(\d{1,4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,4})\s*" + _CLOCK, re.ASCII
)
_TOGETHER: Final = re.compile(r"\d{8}", re.ASCII)
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ].*)?", re.ASCII)
_SPACES: Final = "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]"
_SEPARATORS: Final[Mapping[Grouping, tuple[str, str]]] = {
    Grouping.DOT: (r"\.", ","),
    Grouping.COMMA: (",", r"\."),
    Grouping.SPACE: (_SPACES, "[.,]"),
}
_AMOUNT: Final = {
    each: re.compile(
        rf"([+\-\N{{MINUS SIGN}}]?)\s*(\d{{1,3}}(?:{thousands}\d{{3}})+|\d+)(?:{point}00?)?"
        r"(?:\s*(?:VND|VNĐ|đ|₫))?",
        re.ASCII,
    )
    for each, (thousands, point) in _SEPARATORS.items()
}
_NO_DATE: Final = (
    "date.form",
    "«{text}» không phải là ngày theo mẫu cột ({order}).",
    "“{text}” is not a day as the column profile says ({order}).",
)
_NO_MARK: Final = (
    "mark.unknown",
    "Dấu ghi nợ/ghi có «{text}» không có trong mẫu cột.",
    "The debit or credit mark “{text}” is not in the column profile.",
)


@dataclass(frozen=True, slots=True)
class Offered:
    """A profile that a file may be read by, and what it is called in the register."""

    ref: str
    profile: ColumnProfile


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header of a table stands, the name of each column, and by which profile."""

    row: int
    columns: tuple[str, ...]
    offered: Offered | None = None

    @property
    def profile_ref(self) -> str:
        """The profile's name in the register; empty where none was needed."""
        return "" if self.offered is None else self.offered.ref

    def rows(self, rows: Iterator[RawRow]) -> Iterator[RawRow]:
        """The rows below, read by the profile where there is one."""
        return rows if self.offered is None else read_rows(rows, self.offered.profile)


@dataclass(frozen=True, slots=True)
class Offer:
    """The profiles on offer for a file; `asked` when somebody has named one of them."""

    profiles: tuple[Offered, ...] = ()
    asked: bool = False

    @property
    def last_row(self) -> int:
        """How far down a header may stand."""
        return max((each.profile.header_row for each in self.profiles), default=1)


NO_OFFER: Final = Offer()


def find_header(feed: Feed, cells: Callable[[int], Sequence[str]], offer: Offer) -> Header:
    """Find the header of a table.

    Takes    what gives the cells of a row (1 is the first), and the profiles on offer.
    Returns  the header by the one profile that fits; by the contract's names in row 1 where none
             does.
    Raises   SeveralProfilesFit, ProfileDoesNotFit when the one that was named does not, BadHeader.
    """
    fitting = [each for each in offer.profiles if not _missing(each.profile, cells)]
    if len(fitting) > 1:
        raise SeveralProfilesFit(names=", ".join(each.profile.name for each in fitting))
    if fitting:
        profile = fitting[0].profile
        return Header(profile.header_row, _named(profile, cells(profile.header_row)), fitting[0])
    if offer.asked and offer.profiles:
        profile = offer.profiles[0].profile
        missing = ", ".join(_missing(profile, cells))
        raise ProfileDoesNotFit(name=profile.name, row=profile.header_row, missing=missing)
    return Header(1, read_header(feed, cells(1)))


def read_rows(rows: Iterable[RawRow], profile: ColumnProfile) -> Iterator[RawRow]:
    """The movements among rows named by the profile, in the contract's way of writing.

    A row that begins with one of the profile's footers and has no day is left out.
    """
    footers = tuple(fold(each) for each in profile.footers)
    for row in rows:
        first = next((fold(text) for text in row.cells.values() if text.strip()), "")
        day = _iso(row.cells.get("booked_on", ""), profile.date_order)
        if day is not None or not first.startswith(footers or ("\0",)):
            yield _Reading(row, profile).made()


def _missing(profile: ColumnProfile, cells: Callable[[int], Sequence[str]]) -> list[str]:
    there = {key(cell) for cell in cells(profile.header_row)}
    return [words for words in profile.columns.values() if key(words) not in there]


def _named(profile: ColumnProfile, cells: Sequence[str]) -> tuple[str, ...]:
    """The contract's names where the profile gives them, else the bank's own words."""
    wanted = {key(words): name for name, words in profile.columns.items()}
    named = [wanted.get(key(cell), "") for cell in cells]
    twice = {name for name in named if name and named.count(name) > 1}
    if twice:
        raise BadHeader(missing="–", duplicated=", ".join(sorted(twice)))
    taken = {*COLUMNS[Feed.BANK].aliases, *named}
    made: list[str] = []
    for place, (name, cell) in enumerate(zip(named, cells, strict=True), start=1):
        own = name or cell.strip() or f"#{place}"
        while not name and own in taken:
            own += " *"
        taken.add(own)
        made.append(own)
    return tuple(made)


class _Reading:
    """One row on its way from the bank's writing to the contract's."""

    def __init__(self, raw: RawRow, profile: ColumnProfile) -> None:
        self._raw = raw
        self._profile = profile
        self._cells = dict(raw.cells)
        self._problems = list(raw.problems)

    def made(self) -> RawRow:
        for column in _DAYS:
            self._day(column)
        for column in _AMOUNTS:
            self._amount(column)
        self._sides()
        self._put("content", _without(self._cells.get("content", ""), self._profile.prefixes))
        return replace(self._raw, cells=self._cells, problems=tuple(self._problems))

    def _put(self, column: str, text: str) -> None:
        """Write a cell anew; the bank's writing stays under the bank's words."""
        before = self._cells.get(column)
        if before is None or before == text:
            return
        own = self._profile.columns[column]
        while own in self._cells:
            own += " *"
        self._cells[own] = before
        self._cells[column] = text

    def _day(self, column: str) -> None:
        text = self._cells.get(column, "").strip()
        if not text:
            return
        read = _iso(text, self._profile.date_order)
        if read is None:
            order = self._profile.date_order.value
            self._refuse(column, _NO_DATE, text=text, order=order)
        else:
            self._put(column, read)

    def _amount(self, column: str) -> None:
        """Read an amount as the bank groups it; another grouping would be a guess."""
        text = self._cells.get(column, "")
        if not text.strip():
            return
        read = _plain(text, self._profile.grouping)
        if read is None:
            wrong = (NotMoney.code, NotMoney.vi, NotMoney.en)
            self._refuse("debit" if column == "amount" else column, wrong, text=text)
        else:
            self._put(column, read)

    def _sides(self) -> None:
        if self._profile.sign is Sign.TWO_COLUMNS:
            return
        text = self._cells.get("amount", "")
        if self._profile.sign is Sign.SIGNED:
            out = text.startswith("-")
            self._cells |= {"debit": text[1:] if out else "", "credit": "" if out else text}
            return
        mark = self._cells.get("mark", "")
        out, into = (
            fold(mark) in {fold(each) for each in words}
            for words in (self._profile.debit_marks, self._profile.credit_marks)
        )
        if not out and not into:
            self._refuse("debit", _NO_MARK, text=mark)
        self._cells |= {"debit": text if out else "", "credit": text if into else ""}

    def _refuse(self, column: str, wrong: tuple[str, str, str], **facts: str) -> None:
        self._problems.append(Problem(*wrong, row=self._raw.row, column=column, facts=facts))


def _iso(text: str, order: DateOrder) -> str | None:
    """A day as ISO writes it; a day already written so is read whatever the order."""
    text = text.strip()
    if _ISO.fullmatch(text):
        return text
    if _TOGETHER.fullmatch(text) and order is DateOrder.YMD:
        parts = (text[:4], text[4:6], text[6:])
    else:
        found = _DATE.fullmatch(text)
        if found is None:
            return None
        parts = (found[1], found[2], found[3])
    year, month, day = (int(parts[order.value.index(sign)]) for sign in "ymd")
    try:
        return dt.date(year + _CENTURY if year < _SHORT_YEAR else year, month, day).isoformat()
    except ValueError:
        return None


def _plain(text: str, grouping: Grouping) -> str | None:
    """An amount's digits, with a minus when it is negative; None when it is no whole one.

    A fraction is one or two zeros: three of them may be the thousands of another grouping.
    """
    found = _AMOUNT[grouping].fullmatch(text.strip())
    if found is None:
        return None
    digits = re.sub(r"\D", "", found[2])
    return f"-{digits}" if found[1] in {"-", "\N{MINUS SIGN}"} else digits


def _without(text: str, prefixes: Sequence[str]) -> str:
    """A text without the bank's prefix; a text that is nothing else stays."""
    for prefix in prefixes:
        pattern = r"\S*?".join(re.escape(part) for part in prefix.split("*"))
        found = re.match(rf"\s*{pattern}\s*", text, re.IGNORECASE)
        if found and found.end() < len(text):
            return text[found.end() :]
    return text
