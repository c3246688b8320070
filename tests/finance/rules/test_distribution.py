"""By when a share is passed on: five working days after the bank's booking."""

import datetime as dt

import pytest

from finance.rules.distribution import WORKING_DAYS, distribution_due_on, overdue_since
from finance.rules.rates import Dated, Law, law_of
from finance.rules.workdays import HOLIDAYS
from finance.runtime.parameters import law
from ledger.accounts import Status


@pytest.mark.parametrize(
    ("booked", "due"),
    [
        (dt.date(2026, 7, 10), dt.date(2026, 7, 17)),  # Friday to Friday: R1 of June
        (dt.date(2026, 7, 28), dt.date(2026, 8, 4)),  # R6
        (dt.date(2026, 7, 11), dt.date(2026, 7, 17)),  # a Saturday
    ],
)
def test_five_working_days(booked: dt.date, due: dt.date) -> None:
    """Weekends are not counted, nor the day itself."""
    assert distribution_due_on(booked, law()) == due


def test_holidays_that_were_entered_are_not_counted() -> None:
    """Booked on Tuesday; Wednesday and Thursday are holidays, so a week and two days."""
    off = "2026-09-02 2026-09-03"
    since = dt.date(2026, 1, 1)
    entered = Dated(HOLIDAYS, off, "dates", since, None, "lua_chon_noi_bo", Status.CONFIGURED)
    found = distribution_due_on(
        dt.date(2026, 9, 1), law_of([*law().history(WORKING_DAYS), entered])
    )
    assert found == dt.date(2026, 9, 10)


def test_the_day_after_is_late() -> None:
    """On the due day nothing is overdue yet; the day after, what was booked that day or before."""
    assert overdue_since(dt.date(2026, 7, 17), law()) == dt.date(2026, 7, 9)
    assert overdue_since(dt.date(2026, 7, 18), law()) == dt.date(2026, 7, 12)
    assert overdue_since(dt.date(2026, 7, 19), law()) == dt.date(2026, 7, 12)
    assert overdue_since(dt.date(2026, 7, 22), law()) == dt.date(2026, 7, 14)


def test_without_a_term_nothing_is_late() -> None:
    """Before the decision is on record."""
    assert distribution_due_on(dt.date(2024, 11, 30), law()) is None
    assert overdue_since(dt.date(2026, 7, 17), Law()) is None
    assert overdue_since(dt.date(2024, 12, 2), law()) is None
