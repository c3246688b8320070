"""Scheduled work of this room: years opened, months closed in time, seals signed, reminders."""

import datetime as dt

from finance.actions.close_lapsed import close_lapsed
from finance.actions.open_year import open_year
from finance.actions.publish_checkpoint import NoSigningKey, NothingSealed, publish_checkpoint
from finance.actions.remind import Reminder, remind
from finance.actions.remind_of_steps import remind_of_steps
from finance.jobs.relief import remind_of_relief
from finance.records.overdue_shares import overdue_shares
from finance.runtime.context import Context
from finance.runtime.parameters import law
from finance.runtime.scheduler import Job
from ledger.money import format_vnd


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


def _remind_to_distribute(ctx: Context) -> str:
    """Tell each unit that has not passed shares on in time, once for each day they were due.

    Source   (sources: qd_1408_tld) art. 28
    """
    with ctx.database.reading() as session:
        late = overdue_shares(session, ctx.today, law())
    amounts: dict[tuple[str, dt.date], int] = {}
    for share in late:
        key = (share.unit, share.due_on)
        amounts[key] = amounts.get(key, 0) + share.amount_vnd
    reminders = [
        Reminder(
            unit=unit,
            kind="distribution.due",
            slot=due_on.isoformat(),
            vi=f"Quá hạn chuyển {format_vnd(amount)} đồng phần phân phối (hạn {due_on}).",
            en=f"{format_vnd(amount)} đồng of shares were due to be passed on by {due_on}.",
        )
        for (unit, due_on), amount in sorted(amounts.items())
    ]
    return f"{len(reminders)} late, {remind(ctx, reminders)} reminded"


def _close_lapsed(ctx: Context) -> str:
    closed, left = close_lapsed(ctx)
    return f"{closed} months closed again, {len(left)} left open"


def _remind_of_relief(ctx: Context) -> str:
    return f"{remind_of_relief(ctx)} reminded of applications for relief"


def _remind_of_steps(ctx: Context) -> str:
    told = remind_of_steps(ctx)
    return f"{told.due} due, {told.reminded} reminded"


jobs: tuple[Job, ...] = (
    Job("open_year", 0, 5, year_of, _open_this_year),
    Job("close_lapsed", 0, 20, day_of, _close_lapsed),
    Job("relief_reminder", 6, 30, day_of, _remind_of_relief),
    Job("publish_checkpoint", 1, 30, day_of, _publish_checkpoint),
    Job("distribution_reminder", 7, 10, day_of, _remind_to_distribute),
    Job("case_reminder", 7, 10, day_of, _remind_of_steps),
)
