"""What is known of one employer in one year: by tax, by social insurance, and of its money.

Pure. These are the facts that findings of loss are made from; who loads them says nothing of what
they mean.
"""

import datetime as dt
from dataclasses import dataclass

from finance.rules.facts import DeclarationStatus, TaxStatus
from finance.rules.states import ObligationState
from ledger.money import ZERO, Vnd
from ledger.periods import Period

SILENCING = frozenset({DeclarationStatus.INACTIVE, DeclarationStatus.CEASED})


@dataclass(frozen=True, slots=True)
class TaxYear:
    """What the tax branch says of the year; None where it says nothing."""

    status: TaxStatus
    status_on: dt.date | None
    employees: int | None
    wages_paid_vnd: Vnd | None


@dataclass(frozen=True, slots=True)
class Said:
    """What one SI unit said of one month."""

    period: Period
    status: DeclarationStatus
    employees: int
    wage_fund_vnd: Vnd


@dataclass(frozen=True, slots=True)
class SiUnit:
    """One SI unit of the employer: its months of the year, and the last it said before them."""

    code: str
    months: tuple[Said, ...]  # oldest first
    before: Said | None = None

    def last(self, period: Period) -> Said | None:
        """The last it said of that month or an earlier one."""
        held = [said for said in self.months if said.period <= period]
        return held[-1] if held else self.before


@dataclass(frozen=True, slots=True)
class Overdue:
    """An obligation of a month of the year that is late or not paid."""

    period: Period
    open_vnd: Vnd
    state: ObligationState


@dataclass(frozen=True, slots=True)
class Registered:
    """Where the register has the employer, and as what."""

    collecting_unit: str
    employer_type: str
    pay_cycle: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class EmployerYear:
    """One employer's year, as every branch tells it."""

    tax_code: str
    name: str
    year: int
    registered: Registered | None  # None: tax or social insurance know it, the register does not
    tax: TaxYear | None = None
    si: tuple[SiUnit, ...] = ()
    overdue: tuple[Overdue, ...] = ()
    credit_vnd: Vnd = ZERO  # paid in the year and joined to no obligation

    def active(self) -> dict[Period, list[Said]]:
        """The months of the year for which it declared people, each with what its units said."""
        found: dict[Period, list[Said]] = {}
        for unit in self.si:
            for said in unit.months:
                if said.status is DeclarationStatus.ACTIVE:
                    found.setdefault(said.period, []).append(said)
        return found
