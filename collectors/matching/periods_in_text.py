r"""Find the wage months a transfer names.

Pure. What people write: `THANG 06 NAM 2026`, `T6/2026`, `06-2026`, `KY 2026-06`, `T4,5,6/2026`,
`T4-T6/2026`, `QUY II/2026`, `NAM 2025`, `6 THANG DAU NAM 2026`. A day (`10/07/2026`) is not a
month, and a month without a year is not known: nothing is guessed.
"""

import re
from dataclasses import dataclass

from ledger.periods import Period, periods_between, shift

_YEAR = r"(?P<year>20\d{2})(?!\d)"
_MONTH = r"(?:0?[1-9]|1[0-2])(?!\d)"
_LABEL = r"(?:THANG|THG|TH|T|KY)\.?\s*"
_BETWEEN = r"\s*(?:,|;|\+|&|/|-|~|VA\b|DEN\b|TOI\b|->)\s*"
_NO_DAY = r"(?![/.\-]\d{1,4}(?!\d))"  # longer numbers behind a hyphen are the bank's own
_TO_YEAR = r"(?:\s*(?:NAM|/|-|\.|,)\s*|\s+)(?:NAM\s*)?"

_SPAN = re.compile(
    rf"(?<![\d/.,\-])(?:{_LABEL})?(?P<month>{_MONTH}){_TO_YEAR}{_YEAR}\s*(?:-|~|->|DEN|TOI)\s*"
    rf"(?:{_LABEL})?(?P<last_month>{_MONTH}){_TO_YEAR}(?P<last_year>20\d{{2}})(?!\d)",
    re.ASCII,
)
_DAY = re.compile(
    r"(?<![\dT/.\-])\d{1,2}(?P<sign>[/.\-])\d{1,2}(?P=sign)(?:20)?\d{2}(?![\d/.\-])"
    r"|(?<!\d)20\d{2}-\d{2}-\d{2}(?!\d)"
    r"|\bNGAY\s*\d{1,2}(?:[/.\-]\d{1,2}(?:[/.\-]\d{2,4})?)?",
    re.ASCII,
)
_HALF = re.compile(rf"(?<!\d)0?(?P<many>[369])\s*THANG\s*(?P<which>DAU|CUOI)\s*(?:NAM)?\s*{_YEAR}")
_QUARTERS = re.compile(
    rf"\b(?:QUY|Q)\.?\s*(?P<list>(?:IV|I{{1,3}}|[1-4])(?![A-Z\d])"
    rf"(?:{_BETWEEN}(?:QUY|Q)?\.?\s*(?:IV|I{{1,3}}|[1-4])(?![A-Z\d]))*)"
    rf"(?:{_TO_YEAR}{_YEAR})?",
    re.ASCII,
)
_LABELLED = re.compile(
    rf"(?<![A-Z]){_LABEL}(?P<list>{_MONTH}(?:{_BETWEEN}(?:{_LABEL})?{_MONTH})*)"
    rf"(?:{_TO_YEAR}{_YEAR}|/(?P<short>2[1-9]|[3-9]\d)(?!\d))?",
    re.ASCII,
)
_GLUED = re.compile(rf"(?<![A-Z\d]){_LABEL}(?P<list>0[1-9]|1[0-2]){_YEAR}", re.ASCII)
_YEAR_FIRST = re.compile(
    rf"(?<!\d)(?:NAM\s*)?{_YEAR}\s*(?:[/\-]\s*|{_LABEL})(?P<list>{_MONTH}){_NO_DAY}", re.ASCII
)
_PLAIN = re.compile(
    rf"(?<![\d/.,\-])(?P<list>{_MONTH}(?:{_BETWEEN}{_MONTH})*)"
    rf"\s*(?:/|-|\.|\s+NAM\s+)\s*{_YEAR}{_NO_DAY}",
    re.ASCII,
)
_WHOLE_YEAR = re.compile(rf"(?<!DAU )(?<!CUOI )\bNAM\s*{_YEAR}", re.ASCII)
_ITEM = re.compile(r"IV|I{1,3}|\d{1,2}", re.ASCII)
_RANGE = re.compile(r"-|~|DEN|TOI")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_MONTHS_IN_QUARTER = 3
_MONTHS_IN_YEAR = 12
_LONGEST_SPAN = 60


