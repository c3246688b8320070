"""Days and months as people type them."""

import datetime as dt

import click
import pytest

from finance.cli.parameters import DAY, MOMENT, MONTH


def test_a_day_is_read_as_iso() -> None:
    """A day is written YYYY-MM-DD."""
    assert DAY.convert("2026-06-30", None, None) == dt.date(2026, 6, 30)
    assert DAY.convert(dt.date(2026, 6, 30), None, None) == dt.date(2026, 6, 30)


@pytest.mark.parametrize("text", ["30/06/2026", "2026-02-30", "", "yesterday"])
def test_another_day_is_a_mistake_of_usage(text: str) -> None:
    """What is no day is refused before anything runs."""
    with pytest.raises(click.BadParameter, match="YYYY-MM-DD"):
        DAY.convert(text, None, None)


def test_a_month_is_read_as_iso() -> None:
    """A month is written YYYY-MM."""
    assert MONTH.convert("2026-06", None, None) == "2026-06"


@pytest.mark.parametrize("text", ["2026-6", "2026-13", "06/2026", ""])
def test_another_month_is_a_mistake_of_usage(text: str) -> None:
    """What is no month is refused before anything runs."""
    with pytest.raises(click.BadParameter, match="YYYY-MM"):
        MONTH.convert(text, None, None)


@pytest.mark.parametrize(
    "text", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "hom-qua"]
)
def test_a_moment_beyond_the_calendar_is_a_mistake_of_usage(text: str) -> None:
    """What is no moment in Vietnam's time is refused before anything runs."""
    with pytest.raises(click.BadParameter, match="ISO 8601"):
        MOMENT.convert(text, None, None)
