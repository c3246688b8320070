"""A statement as the standards have it: opening balance, entries, closing balance; and its rows.

Pure. Which standard it was written in does not matter here. Nothing of a statement is given out
before its entries lead from the opening balance to the closing one.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from collectors.evidence import RawRow
from collectors.sources.statement_refusals import (
    AnotherAccount,
    DoesNotAddUp,
    SeveralAccounts,
)
from ledger.errors import Problem

CURRENCY: Final = "VND"


@dataclass(frozen=True, slots=True)
class Movement:
    """What an entry brings to the rows: one of its details, or the entry itself.

    `amount` is positive for money in, negative for money out. `own` is what else the file says of
    it, in the file's words. A movement without a day or with a problem is not to be read further.
    """

    row: int
    amount: Fraction | None
    reference: str = ""
    booked_on: str = ""
    value_on: str = ""
    counter_account: str = ""
    counter_name: str = ""
    content: str = ""
    own: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the statement: its amount (None: cannot be read) and its movements."""

    amount: Fraction | None
    movements: tuple[Movement, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of one account, or one page of it; balances in đồng."""

    name: str  # as a person would find it in the file
    account: str  # as the file writes it
    opening: int
    closing: int
    entries: tuple[Entry, ...]


def account_of(statements: Sequence[Statement], asked: str) -> str:
    """The account a file is a statement of.

    Takes    the account somebody has named, or nothing.
    Returns  that account, or the one the file names: without the bank before a slash, and without
             the currency behind.
    Raises   SeveralAccounts, AnotherAccount.
    """
    named = {account_forms(each.account)[-1]: each.account for each in statements}
    if len(named) != 1:
        raise SeveralAccounts(accounts=", ".join(sorted(named)))
    ((plain, written),) = named.items()
    if asked and asked not in account_forms(written):
        raise AnotherAccount(found=plain, asked=asked)
    return asked or plain


def account_forms(written: str) -> tuple[str, ...]:
    """The numbers that a file's way of naming its account may stand for, the plainest last."""
    whole = "".join(written.split())
    last = whole.rpartition("/")[2]
    return whole, last, last.removesuffix(CURRENCY)


def written(amount: Fraction) -> str:
    """An amount without its side: digits, and a fraction behind a comma, which no đồng has."""
    whole, part = divmod(abs(amount), 1)
    digits = ""
    while part:
        digit, part = divmod(part * 10, 1)
        digits += str(digit)
    return f"{whole},{digits}" if digits else str(whole)


def raw_rows(statements: Sequence[Statement]) -> Iterator[RawRow]:
    """The rows of these statements, each day's after the day before.

    The balance behind each row is counted on from the opening one; it is left out in a statement
    in which an entry cannot be taken.
    """
    for statement in statements:
        yield from _rows(statement)


def prove(statement: Statement) -> None:
    """Refuse a statement whose entries do not lead from its opening to its closing balance.

    One with an entry whose amount cannot be read cannot be proved: that entry says so.
    Raises   DoesNotAddUp.
    """
    amounts = [each.amount for each in statement.entries if each.amount is not None]
    if len(amounts) < len(statement.entries):
        return
    moved = sum(amounts, Fraction(0))
    if statement.opening + moved != statement.closing:
        raise DoesNotAddUp(
            name=statement.name,
            opening=statement.opening,
            movements=_said(moved),
            closing=statement.closing,
            difference=_said(statement.closing - statement.opening - moved),
        )


def _said(amount: Fraction) -> int | str:
    if amount.denominator == 1:
        return amount.numerator
    return f"{'-' if amount < 0 else ''}{written(amount)}"


def _rows(statement: Statement) -> Iterator[RawRow]:
    movements = [each for entry in statement.entries for each in entry.movements]
    sound = all(_is_sound(each) for each in movements)
    in_order = sorted(movements, key=lambda each: each.booked_on) if sound else movements
    balance = Fraction(statement.opening)
    for each in in_order:
        balance += each.amount if sound and each.amount is not None else 0
        yield _row(each, str(balance) if sound else "")


def _is_sound(movement: Movement) -> bool:
    if movement.problems or movement.amount is None or movement.amount.denominator != 1:
        return False
    try:
        dt.date.fromisoformat(movement.booked_on)
    except ValueError:
        return False
    return True


def _row(movement: Movement, balance: str) -> RawRow:
    text = "" if movement.amount is None else written(movement.amount)
    out = movement.amount is not None and movement.amount < 0
    cells = {
        "reference": movement.reference,
        "booked_on": movement.booked_on,
        "value_on": movement.value_on,
        "debit": text if out else "",
        "credit": "" if out else text,
        "balance": balance,
        "counter_account": movement.counter_account,
        "counter_name": movement.counter_name,
        "content": movement.content,
    }
    readable = not movement.problems
    return RawRow(movement.row, cells | dict(movement.own), movement.problems, readable)
