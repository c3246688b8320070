"""Read the cells of one row, noting everything that is wrong with it on the way.

Pure: a reader lives for one row and touches nothing else. A cell that cannot be read gives a
stand-in, so that the rest of the row is still looked at; a row with a problem is never taken.
"""

import datetime as dt
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Generic, TypeVar

from collectors.evidence import RawRow
from collectors.screening import forms
from collectors.screening.choices import Choices, key
from collectors.screening.sentences import (
    BOTH_SIDES,
    CONTROL_SIGNS,
    EMPTY,
    NEGATIVE,
    NO_CHOICE,
    NO_CODE,
    NO_COUNT,
    NO_DATE,
    NO_MONTH,
    NO_SHARE,
    NO_SIDE,
    NO_YEAR,
    TOO_LONG,
    Sentences,
    Wrong,
)
from finance.rules import tax_codes
from ledger.errors import Fact, Problem, Refusal
from ledger.money import ZERO, Vnd, parse_vnd
from ledger.periods import Period

LONGEST_TEXT = 1000
LONGEST_NAME = 300
LONGEST_DECISION = 200
LONGEST_REFERENCE = 100
LONGEST_CODE = 40

T = TypeVar("T")
R = TypeVar("R")

_BETWEEN = "|"
_NO_DAY = dt.date.min
_NO_PERIOD = Period("")
_LINE_BREAKS = str.maketrans(dict.fromkeys("\n\r\t\u2028\u2029", " "))
_CONTROL = {"Cc", "Cf", "Cs", "Co", "Cn"}  # also what turns the direction of writing


@dataclass(frozen=True, slots=True)
class Screened(Generic[R]):
    """A row after screening: a record, or at least one problem; never both, never neither.

    `key` tells which row of the outside world it is, whatever else is wrong with it; empty when
    that cannot be read.
    """

    raw: RawRow
    record: R | None
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()  # worth a look, no reason to refuse
    key: str = ""


