"""Values of the law with the days on which they are in force.

Pure. A value is kept as it was written ("2/100") and as an exact number; it never meets a float.
A value for a month is the one in force on that month's last day, the practice of payroll.
"""

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from finance.rules.errors import RuleError
from ledger.accounts import Status
from ledger.periods import Period, last_day

OF_ONE = "of_one"  # a part of a whole, written as a fraction
WHOLE_UNITS = (
    "vnd",
    "days",
    "working_days",
    "months",
    "month_of_year",
    "multiple",
    "people",
    "times",
)
TEXT_UNITS = ("text", "dates", "month_day")


class NoRuleInForce(RuleError):
    """Nothing on record says which value applied that day."""

    code = "rates.no_rule_in_force"
    vi = "Không có quy định «{key}» áp dụng cho ngày {on}."
    en = "No rule “{key}” is on record for {on}."


@dataclass(frozen=True, slots=True)
class Used:
    """What an amount was computed with, stored beside it so that anyone can recompute it."""

    key: str
    from_date: dt.date
    value: str  # as written in the parameter file


@dataclass(frozen=True, slots=True)
class Dated:
    """One value of one rule, and the days on which it is in force (both included)."""

    key: str
    value: Fraction | int | str
    unit: str  # "of_one", one of WHOLE_UNITS, or one of TEXT_UNITS
    from_date: dt.date
    until_date: dt.date | None  # None: until something else is decided
    source: str  # key in sources.toml
    status: Status
    article: str = ""
    note: str = ""
    vi: str = ""
    en: str = ""
    written: str = ""  # the value as it stands in the file

    @property
    def rate(self) -> Fraction:
        """The value as an exact fraction; asking it of a text is our own mistake."""
        assert not isinstance(self.value, str), self.key
        return Fraction(self.value)

    @property
    def whole(self) -> int:
        """The value as a whole number of its unit."""
        assert isinstance(self.value, int), self.key
        return self.value

    @property
    def text(self) -> str:
        """The value as a text."""
        assert isinstance(self.value, str), self.key
        return self.value

    def covers(self, on: dt.date) -> bool:
        """Whether the value is in force on that day."""
        return self.from_date <= on and (self.until_date is None or on <= self.until_date)

    def used(self) -> Used:
        """The record to store beside an amount computed with this value."""
        return Used(self.key, self.from_date, self.written or str(self.value))


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """Every dated value, by key. Made by `law_of`, compared by identity."""

    rows: Mapping[str, tuple[Dated, ...]] = field(default_factory=dict)

    def find(self, key: str, on: dt.date) -> Dated | None:
        """The value in force on a day, or None."""
        return next((row for row in self.rows.get(key, ()) if row.covers(on)), None)

    def value(self, key: str, on: dt.date) -> Dated:
        """The value in force on a day, or NoRuleInForce."""
        return in_force(self.rows.get(key, ()), key, on)

    def find_month(self, key: str, period: Period) -> Dated | None:
        """The value that governs a month, or None."""
        return self.find(key, last_day(period))

    def for_month(self, key: str, period: Period) -> Dated:
        """The value that governs a month: the one in force on its last day."""
        return self.value(key, last_day(period))

    def history(self, key: str) -> tuple[Dated, ...]:
        """Every value the rule ever had, oldest first; empty for an unknown key."""
        return self.rows.get(key, ())


def in_force(table: Iterable[Dated], key: str, on: dt.date) -> Dated:
    """Find the value of a rule on a day.

    Takes    `table` in any order and of any keys.
    Returns  the one row of that key that covers the day.
    Raises   NoRuleInForce outside the days on record: the law is never guessed.
    """
    for row in table:
        if row.key == key and row.covers(on):
            return row
    raise NoRuleInForce(key=key, on=on.isoformat())


def law_of(rows: Iterable[Dated]) -> Law:
    """Bring dated values together.

    Takes    rows in any order.
    Returns  the law, each key's rows oldest first, each day of its range covered exactly once.
    Raises   AssertionError when two rows of a key overlap or leave days between them: the
             parameter files are ours, so that is our own mistake.
    """
    by_key: dict[str, list[Dated]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(row)
    for held in by_key.values():
        held.sort(key=lambda row: row.from_date)
        _assert_seamless(held)
    return Law({key: tuple(held) for key, held in sorted(by_key.items())})


def parse(text: str) -> tuple[Dated, ...]:
    """Read one parameter file.

    Takes    TOML: per key a table with `unit`, `vi`, `en` and `dated`, a list of tables with
             `value` (exact text), `from`, `until` (left out: still in force), `source`,
             `article`, `status` and, where something is to be known, `note`.
    Returns  one `Dated` per value.
    Raises   AssertionError for a unit nobody knows or a span that ends before it begins.
    """
    found: list[Dated] = []
    for key, entry in tomllib.loads(text).items():
        found.extend(_dated(key, entry, one) for one in entry["dated"])
    return tuple(found)


def _dated(key: str, entry: Mapping[str, Any], one: Mapping[str, Any]) -> Dated:
    until = one.get("until")
    assert until is None or until >= one["from"], key
    return Dated(
        key=key,
        value=_read(one["value"], entry["unit"]),
        unit=entry["unit"],
        from_date=one["from"],
        until_date=until,
        source=one["source"],
        status=Status(one["status"]),
        article=one.get("article", ""),
        note=one.get("note", ""),
        vi=entry["vi"],
        en=entry["en"],
        written=one["value"],
    )


def _read(written: str, unit: str) -> Fraction | int | str:
    if unit == OF_ONE:
        return Fraction(written)
    if unit in WHOLE_UNITS:
        return int(written)
    assert unit in TEXT_UNITS, unit
    return written


def _assert_seamless(rows: Iterable[Dated]) -> None:
    earlier: Dated | None = None
    for row in rows:
        if earlier is not None:
            until = earlier.until_date
            assert until is not None, f"{row.key}: {earlier.from_date} has no end"
            assert until + dt.timedelta(days=1) == row.from_date, f"{row.key}: {until}"
        earlier = row
