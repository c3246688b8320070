"""Bars of a chart."""

from hypothesis import given
from hypothesis import strategies as st

from reports.web.chart import AMOUNTS, WIDTH, bar_chart


def test_the_longest_bar_is_the_largest_amount() -> None:
    """Bars are as long as their share of the largest; what they say stands in words as well."""
    chart = bar_chart("Thu và chi", [("Thu", 100), ("Chi", 25), ("Dư", 0), ("Lỗ", -50)])
    assert [bar.width for bar in chart.bars] == [380, 95, 0, 190]
    assert [bar.negative for bar in chart.bars] == [False, False, False, True]
    assert chart.told == "Thu: 100; Chi: 25; Dư: 0; Lỗ: −50"
    assert chart.title == "Thu và chi"


@given(st.lists(st.integers(-(10**18), 10**18)))
def test_bars_stay_in_the_picture(amounts: list[int]) -> None:
    """However large an amount, its bar ends inside the picture, below the one before it."""
    chart = bar_chart("x", [("x", amount) for amount in amounts])
    assert all(0 <= bar.width <= WIDTH - AMOUNTS for bar in chart.bars)
    assert [bar.top for bar in chart.bars] == sorted({bar.top for bar in chart.bars})
    assert all(bar.top < chart.height for bar in chart.bars)
