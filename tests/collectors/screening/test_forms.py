"""How days, months, numbers and shares may be written."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.screening import forms

TENTH = dt.date(2026, 7, 10)


@pytest.mark.parametrize(
    "text",
    [
        "2026-07-10",
        "10/07/2026",
        "10-7-2026",
        "10.07.2026",
        "2026-07-10T08:15:02",
        "10/07/2026 8:15",
    ],
)
def test_a_day_may_be_written_in_these_ways(text: str) -> None:
    """ISO, or the day first as in Vietnam; a time of day is left out."""
    assert forms.day(text) == TENTH


@pytest.mark.parametrize(
    "text",
    [
        "10/07/26",
        "2026/07/10",
        "31/02/2026",
        "07/13/2026",
        "10/07-2026",
        "hôm nay",
        "46213",
        "1/1/9999",
        "2026-07-10 25:00",
        "\uff12\uff10\uff12\uff16-07-10",
        "",
    ],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    """Two-digit years, other orders, days that do not exist, numbers: nothing is guessed."""
    assert forms.day(text) is None


def test_a_moment_without_a_zone_is_vietnamese() -> None:
    """08:15 in a Vietnamese file is 01:15 UTC."""
    moment = forms.moment("2026-07-10 08:15:02")
    assert moment is not None
    assert moment.astimezone(dt.UTC).hour == 1


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)))
def test_every_day_is_read_back(day: dt.date) -> None:
    """Both ways of writing a day give the day."""
    assert forms.day(day.isoformat()) == forms.day(f"{day:%d/%m}/{day.year}") == day


@pytest.mark.parametrize(
    "text",
    [
        "2026-06",
        "06/2026",
        "6/2026",
        "06-2026",
        "T6/2026",
        "tháng 06/2026",
        "2026-06-01",
        "01/06/2026",
    ],
)
def test_a_month_may_be_written_in_these_ways(text: str) -> None:
    """The first of a month stands for it: spreadsheets make that of 06/2026."""
    assert forms.period(text) == "2026-06"


@pytest.mark.parametrize(
    "text", ["2026-13", "13/2026", "6/26", "2026-06-15", "202606", "Q2/2026", "0/2026", "06/1066"]
)
def test_what_is_no_month_is_refused(text: str) -> None:
    """A quarter, a day inside a month, or a month without a full year is no month."""
    assert forms.period(text) is None


@pytest.mark.parametrize(
    ("text", "count"), [("0", 0), ("120", 120), ("1.234", 1234), ("1 234", 1234)]
)
def test_a_count_is_a_whole_number(text: str, count: int) -> None:
    """With or without grouping."""
    assert forms.count(text) == count


@pytest.mark.parametrize("text", ["-1", "1,5", "1.5", "một", "1.23.456", "12345678901"])
def test_what_is_no_count_is_refused(text: str) -> None:
    """Negative, broken or absurdly large numbers count nothing."""
    assert forms.count(text) is None


def test_a_year_has_four_digits() -> None:
    """Neither 26 nor 20266 is a year."""
    assert [forms.year(text) for text in ("2026", "26", "20266", "x")] == [2026, None, None, None]


def test_a_share_is_exact() -> None:
    """75/100 is three quarters, to the last digit."""
    assert forms.share("75/100") == Fraction(3, 4)
    assert forms.share("0/100") == 0


@pytest.mark.parametrize("text", ["0.75", "75%", "75", "1/0", "101/100", "-1/4", "1/3/3"])
def test_what_is_no_share_is_refused(text: str) -> None:
    """Decimals and percentages are where roundings hide; a share over one invents money."""
    assert forms.share(text) is None
