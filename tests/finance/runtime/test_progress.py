"""Work that nobody watches goes on all the same."""

from finance.runtime.progress import nobody


def test_nobody_need_listen() -> None:
    """Work that nobody waits for is told to nobody, and goes on."""
    heard = nobody(1000)  # type: ignore[func-returns-value] # that it returns nothing is the point
    assert heard is None
