"""How old what is overdue is: by days, and by the classes of the social-insurance agency.

Pure. The decree knows two states, late and non-payment (`finance.rules.states`); spans of days
are our own choice, and the agency's classes are its practice for its own debts, not the law of
the levy.
"""

import datetime as dt
from enum import StrEnum
from typing import Final

from finance.rules.rates import Law
from ledger.periods import last_day, period_of

SPANS: Final = (30, 60, 90, 180, 365)  # last days of the spans; what is older is in one more
LATE_MONTHS: Final = "arrears.si_late_months"
PROLONGED_MONTHS: Final = "arrears.si_prolonged_months"
_MONTHS_IN_YEAR: Final = 12


class SiClass(StrEnum):
    """A class of debt as the social-insurance agency has it."""

    ARISING = "arising"  # phát sinh
    LATE = "late"  # chậm đóng
    PROLONGED = "prolonged"  # kéo dài
    HARD = "hard_to_collect"  # khó thu


def span_of(days_late: int) -> int:
    """The place of the span that holds so many days late, counted from 0."""
    return sum(days_late > last for last in SPANS)


def months_late(due_on: dt.date, as_of: dt.date) -> int:
    """Count the whole months since a due day; due days are the last of their month.

    Returns  0 up to the last day of the month after, on which the first month is full.
    """
    months = (as_of.year - due_on.year) * _MONTHS_IN_YEAR + as_of.month - due_on.month
    full = as_of == last_day(period_of(as_of))
    return max(0, months if full else months - 1)


def si_class(due_on: dt.date, as_of: dt.date, law: Law, *, gone: bool) -> SiClass | None:
    """Say in which class of the social-insurance agency an overdue amount would be.

    Takes    the due day of the oldest amount; `gone`, whether the employer has ceased, is
             dissolved or bankrupt.
    Returns  None where no rule of the agency is on record for the day.
    Source   (sources: qd_595_bhxh)
    """
    late, prolonged = law.find(LATE_MONTHS, as_of), law.find(PROLONGED_MONTHS, as_of)
    if late is None or prolonged is None:
        return None
    if gone:
        return SiClass.HARD
    months = months_late(due_on, as_of)
    if months >= prolonged.whole:
        return SiClass.PROLONGED
    return SiClass.LATE if months >= late.whole else SiClass.ARISING
