"""Months and the states of an accounting period.

Pure. A period is the text YYYY-MM; it sorts as it reads. First and last day are inclusive.
"""

import calendar
import datetime as dt
import re
from enum import StrEnum
from functools import lru_cache
from typing import NewType

from ledger.errors import Refusal

Period = NewType("Period", str)

_FORM = re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])", re.ASCII)


class NotAPeriod(Refusal):
    """A text that is not a month."""

    code = "period.not_a_month"
    vi = "«{text}» không phải là tháng dạng NNNN-TT."
    en = "“{text}” is not a month written YYYY-MM."


class PeriodState(StrEnum):
    """What may be done to a book's month."""

    OPEN = "open"
    CLOSED = "closed"


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
    index = int(period[:4]) * 12 + int(period[5:]) - 1 + months
    return Period(f"{index // 12:04d}-{index % 12 + 1:02d}")


def periods_between(first: Period, last: Period) -> tuple[Period, ...]:
    """Every month from `first` to `last`, both included; empty when `last` is earlier."""
    months: list[Period] = []
    current = first
    while current <= last:
        months.append(current)
        current = shift(current, 1)
    return tuple(months)
