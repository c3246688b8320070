"""By when a share is to be passed on.

Pure. The days are counted from the day the bank booked the receipt; whether they begin with the
receipt or with its identification, the text at hand does not settle.
"""

import datetime as dt
from typing import Final

from finance.rules.rates import Law
from finance.rules.workdays import add_working_days, holidays_in

WORKING_DAYS: Final = "levy.distribution_working_days"


def distribution_due_on(booked_on: dt.date, law: Law) -> dt.date | None:
    """The last day on which shares of money booked that day are passed on in time, if one is set.

    Source   (sources: qd_1408_tld) art. 28
    """
    days = law.find(WORKING_DAYS, booked_on)
    if days is None:
        return None
    return add_working_days(booked_on, days.whole, holidays_in(law, booked_on))


def overdue_since(on: dt.date, law: Law) -> dt.date | None:
    """The latest booking day whose shares are overdue on a day; None while no term is set.

    Source   (sources: qd_1408_tld) art. 28
    """
    day = on
    while (due := distribution_due_on(day, law)) is not None:
        if due < on:
            return day
        day -= dt.timedelta(days=1)
    return None
