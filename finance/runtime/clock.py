"""The one place that knows what time it is; everything else is told.

A moment is an integer of microseconds since 1970, UTC. The business day is Vietnam's.
"""

import datetime as dt
import time
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
SECOND_US = 1_000_000
MINUTE_US = 60 * SECOND_US
HOUR_US = 60 * MINUTE_US
_NANOSECONDS = 1000
_NOON = dt.time(12, tzinfo=VIETNAM)


class Clock(Protocol):
    """What a caller may ask about time."""

    def now_us(self) -> int:
        """The moment, in microseconds since 1970, UTC."""
        ...

    def today(self) -> dt.date:
        """The business day in Vietnam."""
        ...


class SystemClock:
    """The machine's clock."""

    def now_us(self) -> int:
        """The moment, in microseconds since 1970, UTC."""
        return time.time_ns() // _NANOSECONDS

    def today(self) -> dt.date:
        """The business day in Vietnam."""
        return moment(self.now_us()).date()


@dataclass(slots=True)
class FixedClock:
    """A clock that stands at noon of `day` until it is told to go on; for tests and the demo."""

    day: dt.date
    passed_us: int = 0

    def now_us(self) -> int:
        """Noon of the day, and what was passed since."""
        noon = dt.datetime.combine(self.day, _NOON)
        return int(noon.timestamp()) * SECOND_US + self.passed_us

    def today(self) -> dt.date:
        """The business day in Vietnam."""
        return moment(self.now_us()).date()

    def forward(self, *, seconds: int) -> None:
        """Let so many seconds pass."""
        self.passed_us += seconds * SECOND_US


def parse_moment(text: str) -> int:
    """A moment written as ISO 8601, in microseconds UTC; without a zone it is Vietnam's.

    Raises   ValueError for what is no moment, or none that can be told in Vietnam's time.
    """
    then = dt.datetime.fromisoformat(text)
    if then.tzinfo is None:
        then = then.replace(tzinfo=VIETNAM)
    at_us = (then - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1)
    moment(at_us)  # beyond the calendar there is no such day
    return at_us


def moment(at_us: int) -> dt.datetime:
    """A recorded moment as a time of day in Vietnam, exact to the microsecond."""
    seconds, rest = divmod(at_us, SECOND_US)
    return dt.datetime.fromtimestamp(seconds, VIETNAM).replace(microsecond=rest)


def day_end_us(day: dt.date) -> int:
    """The last microsecond of a day in Vietnam."""
    after = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(tzinfo=VIETNAM))
    return int(after.timestamp()) * SECOND_US - 1
