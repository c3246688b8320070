"""Bars of a chart, in whole units of the picture; the table beside it is its source.

Pure. The picture itself is a few lines of SVG in a template: no script, readable without colours.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.money import format_vnd

WIDTH = 520  # of the picture: narrow enough for a telephone
AMOUNTS = 140  # what the amounts take on the right
STEP = 60  # a name, its bar, and air


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its amount as text, and where it lies."""

    label: str
    amount: str
    top: int
    width: int
    negative: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart and what it says in words."""

    title: str
    told: str
    bars: tuple[Bar, ...]

    @property
    def height(self) -> int:
        """Of the picture."""
        return STEP * len(self.bars)


def bar_chart(title: str, amounts: Sequence[tuple[str, int]]) -> Chart:
    """A bar for each amount, as long as its share of the largest.

    An amount below zero is as long as its size and is marked as negative.
    """
    longest = max((abs(amount) for _, amount in amounts), default=0)
    room = WIDTH - AMOUNTS
    bars = tuple(
        Bar(
            label=label,
            amount=format_vnd(amount),
            top=STEP * at,
            width=max(1, abs(amount) * room // longest) if amount else 0,
            negative=amount < 0,
        )
        for at, (label, amount) in enumerate(amounts)
    )
    told = "; ".join(f"{bar.label}: {bar.amount}" for bar in bars)
    return Chart(title, told, bars)
