"""Kinds of parameter that commands share: days, months, moments, numbered records."""

import datetime as dt
import re
from fractions import Fraction
from typing import Any, Final, NamedTuple

import click

from finance.runtime.clock import moment, parse_moment
from ledger.errors import Refusal
from ledger.periods import Period, parse_period

_EXACT = re.compile(r"([0-9]{1,9})/([1-9][0-9]{0,8})")


_LONGEST_SEQ: Final = 9


class Numbered(NamedTuple):
    """A record of a unit by its number there."""

    unit: str
    seq: int

    def named(self, mark: str) -> str:
        """UNIT/MARK/SEQ, as people name it."""
        return f"{self.unit}/{mark}/{self.seq}"


class _Numbered(click.ParamType[Numbered]):
    def __init__(self, mark: str, what: str) -> None:
        self.name = f"UNIT/{mark}/SEQ"
        self._mark, self._what = mark, what

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's own
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Numbered:
        if isinstance(value, Numbered):
            return value
        unit, _, seq = str(value).rpartition(f"/{self._mark}/")
        if not unit or not (seq.isascii() and seq.isdigit() and len(seq) <= _LONGEST_SEQ):
            self.fail(f"“{value}” is not {self._what} written {self.name}.", param, ctx)
        return Numbered(unit, int(seq))


def numbered(mark: str, what: str) -> click.ParamType[Numbered]:
    """The kind of parameter that names a record; `what` it is, with its article."""
    return _Numbered(mark, what)


class _Day(click.ParamType[dt.date]):
    name = "YYYY-MM-DD"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's own
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> dt.date:
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” is not a day written YYYY-MM-DD.", param, ctx)


class _Month(click.ParamType[Period]):
    name = "YYYY-MM"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's own
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Period:
        try:
            return parse_period(value)
        except Refusal as refusal:
            self.fail(refusal.sentence("en"), param, ctx)


class _Moment(click.ParamType[int]):
    name = "TIMESTAMP"

    def convert(
        self, value: str | int, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        if isinstance(value, int):
            return value
        try:
            return parse_moment(value)
        except ValueError:
            self.fail(f"“{value}” is not a moment written as ISO 8601.", param, ctx)


class _Rate(click.ParamType[Fraction]):
    name = "RATE"

    def convert(
        self,
        value: str | Fraction,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Fraction:
        if isinstance(value, Fraction):
            return value
        found = _EXACT.fullmatch(value)
        if found is None:
            self.fail(f"“{value}” is not an exact part of one, such as 3/1000.", param, ctx)
        return Fraction(int(found[1]), int(found[2]))


def written(at_us: int | None) -> str | None:
    """A moment as ISO 8601 in Vietnam's time; None for none."""
    return None if at_us is None else moment(at_us).isoformat()


DAY = _Day()
MOMENT = _Moment()
MONTH = _Month()
RATE = _Rate()
