"""An entry and its lines: balanced by construction, or it does not exist.

Pure. A `Draft` is what a caller wants posted; a `Posted` is what the book holds.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter
from typing import Final

from ledger.accounts import Account, Chart, TagRule
from ledger.errors import (
    NotMoney,
    OutOfRange,
    Unbalanced,
    UnfitText,
    UnknownAccount,
    WrongDimension,
)
from ledger.money import MOST, Vnd
from ledger.periods import Period, period_of

FEWEST_LINES = 2


class Side(StrEnum):
    """Nợ or Có."""

    DEBIT = "D"
    CREDIT = "C"

    @property
    def other(self) -> "Side":
        """The opposite side."""
        return Side.CREDIT if self is Side.DEBIT else Side.DEBIT


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an entry; an amount is positive and its side says which way."""

    account: str
    side: Side
    amount_vnd: Vnd
    fund: str = ""  # source of the money: "levy", "dues", "state", "other", "restricted:CODE"
    item: str = ""  # index line of the regime: "23", "28.01" …
    counter_book: str = ""  # code of the other book of an inter-book transaction
    interbook_ref: str = ""  # one reference for all entries of that transaction

    @property
    def tags(self) -> tuple[str, str, str, str]:
        """What its turnover is kept by: account, fund, item, counter book."""
        return (self.account, self.fund, self.item, self.counter_book)

    @property
    def signed_vnd(self) -> int:
        """The amount, debit positive."""
        return self.amount_vnd if self.side is Side.DEBIT else -self.amount_vnd


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be posted in one book; refused on construction when it does not balance.

    `source` and `key` name it once and for ever: the same pair with the same content is the
    same entry, with other content a conflict. `papers` names what it was posted on: a SHA-256 in
    hex digits, or nothing; what the papers are is the caller's business.
    """

    book: str
    journal: str
    accounting_on: dt.date
    document_on: dt.date
    text: str
    source: str
    key: str
    lines: tuple[Line, ...]
    actor: str
    reverses_seq: int | None = None
    papers: str = ""

    def __post_init__(self) -> None:
        """Refuse an entry that does not balance or that no database could hold as it is.

        Raises   NotMoney for an amount that is no integer, OutOfRange, Unbalanced, UnfitText.
        """
        assert type(self.accounting_on) is type(self.document_on) is dt.date, "days, not times"
        debit = credit = 0
        for line in self.lines:
            amount = line.amount_vnd
            if type(amount) is not int:  # True and 1.0 compare like an integer, and are none
                raise NotMoney(text=repr(amount))
            if not 0 < amount <= MOST:
                raise OutOfRange(amount=amount)
            if line.side is Side.DEBIT:
                debit += amount
            else:
                credit += amount
        if debit != credit or debit == 0:  # what balances has a line on either side
            raise Unbalanced(debit=debit, credit=credit)
        if debit > MOST:
            raise OutOfRange(amount=debit)
        if self.papers and not _HEX_DIGEST.fullmatch(self.papers):
            raise UnfitText(field="papers", most=64)
        _check_texts(self)

    @property
    def period(self) -> Period:
        """The month its accounting date falls in."""
        return period_of(self.accounting_on)


@dataclass(frozen=True, slots=True)
class Posted:
    """An entry as the book holds it."""

    draft: Draft
    seq: int  # per book, 1, 2, 3 … in the order of recording
    number: int  # per book, journal and year, without gaps
    recorded_at_us: int  # microseconds since 1970, UTC, always later than the entry before
    fresh: bool = field(default=True, compare=False)  # False: it stood there already

    @property
    def public_id(self) -> str:
        """BOOK/JOURNAL/YEAR/NUMBER."""
        draft = self.draft
        return f"{draft.book}/{draft.journal}/{draft.accounting_on.year}/{self.number}"


# The longest text of each field, as the tables have it; the flag says that it may be empty.
_ENTRY_TEXTS: Final = (
    ("book", 40, False),
    ("journal", 4, False),
    ("text", 1000, True),
    ("source", 60, False),
    ("key", 200, False),
    ("actor", 100, False),
)
_LINE_TEXTS: Final = (
    ("account", 20, False),
    ("fund", 40, True),
    ("item", 20, True),
    ("counter_book", 40, True),
    ("interbook_ref", 80, True),
)
_entry_texts: Final = attrgetter(*(name for name, _, _ in _ENTRY_TEXTS))
_line_texts: Final = attrgetter(*(name for name, _, _ in _LINE_TEXTS))


def _check_texts(draft: Draft) -> None:
    for rule, value in zip(_ENTRY_TEXTS, _entry_texts(draft), strict=True):
        if _unfit(value, rule[1], rule[2]):
            raise UnfitText(field=rule[0], most=rule[1])
    for line in draft.lines:
        for rule, value in zip(_LINE_TEXTS, _line_texts(line), strict=True):
            if _common_unfit(value, rule[1], rule[2]):
                raise UnfitText(field=rule[0], most=rule[1])


def _unfit(text: str, most: int, empty: bool) -> bool:  # noqa: FBT001 - one row of a table above
    if len(text) > most or not (text or empty):
        return True
    # PostgreSQL stores no NUL, and half of a surrogate pair has no UTF-8.
    return "\x00" in text or (not text.isascii() and bool(_SURROGATE.search(text)))


_HEX_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_common_unfit: Final = lru_cache(maxsize=65_536)(_unfit)  # accounts and tags come again and again


def total(lines: Iterable[Line], side: Side) -> int:
    """The sum of one side."""
    return sum(line.amount_vnd for line in lines if line.side is side)


def debit(account: str, amount: int, **tags: str) -> Line:
    """A debit line."""
    return Line(account, Side.DEBIT, Vnd(amount), **tags)


def credit(account: str, amount: int, **tags: str) -> Line:
    """A credit line."""
    return Line(account, Side.CREDIT, Vnd(amount), **tags)


def gathered(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Join lines that differ only in amount: one line for each account, side and set of tags.

    Zero amounts fall away; order is that of first appearance.
    """
    firsts: dict[tuple[str, ...], Line] = {}
    sums: dict[tuple[str, ...], int] = {}
    for line in lines:
        if line.amount_vnd == 0:
            continue
        key = (line.side, *line.tags, line.interbook_ref)
        if key in sums:
            sums[key] += line.amount_vnd
        else:
            firsts[key] = line
            sums[key] = line.amount_vnd
    return tuple(
        line if line.amount_vnd == sums[key] else replace(line, amount_vnd=Vnd(sums[key]))
        for key, line in firsts.items()
    )


