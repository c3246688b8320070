"""Steps of a measurement: how long something took beside its floor, measured in the same run."""

import sys
from dataclasses import dataclass
from typing import TypedDict


class StepJson(TypedDict):
    """A step as scripts read it."""

    step: str
    rows: int
    seconds: float
    floor_seconds: float
    ratio_to_floor: float
    peak_memory_mib: int


class ReportJson(TypedDict):
    """A measurement as scripts read it."""

    steps: list[StepJson]
    ratio_to_floor: float


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done to so many rows, and the least any program could have taken for it."""

    step: str
    rows: int
    seconds: float
    floor_seconds: float
    peak_memory_mib: int

    @property
    def ratio_to_floor(self) -> float:
        """How many times the floor it took."""
        return self.seconds / self.floor_seconds

    def as_json(self) -> StepJson:
        """The step as scripts read it."""
        return {
            "step": self.step,
            "rows": self.rows,
            "seconds": round(self.seconds, 4),
            "floor_seconds": round(self.floor_seconds, 4),
            "ratio_to_floor": round(self.ratio_to_floor, 2),
            "peak_memory_mib": self.peak_memory_mib,
        }


def report(steps: list[Step]) -> ReportJson:
    """The measurement as scripts read it; its ratio is that of the worst step."""
    return {
        "steps": [step.as_json() for step in steps],
        "ratio_to_floor": round(max((step.ratio_to_floor for step in steps), default=0), 2),
    }


def peak_memory_mib() -> int:
    """The most memory this process has held so far; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource  # noqa: PLC0415 - Windows has no such module

    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held // (1024 * 1024) if sys.platform == "darwin" else held // 1024
