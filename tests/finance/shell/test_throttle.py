"""How often one address may try."""

import pytest

from finance.shell import throttle
from finance.shell.throttle import Throttle


def test_so_many_in_a_window() -> None:
    """The window slides; another address is counted by itself."""
    tries = Throttle(2, 10)
    assert not tries.full("a", 0)
    tries.note("a", 0)
    assert not tries.full("a", 0)
    tries.note("a", 5)
    assert tries.full("a", 9)
    assert not tries.full("a", 10)
    assert not tries.full("b", 9)
    tries.note("a", 10)
    assert tries.full("a", 14)


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever was seen longest ago is forgotten."""
    monkeypatch.setattr(throttle, "_MOST_ADDRESSES", 2)
    tries = Throttle(1, 10)
    for address in ("a", "b", "a", "c"):
        tries.note(address, 0)
    assert [tries.full(address, 0) for address in "abc"] == [True, False, True]
