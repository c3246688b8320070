"""Folds over turnovers and lines: balances and the trial balance.

Pure. A movement is two sums, debit and credit, never one signed number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ledger.accounts import Chart, Nature


@dataclass(frozen=True, slots=True)
class Tagged:
    """Sums of one book under one set of tags: before the span, and within it (đồng)."""

    book: str
    account: str
    fund: str
    item: str
    counter_book: str
    opening_debit_vnd: int = 0
    opening_credit_vnd: int = 0
    debit_vnd: int = 0
    credit_vnd: int = 0

    @property
    def opening_vnd(self) -> int:
        """What stood before the span, debit positive."""
        return self.opening_debit_vnd - self.opening_credit_vnd

    @property
    def closing_vnd(self) -> int:
        """What stands after the span, debit positive."""
        return self.opening_vnd + self.debit_vnd - self.credit_vnd


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One row of a trial balance; every amount is zero or positive, in đồng."""

    key: str
    opening_debit_vnd: int
    opening_credit_vnd: int
    debit_vnd: int
    credit_vnd: int
    closing_debit_vnd: int
    closing_credit_vnd: int

    @property
    def empty(self) -> bool:
        """True when nothing ever moved here."""
        return not (
            self.opening_debit_vnd
            or self.opening_credit_vnd
            or self.debit_vnd
            or self.credit_vnd
            or self.closing_debit_vnd
            or self.closing_credit_vnd
        )


@dataclass(slots=True)
class _Sums:
    opening: dict[str, int] = field(default_factory=dict)  # by counterpart, debit positive
    closing: dict[str, int] = field(default_factory=dict)
    debit: int = 0
    credit: int = 0

    def add(self, row: Tagged, counterpart: str) -> None:
        self.opening[counterpart] = self.opening.get(counterpart, 0) + row.opening_vnd
        self.closing[counterpart] = self.closing.get(counterpart, 0) + row.closing_vnd
        self.debit += row.debit_vnd
        self.credit += row.credit_vnd

    def row(self, key: str) -> TrialRow:
        return TrialRow(
            key,
            *_sides(self.opening.values()),
            self.debit,
            self.credit,
            *_sides(self.closing.values()),
        )


def trial_balance(rows: Iterable[Tagged], chart: Chart, by: str = "account") -> list[TrialRow]:
    """Sum tagged movements into a trial balance.

    Takes    movements of one book, or of several already consolidated; `by` is "account",
             "fund" or "item".
    Returns  rows in order of key, without those where nothing ever moved. An account of both
             natures shows each counterpart on its own side; any other is netted.
    """
    sums: dict[str, _Sums] = {}
    for row in rows:
        account = chart.get(row.account)
        both = account is not None and account.nature is Nature.BOTH
        key = {"account": row.account, "fund": row.fund, "item": row.item}[by]
        # Under another heading than the account, each account keeps its own side.
        counterpart = f"{row.account}|{row.book}|{row.counter_book}" if both else row.account
        sums.setdefault(key, _Sums()).add(row, counterpart)
    made = (sums[key].row(key) for key in sorted(sums))
    return [row for row in made if not row.empty]


def totals(rows: Iterable[TrialRow]) -> TrialRow:
    """The last line of a trial balance: each column added up."""
    columns = [0] * 6
    for row in rows:
        amounts = (
            row.opening_debit_vnd,
            row.opening_credit_vnd,
            row.debit_vnd,
            row.credit_vnd,
            row.closing_debit_vnd,
            row.closing_credit_vnd,
        )
        columns = [held + amount for held, amount in zip(columns, amounts, strict=True)]
    return TrialRow("", *columns)


def balance(rows: Iterable[Tagged], **tags: str) -> int:
    """The closing balance, debit positive, of the rows that carry these tags."""
    return sum(row.closing_vnd for row in rows if _carries(row, tags))


def _carries(row: Tagged, tags: Mapping[str, str]) -> bool:
    return all(getattr(row, name) == value for name, value in tags.items())


def _sides(signed: Iterable[int]) -> tuple[int, int]:
    debit = credit = 0
    for amount in signed:
        if amount > 0:
            debit += amount
        else:
            credit -= amount
    return debit, credit
