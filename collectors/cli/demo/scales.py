"""How large the made-up federation is, and which months it lives through."""

from collections.abc import Mapping
from dataclasses import dataclass

from ledger.periods import Period, periods_between, shift


@dataclass(frozen=True, slots=True)
class Scale:
    """Numbers of units and employers, and the wage months."""

    name: str
    provinces: int
    uppers: int
    grassroots: int
    employers: int
    first: Period  # first wage month
    months: int
    workbooks: bool = True  # large registers come as CSV, which streams

    @property
    def wage_months(self) -> tuple[Period, ...]:
        """The months wages are declared for, oldest first."""
        return periods_between(self.first, shift(self.first, self.months - 1))

    @property
    def calendar_months(self) -> tuple[Period, ...]:
        """The months in which these are declared and paid: each the one after its wage month."""
        return tuple(shift(month, 1) for month in self.wage_months)


_FIRST = Period("2025-10")

TINY = Scale("tiny", 1, 2, 4, 12, Period("2025-12"), 3)  # for tests

SCALES: Mapping[str, Scale] = {
    scale.name: scale
    for scale in (
        Scale("small", 3, 8, 60, 400, _FIRST, 9),
        # A province of the size that is on record for Da Nang: 1,701 grassroots unions in 2024.
        Scale("province", 1, 48, 1_701, 6_000, _FIRST, 9),
        Scale("national", 34, 1_269, 120_000, 900_000, _FIRST, 9, workbooks=False),
    )
}