def mirrored(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The same lines with the sides exchanged."""
    return tuple(replace(line, side=line.side.other) for line in lines)


def check_tags(lines: Iterable[Line], chart: Chart) -> None:
    """Hold lines to the chart.

    Raises   UnknownAccount for an account the chart lacks or that takes no postings;
             WrongDimension for a tag required and missing, or refused and present.
    """
    seen: set[tuple[str, ...]] = set()
    for line in lines:
        kind = (*line.tags, line.interbook_ref)
        if kind in seen:
            continue
        seen.add(kind)
        account = chart.get(line.account)
        if account is None or not account.postable:
            raise UnknownAccount(account=line.account, regime=chart.regime)
        _check_line(line, account)


def _check_line(line: Line, account: Account) -> None:
    tags = (
        ("fund", account.fund, line.fund),
        ("item", account.item, line.item),
        ("counter_book", account.counter_book, line.counter_book),
    )
    for name, rule, value in tags:
        wrong = (rule is TagRule.REQUIRED and not value) or (rule is TagRule.REFUSED and value)
        if wrong:
            raise WrongDimension(account=account.code, dimension=name, rule=rule.value)
    if bool(line.counter_book) != bool(line.interbook_ref):
        raise WrongDimension(
            account=account.code, dimension="interbook_ref", rule="with counter_book"
        )
