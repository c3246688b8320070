"""Lay one amount on what an employer owes.

Pure. Nothing is lost and nothing is overpaid: parts and credit add up to the amount.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledger.money import ZERO, Vnd
from ledger.periods import Period


@dataclass(frozen=True, slots=True)
class Obligation:
    """What one employer owes for one assessed month; zero open when it is paid or waived."""

    period: Period
    open_vnd: Vnd
    due_on: dt.date


@dataclass(frozen=True, slots=True)
class Allocation:
    """Where an amount goes."""

    parts: tuple[tuple[Period, Vnd], ...]  # each above zero, none above what is open
    credit_vnd: Vnd
    not_assessed: tuple[Period, ...] = ()  # named months for which nothing is assessed


def allocate(
    amount_vnd: Vnd, named: Sequence[Period], obligations: Iterable[Obligation]
) -> Allocation:
    """Lay an amount on obligations.

    Takes    an amount above zero; the months the payer names; every assessed month of the
             employer, open or not.
    Returns  named months first, oldest first. What is left goes to the others, the one due
             first first, and then to the payer's credit. When a named month is not assessed
             yet, what is left stays credit and waits for it.
    """
    assert amount_vnd > 0, amount_vnd
    by_period = {one.period: one for one in obligations}
    not_assessed = tuple(period for period in named if period not in by_period)
    order = [by_period[period] for period in sorted(named) if period in by_period]
    if not not_assessed:
        rest = (one for one in by_period.values() if one.period not in named)
        order += sorted(rest, key=lambda one: (one.due_on, one.period))
    parts: list[tuple[Period, Vnd]] = []
    left = amount_vnd
    for one in order:
        part = Vnd(min(left, max(one.open_vnd, ZERO)))
        if part > 0:
            parts.append((one.period, part))
            left = Vnd(left - part)
    return Allocation(tuple(parts), left, not_assessed)
