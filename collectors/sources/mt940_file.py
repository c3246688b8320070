"""Read an MT940: one or more statements of one account, each in one page or several.

A page that does not add up, or does not begin where the page before it ended, refuses the file. An
entry that cannot be read holds back itself alone.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NoReturn

from collectors.sources.mt940_lines import (
    NO_REFERENCE,
    Balance,
    Details,
    EntryLine,
    read_balance,
    read_details,
    read_entry,
)
from collectors.sources.statement import CURRENCY, Entry, Movement, Statement
from collectors.sources.statement_refusals import BrokenStatement, OtherCurrency, PageMissing
from collectors.sources.text_encoding import Encoding, text_lines
from ledger.errors import Problem

_FIELD: Final = re.compile(
    r":(13D|20|21|25P?|28C?|34F|60[FM]|61|62[FM]|64|65|86|90[CD]|NS):(.*)", re.ASCII | re.DOTALL
)
_ENDS: Final = frozenset({"-", "-}"})
_DIGITS: Final = 16  # of a digest: enough that no two entries of a day share it
_REPEATED: Final = frozenset({"65", "86"})
_UNREAD: Final = (
    "statement.bad_entry",
    "Bút toán «{text}» không đúng chuẩn MT940; tổng của sao kê này chưa kiểm được.",
    "The entry “{text}” is not as MT940 has it; the sum of this statement is not proved.",
)


@dataclass(slots=True)
class _Field:
    tag: str
    row: int
    lines: list[str]

    @property
    def text(self) -> str:
        return self.lines[0].strip()


@dataclass(slots=True)
class _Page:
    """One message: what stands in it, by tag, and its entries with their text."""

    row: int
    fields: dict[str, _Field] = field(default_factory=dict)
    entries: list[tuple[_Field, _Field | None]] = field(default_factory=list)
    last: str = ""

    def take(self, each: _Field) -> None:
        """Add a field: an entry, the text right behind an entry, or one that stands once."""
        if each.tag == "61":
            self.entries.append((each, None))
        elif each.tag == "86" and self.last == "61":
            self.entries[-1] = (self.entries[-1][0], each)
        elif each.tag not in _REPEATED and each.tag in self.fields:
            _broken(each.row, f"trường :{each.tag}: lặp lại", f"field :{each.tag}: stands twice")
        else:
            self.fields[each.tag] = each
        self.last = each.tag

    def balance(self, number: str) -> tuple[_Field, Balance]:
        """The balance of :60: or :62:, whether of a statement or of a page."""
        found = self.fields.get(f"{number}F") or self.fields.get(f"{number}M")
        if found is None:
            _broken(self.row, f"thiếu trường :{number}:", f"field :{number}: is missing")
        read = read_balance(found.text)
        if read is None or read.amount.denominator != 1:
            _broken(
                found.row,
                f"số dư «{found.text}» không đọc được",
                f"the balance “{found.text}” cannot be read",
            )
        if read.currency != CURRENCY:
            raise OtherCurrency(name=self.name, currency=read.currency)
        return found, read

    @property
    def name(self) -> str:
        number = self.fields.get("28C") or self.fields.get("28")
        return f":20:{self.fields['20'].text} {number.text if number else ''}".strip()


def read_mt940(path: Path, encoding: Encoding) -> list[Statement]:
    """Read the statements of a file, page by page; row numbers are those of its lines.

    Raises   BrokenStatement naming the line, OtherCurrency, PageMissing.
    """
    pages = list(_pages(_fields(path, encoding)))
    if not pages:
        _broken(1, "không có trường :20:", "there is no field :20:")
    statements = [_statement(page) for page in pages]
    for number in range(1, len(pages)):
        _check_follows(pages[number - 1], pages[number])
    return statements


def _fields(path: Path, encoding: Encoding) -> Iterator[_Field]:
    """The fields of all messages; what frames a message is left out."""
    current: _Field | None = None
    for row, (line, _) in enumerate(text_lines(path, encoding), start=1):
        text = _unframed(line.rstrip("\r\n"))
        found = _FIELD.match(text)
        ended = text.strip() in _ENDS or text.startswith("-}")
        if current is not None and (found or ended):
            yield current
            current = None
        if found is not None:
            current = _Field(found[1], row, [found[2]])
        elif current is not None:
            current.lines.append(text)
        elif text.strip() and not ended:
            _broken(row, "dòng không thuộc trường nào", "a line belongs to no field")
    if current is not None:
        yield current


def _unframed(line: str) -> str:
    """A line without the blocks that a message on the wire begins with."""
    return line.partition("{4:")[2] if line.startswith("{") else line


def _pages(fields: Iterable[_Field]) -> Iterator[_Page]:
    page: _Page | None = None
    for each in fields:
        if each.tag == "20":
            if page is not None:
                yield page
            page = _Page(each.row)
        if page is None:
            _broken(each.row, "trường đầu tiên phải là :20:", "the first field must be :20:")
        page.take(each)
    if page is not None:
        yield page


def _statement(page: _Page) -> Statement:
    account = page.fields.get("25") or page.fields.get("25P")
    if account is None or not account.text:
        _broken(page.row, "thiếu trường :25:", "field :25: is missing")
    _, opening = page.balance("60")
    _, closing = page.balance("62")
    return Statement(
        page.name,
        account.text,
        opening.amount.numerator,
        closing.amount.numerator,
        tuple(_entry(line, details) for line, details in page.entries),
    )


def _check_follows(before: _Page, page: _Page) -> None:
    """Refuse pages of one statement between which one is missing.

    Raises   PageMissing.
    """
    ends, closing = before.balance("62")
    begins, opening = page.balance("60")
    follows = begins.tag == "60M"
    if follows != (ends.tag == "62M") or (follows and opening.amount != closing.amount):
        raise PageMissing(
            name=page.name,
            closing=closing.amount.numerator,
            opening=opening.amount.numerator,
        )


def _entry(line: _Field, text: _Field | None) -> Entry:
    own = [(":61:", "\n".join(line.lines))]
    if text is not None:
        own.append((":86:", "\n".join(text.lines)))
    read = read_entry(line.lines)
    if read is None:
        problem = Problem(*_UNREAD, row=line.row, column=":61:", facts={"text": line.text})
        return Entry(None, (Movement(line.row, None, own=tuple(own), problems=(problem,)),))
    details = Details("") if text is None else read_details(text.lines)
    return Entry(read.amount, (_movement(line.row, read, details, own),))


def _movement(row: int, read: EntryLine, details: Details, own: list[tuple[str, str]]) -> Movement:
    return Movement(
        row=row,
        amount=read.amount,
        reference=read.bank_reference or read.owner_reference or _unnamed(read, details),
        booked_on=read.booked_on.isoformat(),
        value_on=read.value_on.isoformat(),
        counter_account=details.counter_account,
        counter_name=details.counter_name,
        content=details.content or read.supplement,
        own=tuple(own),
    )


def _unnamed(read: EntryLine, details: Details) -> str:
    """What stands for the reference of an entry without one: a digest of all the file says of it.

    The same entry has the same in every statement; two that are alike are told apart by order.
    """
    said = (
        *(read.value_on.isoformat(), read.booked_on.isoformat(), str(read.amount)),
        *(read.supplement, details.counter_account, details.counter_name, details.content),
    )
    digest = hashlib.sha256("\x1f".join(" ".join(part.split()) for part in said).encode())
    return f"{NO_REFERENCE}-{digest.hexdigest()[:_DIGITS].upper()}"


def _broken(row: int, vi: str, en: str) -> NoReturn:
    raise BrokenStatement(row=row, why_vi=vi, why_en=en)
