"""How much of what was due has been collected.

Pure. A rate is a whole number of hundredths of a per cent: 9977 is 99.77 %.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from ledger.money import Rounding, Vnd, times

WHOLE = 10_000  # hundredths of a per cent


@dataclass(frozen=True, slots=True)
class Receivable:
    """One obligation as the rate sees it, in đồng."""

    amount_vnd: Vnd
    collected_vnd: Vnd
    due_on: dt.date
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class CollectionRate:
    """Collected beside receivable, with the rate in hundredths of a per cent."""

    receivable_vnd: Vnd
    collected_vnd: Vnd
    hundredths: int | None  # None when nothing was receivable: no rate, not a rate of zero

    def reaches(self, target: Fraction) -> bool | None:
        """Whether so much of the receivable is collected: exactly, before any rounding."""
        if self.hundredths is None:
            return None
        return self.collected_vnd >= self.receivable_vnd * target


@dataclass(frozen=True, slots=True)
class EstimateBasis:
    """What an estimate rests on: declared wages of some months, and the people liable."""

    wage_fund_vnd: Vnd  # of the base months together
    people_months: int  # the people of each base month, added up
    people: int  # liable to social insurance, to be paid for


def rate_between(collected_vnd: Vnd, receivable_vnd: Vnd) -> CollectionRate:
    """Put two sums and their rate together."""
    return CollectionRate(receivable_vnd, collected_vnd, rate_of(collected_vnd, receivable_vnd))


def estimate(basis: EstimateBasis, months: int, rate: Fraction) -> Vnd | None:
    """Estimate what will be receivable: average wage × people × months × rate, half-up once.

    Returns  None when no wages were declared to take an average of: nothing is guessed.
    Source   (sources: qd_8086_tld)
    """
    if basis.people_months == 0:
        return None
    exact = rate * Fraction(basis.people * months, basis.people_months)
    return times(basis.wage_fund_vnd, exact, Rounding.HALF_UP)


def rate_of(collected_vnd: Vnd, receivable_vnd: Vnd) -> int | None:
    """Divide collected by receivable, half-up, in hundredths of a per cent.

    Returns  None when nothing is receivable.
    Source   (sources: ctr_02_bch) sets the goal; the rounding is our own
    """
    if receivable_vnd <= 0:
        return None
    return int(times(collected_vnd, Fraction(WHOLE, receivable_vnd), Rounding.HALF_UP))


def collection_rate(
    receivables: Iterable[Receivable], as_of: dt.date, *, suspended_counted: bool = False
) -> CollectionRate:
    """Compute the collection rate on a day.

    Takes    obligations; `suspended_counted`, whether those whose day was moved count already.
    Returns  sums and rate of those due by the day, that day included; what is suspended is left
             out until its make-up day.
    Source   (sources: ctr_02_bch, luat_cd_50_2024)
    """
    counted = [
        one for one in receivables if one.due_on <= as_of or (one.suspended and suspended_counted)
    ]
    receivable = Vnd(sum(one.amount_vnd for one in counted))
    collected = Vnd(sum(one.collected_vnd for one in counted))
    return rate_between(collected, receivable)


def format_rate(hundredths: int | None, language: str = "vi") -> str:
    """Write a rate: 99,77% in Vietnamese, 99.77% in English, a dash where there is none."""
    if hundredths is None:
        return "–"
    mark = "," if language == "vi" else "."
    return f"{hundredths // 100}{mark}{hundredths % 100:02d}%"
