"""The monthly notice of a workers' organisation: until when, and what missing it does.

Pure. The organisation tells each month what was paid on its members' wages; who does not, without
a good reason, is paid nothing in the month that follows.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from finance.rules.rates import Law
from ledger.periods import Period, last_day, period_of, shift

NOTICE_AFTER = "organisation.notice_months_after"
SUSPENDED = "organisation.suspended_months"


@dataclass(frozen=True, slots=True)
class NoticeMonth:
    """What is known of the notice of one wage month."""

    paid: bool  # whether the employer had paid anything by the day the notice was due
    received_on: dt.date | None
    excused: bool


def notice_due_on(period: Period, law: Law) -> dt.date | None:
    """The last day on which the notice of a wage month is in time; None while none was asked.

    Source   (sources: nd_105_2026) art. 15(3)
    """
    after = law.find_month(NOTICE_AFTER, period)
    return None if after is None else last_day(shift(period, after.whole))


def is_missed(period: Period, known: NoticeMonth, on: dt.date, law: Law) -> bool:
    """Whether, as of a day, the notice of a month was missed without a good reason.

    Where the employer has paid nothing there is nothing to tell of.
    Source   (sources: nd_105_2026) art. 15(3)
    """
    due = notice_due_on(period, law)
    if due is None or on <= due or known.excused or not known.paid:
        return False
    return known.received_on is None or known.received_on > due


def suspending_months(on: dt.date, law: Law) -> list[Period]:
    """The wage months whose missed notice suspends distribution on a day, the earliest first.

    Source   (sources: nd_105_2026) art. 15(3): the month after the one in which it was due
    """
    month = period_of(on)
    after, most = law.find(NOTICE_AFTER, on), law.find(SUSPENDED, on)
    if after is None or most is None:
        return []
    back = range(after.whole + most.whole, after.whole, -1)
    return [shift(month, -months) for months in back]


def suspends(on: dt.date, months: Iterable[tuple[Period, NoticeMonth]], law: Law) -> bool:
    """Whether one of these months, each with what is known of it, suspends distribution on a day.

    Source   (sources: nd_105_2026) art. 15(3)
    """
    wanted = set(suspending_months(on, law))
    return any(period in wanted and is_missed(period, known, on, law) for period, known in months)
