"""The reminder to publish: a unit whose last closed month is not public in time is told so."""

import datetime as dt
from typing import Final

from finance.actions.remind import Reminder, remind
from finance.runtime.context import Context
from finance.runtime.parameters import law
from finance.runtime.scheduler import Job
from reports.figures.terms import month
from reports.queries.disclosures import overdue_months

KIND: Final = "disclosure.due"
DAYS: Final = "disclosure.days_after_approval"


def day_of(day: dt.date) -> str:
    """The slot of a job that runs once a day."""
    return day.isoformat()


def remind_to_publish(ctx: Context) -> str:
    """Tell each unit that stands and is late, once for each month.

    The days are those for an approved settlement; that a closed month counts like one is our own
    choice.
    Source   (sources: hd_42_tld)
    """
    days = law().value(DAYS, ctx.today).whole
    with ctx.database.reading() as session:
        late = overdue_months(session, ctx.today - dt.timedelta(days=days))
    made = remind(
        ctx,
        [
            Reminder(
                unit=unit,
                kind=KIND,
                slot=period,
                vi=f"Tháng {month(period)} đã khóa sổ nhưng chưa công khai trong {days} ngày.",
                en=f"{month(period)} is closed but was not published within {days} days.",
            )
            for unit, period in late
        ],
    )
    return f"{len(late)} late, {made} reminded"


REMINDER: Final = Job("disclosure_reminder", 7, 0, day_of, remind_to_publish)
