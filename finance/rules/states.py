"""The state of an obligation on a day: not due, late, non-payment, paid, suspended, waived.

Pure. A state is never stored: it follows from the amounts, the due day and the day asked for.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from finance.rules.rates import Law
from ledger.money import ZERO, Vnd

NON_PAYMENT_DAYS = "levy.non_payment_days"


class ObligationState(StrEnum):
    """What can be said of an obligation on a day."""

    NOT_DUE = "not_due"
    LATE = "late"  # chậm đóng
    NON_PAYMENT = "non_payment"  # không đóng
    PAID = "paid"
    SUSPENDED = "suspended"  # tạm dừng
    WAIVED = "waived"  # miễn


@dataclass(frozen=True, slots=True)
class Standing:
    """What is owed and what has been done about it, all in đồng."""

    amount_vnd: Vnd  # owed, after any reduction
    paid_vnd: Vnd  # matched to it
    due_on: dt.date  # the make-up day when suspended
    suspended: bool = False  # a suspension covers the wage month
    waived_vnd: Vnd = ZERO  # what an exemption took off the unpaid part

    @property
    def open_vnd(self) -> Vnd:
        """What is still to be paid; never below zero."""
        return Vnd(max(0, self.amount_vnd - self.paid_vnd - self.waived_vnd))


def state_on(standing: Standing, as_of: dt.date, law: Law) -> ObligationState:
    """Say in which state an obligation is on a day.

    Returns  `paid` once nothing is open (an obligation of zero is paid from the start), or
             `waived` when an exemption closed it; otherwise, up to and on the due day,
             `suspended` or `not_due`; after it `late`, and `non_payment` from the day
             `non_payment_from` gives.
    Source   (sources: nd_105_2026) arts 6, 11, 13
    """
    if standing.open_vnd == 0:
        return ObligationState.WAIVED if standing.waived_vnd > 0 else ObligationState.PAID
    if as_of <= standing.due_on:
        return ObligationState.SUSPENDED if standing.suspended else ObligationState.NOT_DUE
    from_day = non_payment_from(standing.due_on, law)
    if from_day is not None and as_of >= from_day:
        return ObligationState.NON_PAYMENT
    return ObligationState.LATE


def days_late(standing: Standing, as_of: dt.date) -> int:
    """Days since the due day; zero up to that day, and when nothing is open."""
    if standing.open_vnd == 0:
        return 0
    return max(0, (as_of - standing.due_on).days)


def non_payment_from(due_on: dt.date, law: Law) -> dt.date | None:
    """Find the first day on which what is unpaid is no longer late but not paid at all.

    The one place where days are counted: the first day after the due day is day 1, and day 60
    is still late (due 2026-07-31: late to 2026-09-29, non-payment from 2026-09-30).

    Returns  that day, never before the rule came into force; None when no such rule is on
             record. Before it, an overdue obligation is late however old it is.
    Source   (sources: nd_105_2026) arts 6(2), 18(1); about day 60 itself they are silent
    """
    for rule in law.history(NON_PAYMENT_DAYS):
        first = max(rule.from_date, due_on + dt.timedelta(days=rule.whole + 1))
        if rule.covers(first):
            return first
    return None
