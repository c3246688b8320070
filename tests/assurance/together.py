"""The same work from many sides, begun in the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

PATIENCE_S = 120  # a side that never comes is a fault, not a reason to wait for ever
T = TypeVar("T")


def at_once(work: Callable[[int], T], threads: int) -> list[T]:
    """Run the same work in threads that begin together; each takes connections of its own.

    Takes    the work, told the number of its thread.
    Returns  what each answered, in order; the first exception of a thread is raised.
    """
    gate = threading.Barrier(threads, timeout=PATIENCE_S)

    def run(number: int) -> T:
        gate.wait()
        return work(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(threads)))
