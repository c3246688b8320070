"""An employer's year as the branches tell it, in few words; for tests of losses and fines."""

import datetime as dt
from typing import Any

from finance.rules.facts import DeclarationStatus, TaxStatus
from finance.rules.loss_facts import EmployerYear, Overdue, Registered, Said, SiUnit, TaxYear
from finance.rules.states import ObligationState
from ledger.money import Vnd
from ledger.periods import Period

AFTER = dt.date(2027, 3, 1)  # every month of 2026 was due before it
MST = "9900000016"
HERE = Registered("LDA", "enterprise", "monthly", dt.date(2020, 1, 1), dt.date(9999, 12, 31))
ALL = tuple(range(1, 13))


def said(month: int, fund: int, people: int = 10, status: str = "active", year: int = 2026) -> Said:
    """What a unit said of a month."""
    period = Period(f"{year}-{month:02d}")
    return Said(period, DeclarationStatus(status), people, Vnd(fund))


def declared(fund: int, people: int = 10, months: tuple[int, ...] = ALL) -> SiUnit:
    """A unit that declared the same in these months."""
    return SiUnit("SI1", tuple(said(month, fund, people) for month in months))


def tax(
    wages: int | None = None,
    people: int | None = None,
    status: str = "active",
    on: dt.date | None = None,
) -> TaxYear:
    """What tax says of the year."""
    return TaxYear(TaxStatus(status), on, people, None if wages is None else Vnd(wages))


def owed(month: int, amount: int, state: str = "non_payment") -> Overdue:
    """An obligation that is overdue."""
    return Overdue(Period(f"2026-{month:02d}"), Vnd(amount), ObligationState(state))


def employer(*si: SiUnit, **more: Any) -> EmployerYear:  # noqa: ANN401 - any field
    """An employer of the register in 2026."""
    return EmployerYear(MST, "Công ty E1", 2026, more.pop("registered", HERE), si=si, **more)
