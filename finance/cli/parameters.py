"""Kinds of parameter that commands share: days, months."""

import datetime as dt
from typing import Any

import click

from ledger.errors import Refusal
from ledger.periods import Period, parse_period


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


DAY = _Day()
MONTH = _Month()
