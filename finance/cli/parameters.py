"""Kinds of parameter that commands share: days, months, moments."""

import datetime as dt
import re
from fractions import Fraction
from typing import Any

import click

from finance.runtime.clock import moment, parse_moment
from ledger.errors import Refusal
from ledger.periods import Period, parse_period

_EXACT = re.compile(r"([0-9]{1,9})/([1-9][0-9]{0,8})")


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
