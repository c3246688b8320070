"""Months and the states of an accounting period.

Pure. A period is the text YYYY-MM; it sorts as it reads. First and last day are inclusive.
"""

import calendar
import datetime as dt
import re
from enum import StrEnum
from functools import lru_cache
from typing import Final, NewType

from ledger.errors import Refusal

Period = NewType("Period", str)

_FORM = re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])", re.ASCII)


class NotAPeriod(Refusal):
    """A text that is not a month."""

    code = "period.not_a_month"
    vi = "«{text}» không phải là tháng dạng NNNN-TT."
    en = "“{text}” is not a month written YYYY-MM."


class PeriodState(StrEnum):
    """What may be done in a book's month.

    Within a book ranks never increase with time: months close in order and reopen in reverse.
    """

    OPEN = "open"  # takes entries
    SOFT = "soft"  # takes entries of those who stand above the unit only
    CLOSED = "closed"  # takes none, until two people reopen it
    FINAL = "final"  # takes none, for good

    @property
    def rank(self) -> int:
        """How far the month has got: 0 for an open one, 3 for a final one."""
        return _RANKS[self]

    @property
    def shut(self) -> bool:
        """Whether nothing can be posted: its figures may be told as those of the month."""
        return self in {PeriodState.CLOSED, PeriodState.FINAL}


_RANKS: Final = {state: rank for rank, state in enumerate(PeriodState)}
SHUT: Final = tuple(state.value for state in PeriodState if state.shut)  # as a query asks for them

# Every way a month may change; all others are refused, by the database as well.
CHANGES: Final = frozenset(
    {
        (PeriodState.OPEN, PeriodState.SOFT),
        (PeriodState.SOFT, PeriodState.OPEN),
        (PeriodState.OPEN, PeriodState.CLOSED),
        (PeriodState.SOFT, PeriodState.CLOSED),
        (PeriodState.CLOSED, PeriodState.OPEN),
        (PeriodState.CLOSED, PeriodState.FINAL),
    }
)


def parse_period(text: str) -> Period:
    """Read a month written YYYY-MM, or raise NotAPeriod."""
    if not _FORM.fullmatch(text):
        raise NotAPeriod(text=text)
    return Period(text)


@lru_cache(maxsize=8_192)  # some twenty years of days
def period_of(day: dt.date) -> Period:
    """The month a day falls in."""
    return Period(f"{day.year:04d}-{day.month:02d}")


def first_day(period: Period) -> dt.date:
    """The first day of a month."""
    return dt.date(int(period[:4]), int(period[5:]), 1)


def last_day(period: Period) -> dt.date:
    """The last day of a month."""
    year, month = int(period[:4]), int(period[5:])
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def shift(period: Period, months: int) -> Period:
    """The month so many months later (or earlier, for a negative number)."""
    index = _index(period) + months
    return Period(f"{index // 12:04d}-{index % 12 + 1:02d}")


def periods_between(first: Period, last: Period) -> tuple[Period, ...]:
    """Every month from `first` to `last`, both included; empty when `last` is earlier."""
    return tuple(shift(first, n) for n in range(_index(last) - _index(first) + 1))


def _index(period: Period) -> int:
    """The month counted from the year 0."""
    return int(period[:4]) * 12 + int(period[5:]) - 1
