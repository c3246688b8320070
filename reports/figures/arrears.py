"""One employer that is behind with the levy.

Pure.
"""

import datetime as dt
from dataclasses import dataclass, field

from finance.rules.ageing import SPANS, SiClass


@dataclass(slots=True)
class Behind:
    """One employer with what it owes past its day to one collecting unit (đồng)."""

    tax_code: str
    collecting_unit: str
    unit: str  # its grassroots union, else who stands above
    oldest_period: str
    oldest_due_on: dt.date
    days_late: int  # of the oldest
    name: str = ""
    months: int = 0
    late_vnd: int = 0
    non_payment_vnd: int = 0
    spans_vnd: list[int] = field(default_factory=lambda: [0] * (len(SPANS) + 1))
    si_class: SiClass | None = None

    @property
    def open_vnd(self) -> int:
        """All of it."""
        return self.late_vnd + self.non_payment_vnd
