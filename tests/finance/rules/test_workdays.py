"""Days on which offices work."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.rates import Dated, law_of
from finance.rules.workdays import add_working_days, holidays_in, is_working_day
from finance.runtime.parameters import law
from ledger.accounts import Status

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "days", "found"),
    [
        ("2026-07-10", 5, "2026-07-17"),
        ("2026-07-28", 5, "2026-08-04"),
        ("2026-07-11", 1, "2026-07-13"),
        ("2026-07-10", 1, "2026-07-13"),
        ("2026-07-11", 0, "2026-07-11"),
    ],
)
def test_weekends_are_passed_over(day: str, days: int, found: str) -> None:
    """Saturday and Sunday do not count; the first day itself does not either."""
    assert add_working_days(dt.date.fromisoformat(day), days) == dt.date.fromisoformat(found)


def test_configured_holidays_are_passed_over() -> None:
    """A holiday that has been entered moves the day on."""
    holiday = frozenset({dt.date(2026, 9, 2)})
    assert add_working_days(dt.date(2026, 9, 1), 1, holiday) == dt.date(2026, 9, 3)
    assert not is_working_day(dt.date(2026, 9, 2), holiday)
    assert is_working_day(dt.date(2026, 9, 2))


def test_no_holiday_is_known_as_delivered() -> None:
    """The holidays are the operator's to enter; a list that has been entered is read."""
    assert holidays_in(law(), dt.date(2026, 9, 2)) == frozenset()
    entered = Dated(
        "workdays.public_holidays",
        "2026-09-01 2026-09-02",
        "dates",
        dt.date(2026, 1, 1),
        None,
        "lua_chon_noi_bo",
        Status.CONFIGURED,
    )
    found = holidays_in(law_of([entered]), dt.date(2026, 9, 2))
    assert found == {dt.date(2026, 9, 1), dt.date(2026, 9, 2)}


def test_days_are_counted_forward_only() -> None:
    """Counting backwards is our own mistake."""
    with pytest.raises(AssertionError):
        add_working_days(dt.date(2026, 7, 10), -1)


@given(DAYS, st.integers(1, 60), st.frozensets(DAYS, max_size=20))
def test_so_many_working_days_lie_between(
    day: dt.date, days: int, holidays: frozenset[dt.date]
) -> None:
    """The day found is a working day, and the days up to it are as many as asked for."""
    found = add_working_days(day, days, holidays)
    passed = [day + dt.timedelta(days=n) for n in range(1, (found - day).days + 1)]
    assert is_working_day(found, holidays)
    assert sum(is_working_day(one, holidays) for one in passed) == days
