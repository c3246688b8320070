"""An entry and its lines: balanced by construction, or it does not exist.

Pure. A `Draft` is what a caller wants posted; a `Posted` is what the book holds.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ledger.accounts import Account, Chart, TagRule
from ledger.errors import OutOfRange, Unbalanced, UnknownAccount, WrongDimension
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
    same entry, with other content a conflict.
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

    def __post_init__(self) -> None:
        """Refuse an entry that does not balance or carries an amount out of range."""
        for line in self.lines:
            if not 0 < line.amount_vnd <= MOST:
                raise OutOfRange(amount=line.amount_vnd)
        debit = total(self.lines, Side.DEBIT)
        credit = total(self.lines, Side.CREDIT)
        if debit != credit or debit == 0 or len(self.lines) < FEWEST_LINES:
            raise Unbalanced(debit=debit, credit=credit)
        if debit > MOST:
            raise OutOfRange(amount=debit)

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
    sums: dict[tuple[str, ...], Line] = {}
    for line in lines:
        if line.amount_vnd == 0:
            continue
        key = (line.side.value, *line.tags, line.interbook_ref)
        held = sums.get(key)
        sums[key] = (
            line if held is None else replace(held, amount_vnd=Vnd(held.amount_vnd + line.amount_vnd))
        )
    return tuple(sums.values())


def mirrored(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The same lines with the sides exchanged."""
    return tuple(replace(line, side=line.side.other) for line in lines)


def check_tags(lines: Iterable[Line], chart: Chart) -> None:
    """Hold lines to the chart.

    Raises   UnknownAccount for an account the chart lacks or that takes no postings;
             WrongDimension for a tag required and missing, or refused and present.
    """
    for line in lines:
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
