"""Scheduled work of this room: the months of a new year are opened on its first day."""

import datetime as dt

from finance.actions.open_year import open_year
from finance.runtime.context import Context
from finance.runtime.scheduler import Job


def year_of(day: dt.date) -> str:
    """The slot of a job that runs once a year."""
    return str(day.year)


def _open_this_year(ctx: Context) -> str:
    return f"{open_year(ctx, ctx.today.year)} months opened"


jobs: tuple[Job, ...] = (Job("open_year", 0, 5, year_of, _open_this_year),)