class Cells:
    """The cells of one row, read by name."""

    def __init__(self, raw: RawRow) -> None:
        """Begin with what the file's format already holds against the row."""
        self._raw = raw
        self._problems = list(raw.problems)
        self._warnings: list[Problem] = []
        self._faulted = {problem.column for problem in raw.problems}

    @property
    def row(self) -> int:
        """The row's number in its file."""
        return self._raw.row

    def screened(self, record: Callable[[], R], identity: Mapping[str, object]) -> Screened[R]:
        """Close the row: make the record when nothing is wrong with it.

        Takes    what makes the row and, by column, what it is known by.
        """
        made = record() if not self._problems else None
        unread = {problem.column for problem in self._problems} & set(identity)
        key = "" if unread else _BETWEEN.join(str(value) for value in identity.values())
        return Screened(self._raw, made, tuple(self._problems), tuple(self._warnings), key)

    def refuse(self, column: str, code: str, sentences: Sentences, **facts: Fact) -> None:
        """Note a problem of a cell; `sentences` are Vietnamese and English."""
        self._problems.append(self._problem(column, code, sentences, facts))

    def warn(self, column: str, code: str, sentences: Sentences, **facts: Fact) -> None:
        """Note something odd that is no reason to refuse the row."""
        self._warnings.append(self._problem(column, code, sentences, facts))

    def text(self, column: str, *, required: bool = False, longest: int = LONGEST_TEXT) -> str:
        """Read words: composed letters, line breaks as spaces, no other control characters."""
        text = self._raw.cells.get(column, "")
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        plain = text.isprintable()  # holds no control characters, and breaks no line
        text = text.strip() if plain else text.translate(_LINE_BREAKS).strip()
        if required and not text:
            self.refuse(column, *EMPTY)
        if len(text) > longest:
            self.refuse(column, *TOO_LONG, length=len(text), most=longest)
        if not plain and any(unicodedata.category(sign) in _CONTROL for sign in text):
            self.refuse(column, *CONTROL_SIGNS)
        return text

    def name(self, column: str) -> str:
        """Read the name of somebody; it must be there."""
        return self.text(column, required=True, longest=LONGEST_NAME)

    def code(self, column: str, *, required: bool = False, longest: int = LONGEST_CODE) -> str:
        """Read a code as it stands, leading zeros and all; it holds no space and no slash."""
        text = self.text(column, required=required, longest=longest)
        if not text.isalnum() and any(sign.isspace() or sign in "/\\" for sign in text):
            self.refuse(column, *NO_CODE, text=text)
        return text

    def tax_code(self, column: str = "tax_code") -> str:
        """Read a tax code in its one form; a wrong check digit is only a warning.

        Source   `tt_90_2026` (Điều 5)
        """
        text = self.text(column, required=True, longest=LONGEST_CODE)
        judged = bool(text) and column not in self._faulted
        problem = tax_codes.problem_with(text) if judged else None
        warning = tax_codes.warning_about(text)
        if problem is not None:
            self._problems.append(replace(problem, row=self.row, column=column))
        if warning is not None:
            self._warnings.append(replace(warning, row=self.row, column=column))
        return tax_codes.normalise(text)

    def amount(self, column: str, *, required: bool = False, negative: bool = False) -> Vnd | None:
        """Read an amount of whole đồng; None when the cell is empty, and after a problem."""
        text = self._given(column, required=required)
        if text is None:
            return None
        try:
            amount = parse_vnd(text)
        except Refusal as refusal:
            self.refuse(column, refusal.code, (refusal.vi, refusal.en), **refusal.facts)
            return None
        if amount < 0 and not negative:
            self.refuse(column, *NEGATIVE, text=text)
            return None
        return amount

    def sides(self) -> tuple[Vnd, Vnd]:
        """Read debit and credit: exactly one of them is an amount, the other empty or zero."""
        debit, credit = self._side("debit"), self._side("credit")
        misread = {problem.column for problem in self._problems} & {"debit", "credit"}
        if not misread and bool(debit) == bool(credit):
            self.refuse("debit", *(BOTH_SIDES if debit else NO_SIDE))
        return debit, credit

    def count(self, column: str, *, required: bool = False) -> int | None:
        """Read a whole number of things."""
        return self._read(column, forms.count, NO_COUNT, required=required)

    def year(self, column: str) -> int:
        """Read a year; it must be there."""
        read = self._read(column, forms.year, NO_YEAR, required=True)
        return 0 if read is None else read

    def day(self, column: str) -> dt.date:
        """Read a day; it must be there."""
        read = self._read(column, forms.day, NO_DATE, required=True)
        return _NO_DAY if read is None else read

    def day_or_none(self, column: str) -> dt.date | None:
        """Read a day, or nothing."""
        return self._read(column, forms.day, NO_DATE)

    def moment_or_none(self, column: str) -> dt.datetime | None:
        """Read a day with or without a time of day, or nothing."""
        return self._read(column, forms.moment, NO_DATE)

    def period(self, column: str) -> Period:
        """Read a month; it must be there."""
        read = self._read(column, forms.period, NO_MONTH, required=True)
        return _NO_PERIOD if read is None else read

    def period_or_none(self, column: str) -> Period | None:
        """Read a month, or nothing."""
        return self._read(column, forms.period, NO_MONTH)

    def share(self, column: str) -> Fraction:
        """Read an exact share of one; it must be there."""
        read = self._read(column, forms.share, NO_SHARE, required=True)
        return Fraction(0) if read is None else read

    def choice(self, column: str, choices: Choices, *, required: bool = False) -> str:
        """Read one of a few words, in English or Vietnamese; empty when nothing stands there."""
        text = self._given(column, required=required)
        if text is None:
            return ""
        chosen = choices.get(key(text))
        if chosen is None:
            known = ", ".join(sorted(set(choices.values())))
            self.refuse(column, *NO_CHOICE, text=text, known=known)
            return ""
        return chosen

    def _side(self, column: str) -> Vnd:
        amount = self.amount(column)
        return ZERO if amount is None else amount

    def _read(
        self,
        column: str,
        read: Callable[[str], T | None],
        problem: Wrong,
        *,
        required: bool = False,
    ) -> T | None:
        text = self._given(column, required=required)
        if text is None:
            return None
        value = read(text)
        if value is None:
            self.refuse(column, *problem, text=text)
        return value

    def _given(self, column: str, *, required: bool) -> str | None:
        if column in self._faulted:
            return None  # the file's format has said what is wrong with this cell
        text = self._raw.cells.get(column, "").strip()
        if text:
            return text
        if required:
            self.refuse(column, *EMPTY)
        return None

    def _problem(
        self, column: str, code: str, sentences: Sentences, facts: dict[str, Fact]
    ) -> Problem:
        vi, en = sentences
        return Problem(code, vi, en, row=self.row, column=column, facts=facts)
