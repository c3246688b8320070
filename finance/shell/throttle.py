"""How often one address may try something, counted in the memory of one server process.

A second line only: what is tried must be beyond guessing by itself. Nothing is written, so that
a page that only reads may use it.
"""

from collections import OrderedDict, deque
from threading import Lock
from typing import Final

_MOST_ADDRESSES: Final = 10_000  # the one seen longest ago is forgotten first


class Throttle:
    """Counts tries by address over a sliding window."""

    def __init__(self, most: int, window_us: int) -> None:
        """Allow so many tries in so many microseconds."""
        self._most = most
        self._window_us = window_us
        self._tries: OrderedDict[str, deque[int]] = OrderedDict()
        self._lock = Lock()

    def note(self, address: str, now_us: int) -> None:
        """Count a try."""
        with self._lock:
            tries = self._tries.setdefault(address, deque(maxlen=self._most))
            tries.append(now_us)
            self._tries.move_to_end(address)
            if len(self._tries) > _MOST_ADDRESSES:
                self._tries.popitem(last=False)

    def full(self, address: str, now_us: int) -> bool:
        """Whether the address has tried as often as it may."""
        with self._lock:
            tries = self._tries.get(address)
            return (
                tries is not None
                and len(tries) == self._most
                and now_us - tries[0] < self._window_us
            )
