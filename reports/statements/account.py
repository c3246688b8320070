"""An account's lines with running balance, as a statement.

Pure.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ledger.accounts import Account
from ledger.entries import Line, Side
from reports.figures import (
    Drill,
    Figure,
    Row,
    Section,
    Statement,
    Words,
    known_note,
    money,
    span_of_days,
    words,
)
from reports.figures.terms import fund

KEY = "account-statement"


class MovedLine(Protocol):
    """One line, its entry and what stood after it."""

    @property
    def seq(self) -> int:
        """The entry's place in its book."""
        ...

    @property
    def public_id(self) -> str:
        """The entry's public id."""
        ...

    @property
    def accounting_on(self) -> dt.date:
        """The entry's accounting day."""
        ...

    @property
    def text(self) -> str:
        """What the entry is about."""
        ...

    @property
    def line(self) -> Line:
        """The line."""
        ...

    @property
    def balance_vnd(self) -> int:
        """What stands after it, debit positive."""
        ...


@dataclass(frozen=True, slots=True)
class AccountStatement:
    """What is to be shown: lines of an account over a span (balances debit positive, đồng)."""

    unit_code: str
    unit_name: str
    account: Account
    first: dt.date
    last: dt.date
    before_vnd: int  # before the first line shown
    lines: Sequence[MovedLine]
    known_at: dt.datetime | None = None  # without what was recorded later


def account_statement(wanted: AccountStatement) -> Statement:
    """Day, entry, text, tags, debit, credit, balance; each amount leads to its entry."""
    brought = Row(
        (
            Words(""),
            Words(""),
            Words("Số dư đầu", "Brought forward"),
            Words(""),
            Figure(None),
            Figure(None),
            Figure(wanted.before_vnd),
        )
    )
    section = Section(
        KEY,
        Words(
            f"{wanted.account.code} {wanted.account.name_vi}",
            f"{wanted.account.code} {wanted.account.name_en}",
        ),
        Words(
            "Từng dòng của tài khoản và số dư sau dòng đó; dư Nợ là số dương, dư Có là số âm.",
            "Each line of the account and what stood after it; a debit balance is positive, a "
            "credit balance negative.",
        ),
        (
            words("Ngày", "Day"),
            words("Bút toán", "Entry"),
            words("Diễn giải", "Text"),
            words("Nguồn · mục · đối ứng", "Fund · item · other book"),
            money("Nợ", "Debit"),
            money("Có", "Credit"),
            money("Số dư", "Balance"),
        ),
        (brought, *(_row(wanted, each) for each in wanted.lines)),
    )
    return Statement(
        KEY,
        Words("Sổ chi tiết tài khoản", "Account statement"),
        wanted.unit_code,
        wanted.unit_name,
        *span_of_days(wanted.first, wanted.last),
        (section,),
        known_note(wanted.known_at),
    )


def tags(line: Line) -> Words:
    """A line's tags, one after the other."""
    source = fund(line.fund)
    rest = (line.item, line.counter_book)
    return Words(
        " · ".join(tag for tag in (source.vi, *rest) if tag),
        " · ".join(tag for tag in (source.of("en"), *rest) if tag),
    )


def _row(wanted: AccountStatement, moved: MovedLine) -> Row:
    drill = Drill(wanted.unit_code, wanted.first, wanted.last, entry_seq=moved.seq)
    amount = Figure(moved.line.amount_vnd, drill)
    debit = moved.line.side is Side.DEBIT
    return Row(
        (
            Words(f"{moved.accounting_on:%d/%m/%Y}"),
            Words(moved.public_id),
            Words(moved.text),
            tags(moved.line),
            amount if debit else Figure(None),
            Figure(None) if debit else amount,
            Figure(moved.balance_vnd),
        )
    )
