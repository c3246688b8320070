"""Relief of the levy: what was granted, and what it makes of a month.

Pure. A month's levy follows from its declarations and from what was granted for it, whichever
was known first: assessed before the decision or after it, the result is the same.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from ledger.money import Rounding, Vnd, times
from ledger.periods import Period, periods_between, shift

NO_RATE = Fraction(0)


class ReliefKind(StrEnum):
    """What a decision grants."""

    SUSPENSION = "suspension"  # tạm dừng: paid later, in full
    REDUCTION = "reduction"  # giảm: a part is not owed
    EXEMPTION = "exemption"  # miễn: what is unpaid is not owed any more


class Ground(StrEnum):
    """Why relief is asked for."""

    RESTRUCTURING = "restructuring"  # structure, technology, crisis, the State's policy
    DISASTER = "disaster"  # disaster, fire, epidemic, crop failure
    STAFF_CUT = "staff_cut"  # staff cut after a suspension
    DISSOLUTION = "dissolution"
    BANKRUPTCY = "bankruptcy"


GROUNDS = {
    ReliefKind.SUSPENSION: (Ground.RESTRUCTURING, Ground.DISASTER),
    ReliefKind.REDUCTION: (Ground.STAFF_CUT,),
    ReliefKind.EXEMPTION: (Ground.DISSOLUTION, Ground.BANKRUPTCY),
}


@dataclass(frozen=True, slots=True)
class Relief:
    """One decision on an employer: kind, months (both counted), and the rate of a reduction."""

    kind: ReliefKind
    first: Period
    last: Period
    rate: Fraction = NO_RATE

    @property
    def months(self) -> tuple[Period, ...]:
        """The wage months it covers."""
        return periods_between(self.first, self.last)

    def covers(self, period: Period) -> bool:
        """Whether a wage month is among them."""
        return self.first <= period <= self.last


@dataclass(frozen=True, slots=True)
class Effect:
    """What was granted makes of one wage month."""

    suspended_to: Period | None = None  # the last month of the suspension it lies in
    rate: Fraction = NO_RATE  # the part of the levy that is not owed
    exempt: bool = False


@dataclass(frozen=True, slots=True)
class Owed:
    """A month's levy after relief, in đồng."""

    gross_vnd: Vnd
    amount_vnd: Vnd  # after a reduction
    waived_vnd: Vnd  # by an exemption: what was not paid
    moved_vnd: int = 0  # came from another unit or employer, or (negative) went there

    @property
    def relief_vnd(self) -> Vnd:
        """What a reduction took off."""
        return Vnd(self.gross_vnd + self.moved_vnd - self.amount_vnd)


NO_RELIEF = Effect()


def effect_on(period: Period, granted: Iterable[Relief]) -> Effect:
    """Say what the decisions on an employer make of a wage month.

    Takes    every decision on that employer, in any order.
    Returns  no relief where none covers the month. Suspensions that follow each other without a
             month between are one: it ends with the last of them, and so does each of its months.
    Source   (sources: luat_cd_50_2024) art. 30; (sources: nd_105_2026) arts 11 to 13
    """
    held = list(granted)
    here = [each for each in held if each.covers(period)]
    rates = [each.rate for each in here if each.kind is ReliefKind.REDUCTION]
    return Effect(
        suspended_to=_suspended_to(period, held),
        rate=max(rates, default=NO_RATE),
        exempt=any(each.kind is ReliefKind.EXEMPTION for each in here),
    )


def owed(gross_vnd: Vnd, paid_vnd: Vnd, effect: Effect, moved_vnd: int = 0) -> Owed:
    """Compute what a month's levy is after relief.

    Takes    `gross_vnd`, the levy by the ordinary rate; `paid_vnd`, what is matched to the month;
             `moved_vnd`, what of it came from elsewhere or (negative) went there, never more than
             the rest.
    Returns  gross; amount, less the reduction, which is rounded down: no more than the most the
             decree allows; waived, all that is not paid of the amount when the month is exempted.
             What was paid beyond the amount is for the caller to free.
    Source   (sources: nd_105_2026) arts 11, 12(3); the rounding is our own
             (sources: lua_chon_noi_bo)
    """
    amount = Vnd(gross_vnd - times(gross_vnd, effect.rate, Rounding.DOWN) + moved_vnd)
    waived = Vnd(max(0, amount - paid_vnd)) if effect.exempt else Vnd(0)
    return Owed(gross_vnd, amount, waived, moved_vnd)


def runs_of(granted: Iterable[Relief], kind: ReliefKind) -> list[tuple[Period, Period]]:
    """First and last month of each unbroken run that decisions of one kind cover, in order."""
    runs: list[tuple[Period, Period]] = []
    spans = sorted((each.first, each.last) for each in granted if each.kind is kind)
    for first, last in spans:
        if runs and first <= shift(runs[-1][1], 1):
            runs[-1] = (runs[-1][0], max(runs[-1][1], last))
        else:
            runs.append((first, last))
    return runs


def _suspended_to(period: Period, granted: Iterable[Relief]) -> Period | None:
    for first, last in runs_of(granted, ReliefKind.SUSPENSION):
        if first <= period <= last:
            return last
    return None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be granted, and the day of the decision."""

    relief: Relief
    decided_on: dt.date
    employer_type: str
    ground: Ground | None = None  # what is known of it; an exemption wants one
