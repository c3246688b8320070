"""How large the demo is."""

from collectors.cli.demo.scales import SCALES, TINY
from ledger.periods import Period


def test_the_small_federation_is_the_one_promised() -> None:
    """One confederation, 3 provinces, 8 upper unions, 60 grassroots, 400 employers, 9 months."""
    small = SCALES["small"]
    assert (small.provinces, small.uppers, small.grassroots, small.employers) == (3, 8, 60, 400)
    assert small.wage_months[0] == Period("2025-10")
    assert small.wage_months[-1] == Period("2026-06")


def test_wages_are_declared_and_paid_in_the_month_after() -> None:
    """A wage month is the calendar month's elder by one."""
    assert TINY.wage_months == (Period("2025-12"), Period("2026-01"), Period("2026-02"))
    assert TINY.calendar_months == (Period("2026-01"), Period("2026-02"), Period("2026-03"))


def test_a_nation_has_its_numbers() -> None:
    """34 provinces, and hundreds of thousands of employers whose registers stream as CSV."""
    national = SCALES["national"]
    assert (national.provinces, national.grassroots, national.employers) == (34, 120_000, 900_000)
    assert not national.workbooks
