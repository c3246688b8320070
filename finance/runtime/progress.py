"""How far long work is, told to whoever wants to hear it."""

from collections.abc import Callable

Told = Callable[[int], None]  # hears how many rows have been dealt with so far


def nobody(_rows: int) -> None:
    """Stand in for somebody who wants to hear how far it is."""
