"""How people and programs write days, months, numbers and shares; None when it is none of them.

Pure. Days are written `2026-07-10` or `10/07/2026`, months `2026-06`, `06/2026` or `T6/2026`:
the year stands in four digits, and where day and month could be taken for each other the day
comes first, as everywhere in Vietnam.
"""

import datetime as dt
import re
from fractions import Fraction

from finance.rules.folding import fold
from ledger.periods import Period

VIETNAM = dt.timezone(dt.timedelta(hours=7))

_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_CLOCK = r"(?:[T ]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,6})?)?)?"
_MOMENTS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})" + _CLOCK, re.ASCII),
    re.compile(
        r"(?P<day>\d{1,2})(?P<sign>[/.-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4})" + _CLOCK,
        re.ASCII,
    ),
)
_MONTHS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})(?:-01)?", re.ASCII),
    re.compile(r"(?:T|THANG )?0?(?P<month>\d{1,2})[/-](?P<year>\d{4})", re.ASCII),
    re.compile(r"0?1/(?P<month>\d{2})/(?P<year>\d{4})", re.ASCII),
)
_COUNT = re.compile(r"\d{1,9}|\d{1,3}(?:[. ]\d{3}){1,2}", re.ASCII)
_SHARE = re.compile(r"(\d{1,12})\s*/\s*(\d{1,12})", re.ASCII)


def moment(text: str) -> dt.datetime | None:
    """Read a day with or without the time of day; what names no zone is Vietnamese time."""
    for form in _MOMENTS:
        found = form.fullmatch(text)
        if found:
            year, month, day, hour, minute, second = (
                int(found[name]) if found[name] else 0
                for name in ("year", "month", "day", "hour", "minute", "second")
            )
            if not _FIRST_YEAR <= year <= _LAST_YEAR:
                return None
            try:
                return dt.datetime(year, month, day, hour, minute, second, tzinfo=VIETNAM)
            except ValueError:
                return None
    return None


def day(text: str) -> dt.date | None:
    """Read a day; a time of day behind it is left out."""
    read = moment(text)
    return None if read is None else read.date()


def period(text: str) -> Period | None:
    """Read a month; the first of a month stands for it, as spreadsheets make of `06/2026`."""
    plain = fold(text)
    for form in _MONTHS:
        found = form.fullmatch(plain)
        if found:
            year, month = int(found["year"]), int(found["month"])
            good = _FIRST_YEAR <= year <= _LAST_YEAR and 1 <= month <= 12  # noqa: PLR2004 - months
            return Period(f"{year:04d}-{month:02d}") if good else None
    return None


def count(text: str) -> int | None:
    """Read a whole number of things, at most nine digits, with or without grouping."""
    return int(re.sub(r"\D", "", text)) if _COUNT.fullmatch(text) else None


def year(text: str) -> int | None:
    """Read a year in four digits."""
    read = count(text)
    return read if read is not None and _FIRST_YEAR <= read <= _LAST_YEAR else None


def share(text: str) -> Fraction | None:
    """Read an exact share of one, from 0 to 1, written `75/100`."""
    found = _SHARE.fullmatch(text)
    if not found or int(found[2]) == 0:
        return None
    read = Fraction(int(found[1]), int(found[2]))
    return read if read <= 1 else None
