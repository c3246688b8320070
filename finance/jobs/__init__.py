"""Scheduled work of this room: years opened, months closed in time, seals signed, cases told."""

import datetime as dt

from finance.actions.close_lapsed import close_lapsed
from finance.actions.open_year import open_year
from finance.actions.publish_checkpoint import NoSigningKey, NothingSealed, publish_checkpoint
from finance.jobs.case_reminders import remind_of_steps
from finance.runtime.context import Context
from finance.runtime.scheduler import Job


def year_of(day: dt.date) -> str:
    """The slot of a job that runs once a year."""
    return str(day.year)


def _open_this_year(ctx: Context) -> str:
    return f"{open_year(ctx, ctx.today.year)} months opened"


def day_of(day: dt.date) -> str:
    """The slot of a job that runs once a day."""
    return day.isoformat()


def _publish_checkpoint(ctx: Context) -> str:
    try:
        made = publish_checkpoint(ctx)
    except (NoSigningKey, NothingSealed) as refusal:  # an installation that does not sign yet
        return refusal.sentence("en")
    return f"checkpoint {made.size}: {made.seals} seals, {made.totals} totals"


def _close_lapsed(ctx: Context) -> str:
    closed, left = close_lapsed(ctx)
    return f"{closed} months closed again, {len(left)} left open"


jobs: tuple[Job, ...] = (
    Job("open_year", 0, 5, year_of, _open_this_year),
    Job("close_lapsed", 0, 20, day_of, _close_lapsed),
    Job("publish_checkpoint", 1, 30, day_of, _publish_checkpoint),
    Job("case_reminder", 7, 10, day_of, remind_of_steps),
)