@dataclass(frozen=True, slots=True)
class PeriodsInText:
    """The wage months a text names, oldest first, each once."""

    periods: tuple[Period, ...]
    unclear: bool  # a month or quarter is named whose year cannot be told


def periods_in(text: str) -> PeriodsInText:
    """Find the wage months in a folded text from which tax codes have been taken out.

    Returns  nothing when any month named is unclear: half a list would send money to the
             wrong months. A list or range whose months go down (`T12,T1/2026`) is unclear,
             since the year of the first is not said.
    """
    rest = _DAY.sub(_blank, text)
    found: list[tuple[Period, ...]] = []
    for form, read in _FORMS:
        found.extend(read(match) for match in form.finditer(rest))
        rest = form.sub(_blank, rest)
    if not all(found):
        return PeriodsInText((), unclear=True)
    named = {period for periods in found for period in periods}
    return PeriodsInText(tuple(sorted(named)), unclear=False)


def _blank(match: re.Match[str]) -> str:
    return "#" * len(match[0])  # no form reads across it


def _span(match: re.Match[str]) -> tuple[Period, ...]:
    first = _period(int(match["year"]), int(match["month"]))
    last = _period(int(match["last_year"]), int(match["last_month"]))
    return periods_between(first, last) if last <= shift(first, _LONGEST_SPAN) else ()


def _year_of(match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    if groups["year"]:
        return int(groups["year"])
    return 2000 + int(groups["short"]) if groups.get("short") else None


def _numbers(written: str) -> tuple[int, ...]:
    """The numbers of a list with its ranges filled; none when they do not go up."""
    numbers: list[int] = []
    end = 0
    for item in _ITEM.finditer(written):
        number = _ROMAN.get(item[0]) or int(item[0])
        if numbers and number <= numbers[-1]:
            return ()
        if numbers and _RANGE.search(written[end : item.start()]):
            numbers.extend(range(numbers[-1] + 1, number))
        numbers.append(number)
        end = item.end()
    return tuple(numbers)


def _months(match: re.Match[str]) -> tuple[Period, ...]:
    year = _year_of(match)
    if year is None:
        return ()
    return tuple(_period(year, month) for month in _numbers(match["list"]))


def _quarters(match: re.Match[str]) -> tuple[Period, ...]:
    year = _year_of(match)
    if year is None:
        return ()
    return tuple(
        _period(year, month) for quarter in _numbers(match["list"]) for month in _quarter(quarter)
    )


def _quarter(quarter: int) -> range:
    last = quarter * _MONTHS_IN_QUARTER
    return range(last - _MONTHS_IN_QUARTER + 1, last + 1)


def _half(match: re.Match[str]) -> tuple[Period, ...]:
    year, many = int(match["year"]), int(match["many"])
    first = 1 if match["which"] == "DAU" else _MONTHS_IN_YEAR - many + 1
    return tuple(_period(year, month) for month in range(first, first + many))


def _whole_year(match: re.Match[str]) -> tuple[Period, ...]:
    return tuple(_period(int(match["year"]), month) for month in range(1, _MONTHS_IN_YEAR + 1))


def _period(year: int, month: int) -> Period:
    return Period(f"{year:04d}-{month:02d}")


# Longer forms first: what one of them has read, the next no longer sees.
_FORMS = (
    (_SPAN, _span),
    (_HALF, _half),
    (_QUARTERS, _quarters),
    (_YEAR_FIRST, _months),
    (_GLUED, _months),
    (_LABELLED, _months),
    (_PLAIN, _months),
    (_WHOLE_YEAR, _whole_year),
)
