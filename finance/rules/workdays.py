"""Days on which offices work.

Pure. Monday to Friday, less the public holidays that are configured; none are known here.
"""

import datetime as dt

from finance.rules.rates import Law

HOLIDAYS = "workdays.public_holidays"
_SATURDAY = 5  # dt.date.weekday()


def add_working_days(
    day: dt.date, days: int, holidays: frozenset[dt.date] = frozenset()
) -> dt.date:
    """Find the day so many working days after a day.

    Takes    `days`, zero or more; the day itself is not counted. `holidays`, as `holidays_in`.
    Returns  a working day; the day itself for zero, working or not.
    Source   (sources: qd_1408_tld) art. 28 counts in working days, without defining them
    """
    assert days >= 0, days
    left = days
    while left:
        day += dt.timedelta(days=1)
        if is_working_day(day, holidays):
            left -= 1
    return day


def is_working_day(day: dt.date, holidays: frozenset[dt.date] = frozenset()) -> bool:
    """Whether offices work on a day: Monday to Friday, and no holiday."""
    return day.weekday() < _SATURDAY and day not in holidays


def holidays_in(law: Law, on: dt.date) -> frozenset[dt.date]:
    """The public holidays configured in the parameters on a day; empty as delivered.

    Source   (sources: lua_chon_noi_bo): the State sets the yearly calendar; none was read
    """
    return frozenset(dt.date.fromisoformat(one) for one in law.value(HOLIDAYS, on).text.split())
