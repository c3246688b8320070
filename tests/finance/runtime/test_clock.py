"""One place knows the time; a moment is counted in microseconds, a day is Vietnam's."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.runtime.clock import HOUR_US, SECOND_US, FixedClock, SystemClock, moment, parse_moment

DAY = dt.date(2026, 6, 15)


def test_a_fixed_clock_stands_at_noon_until_told() -> None:
    """Noon in Vietnam is five in the morning, UTC."""
    clock = FixedClock(DAY)
    assert moment(clock.now_us()).isoformat() == "2026-06-15T12:00:00+07:00"
    assert clock.now_us() == clock.now_us()
    clock.forward(seconds=12 * 3600)
    assert clock.today() == dt.date(2026, 6, 16)


def test_the_business_day_is_vietnams() -> None:
    """Seventeen hours UTC is midnight in Vietnam: the next day has begun."""
    evening = int(dt.datetime(2026, 6, 15, 17, tzinfo=dt.UTC).timestamp()) * SECOND_US
    assert moment(evening).date() == dt.date(2026, 6, 16)
    assert moment(evening - 1).date() == DAY


def test_the_machines_clock_goes_on() -> None:
    """Later is never earlier, and its day is that of its moment."""
    clock = SystemClock()
    first = clock.now_us()
    assert clock.now_us() >= first
    assert abs((moment(first).date() - clock.today()).days) <= 1


@given(st.integers(0, 4_000_000_000 * SECOND_US))
def test_a_moment_is_told_to_the_microsecond(at_us: int) -> None:
    """No rounding on the way from the number to the time of day."""
    then = moment(at_us)
    assert int(then.replace(microsecond=0).timestamp()) * SECOND_US + then.microsecond == at_us
    assert then.utcoffset() == dt.timedelta(microseconds=7 * HOUR_US) or then.year < 1976


def test_a_written_moment_is_vietnams_unless_it_says_so() -> None:
    """Seven hours lie between noon here and noon UTC; microseconds are kept; nonsense is none."""
    here = parse_moment("2026-06-15T12:00")
    assert parse_moment("2026-06-15T12:00Z") - here == 7 * HOUR_US
    assert parse_moment("2026-06-15T12:00:00.000001") == here + 1
    assert moment(here).isoformat() == "2026-06-15T12:00:00+07:00"
    with pytest.raises(ValueError, match="hom-qua"):
        parse_moment("hom-qua")
    for beyond in ("9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"):
        with pytest.raises(ValueError, match="year"):
            parse_moment(beyond)
