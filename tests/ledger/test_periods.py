"""Months: they sort as they read, and neither skip nor repeat."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.periods import (
    CHANGES,
    SHUT,
    NotAPeriod,
    Period,
    PeriodState,
    first_day,
    last_day,
    parse_period,
    period_of,
    periods_between,
    shift,
)

DAYS = st.dates(min_value=dt.date(1000, 1, 1), max_value=dt.date(2999, 12, 31))


@given(DAYS)
def test_a_day_lies_within_its_month(day: dt.date) -> None:
    """First and last day of a month belong to it."""
    period = period_of(day)
    assert first_day(period) <= day <= last_day(period)
    assert period_of(first_day(period)) == period_of(last_day(period)) == period
    assert parse_period(period) == period


@given(DAYS, st.integers(min_value=-1_000, max_value=1_000))
def test_shifting_there_and_back(day: dt.date, months: int) -> None:
    """So many months on and as many back is where it began."""
    period = period_of(day)
    assert shift(shift(period, months), -months) == period
    index = int(period[:4]) * 12 + int(period[5:]) - 1
    moved = shift(period, months)
    assert int(moved[:4]) * 12 + int(moved[5:]) - 1 == index + months


def test_the_month_after_december() -> None:
    """A year ends after December."""
    assert shift(Period("2026-12"), 1) == "2027-01"
    assert first_day(shift(Period("2026-12"), 1)) == last_day(Period("2026-12")) + dt.timedelta(1)


def test_months_between() -> None:
    """Both ends are included; an end before the beginning gives nothing."""
    assert periods_between(Period("2026-11"), Period("2027-01")) == (
        "2026-11",
        "2026-12",
        "2027-01",
    )
    assert periods_between(Period("2026-02"), Period("2026-01")) == ()
    assert periods_between(Period("9999-12"), Period("9999-12")) == ("9999-12",)


@pytest.mark.parametrize(
    "text",
    ["2026-13", "2026-00", "2026-1", "26-01", "\u0662\u0660\u0662\u0666-01", "2026-01\n", ""],
)
def test_what_is_no_month(text: str) -> None:
    """Anything but YYYY-MM is refused."""
    with pytest.raises(NotAPeriod):
        parse_period(text)


def test_how_far_a_month_has_got() -> None:
    """Open, soft, closed, final: each further than the one before; the last two are shut."""
    assert [state.rank for state in PeriodState] == [0, 1, 2, 3]
    assert [state for state in PeriodState if state.shut] == list(SHUT) == ["closed", "final"]


def test_nothing_leaves_the_final_state() -> None:
    """A month moves on step by step, or back to open; from final it moves nowhere."""
    assert not [change for change in CHANGES if change[0] is PeriodState.FINAL]
    assert {after for _, after in CHANGES if after.rank == 3} == {PeriodState.FINAL}
    assert [before for before, after in CHANGES if after is PeriodState.FINAL] == ["closed"]
