"""What an employer owes of the levy (kinh phí công đoàn), and by when.

Pure. An amount is rounded once, half-up, at the total of one employer and one wage month.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from finance.rules.errors import RuleError
from finance.rules.rates import Dated, Law, Used
from ledger.money import Rounding, Vnd, times
from ledger.periods import Period, last_day, shift

RATE = "levy.rate"
LIABLE = "liable"


class EmployerType(StrEnum):
    """Kinds of employer, as the register of employers names them."""

    ENTERPRISE = "enterprise"
    COOPERATIVE = "cooperative"
    PUBLIC_SERVICE_PARTLY_FUNDED = "public_service_partly_funded"
    PUBLIC_SERVICE_SELF_FUNDED = "public_service_self_funded"
    FOREIGN_BODY = "foreign_body"
    STATE_FUNDED = "state_funded"
    OTHER = "other"


class PayCycle(StrEnum):
    """How often an employer pays."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"  # registered: agriculture, forestry, fishery, salt


class NegativeWageFund(RuleError):
    """A wage fund below zero is a mistake of the declaration."""

    code = "levy.negative_wage_fund"
    vi = "Quỹ tiền lương {wage_fund} đồng là số âm."
    en = "The wage fund {wage_fund} đồng is negative."


@dataclass(frozen=True, slots=True)
class LevyFact:
    """A computed levy with everything needed to compute it again."""

    period: Period  # the wage month
    wage_fund_vnd: Vnd
    amount_vnd: Vnd
    rate: Used


def amount_due(wage_fund_vnd: Vnd, rate: Dated) -> Vnd:
    """Compute the levy on one employer's wage fund of one month.

    Takes    the wage fund that compulsory social insurance is paid on, zero or more;
             `rate`, the value of `levy.rate` in force for the month.
    Returns  whole đồng, half-up; zero for an empty wage fund.
    Raises   NegativeWageFund.
    Source   (sources: luat_cd_50_2024, luat_cd_12_2012); no text rules the rounding
    """
    if wage_fund_vnd < 0:
        raise NegativeWageFund(wage_fund=wage_fund_vnd)
    return times(wage_fund_vnd, rate.rate, Rounding.HALF_UP)


def assess(period: Period, wage_fund_vnd: Vnd, law: Law) -> LevyFact:
    """Compute the levy of a wage month by the rate of that month.

    Returns  the amount with the parameter it was computed with.
    Raises   NegativeWageFund; NoRuleInForce for a month the law on record does not reach.
    Source   (sources: luat_cd_50_2024, luat_cd_12_2012), by wage month
    """
    rate = law.for_month(RATE, period)
    return LevyFact(period, wage_fund_vnd, amount_due(wage_fund_vnd, rate), rate.used())


def recomputed(fact: LevyFact) -> Vnd:
    """Compute a stored levy again from what was stored with it, and from nothing else.

    Returns  the amount it should have; a record that differs was altered or wrongly made.
    """
    return times(fact.wage_fund_vnd, Fraction(fact.rate.value), Rounding.HALF_UP)


def is_payer(employer_type: str, period: Period, law: Law) -> bool:
    """Whether an employer of this type owes the levy for a wage month.

    Takes    one of `EmployerType`. Whether the employer has a union does not matter.
    Raises   NoRuleInForce for a type or month nothing is on record for.
    Source   (sources: luat_97_2025, nd_105_2026, nd_191_2013, cv_4133_tld)
    """
    return law.for_month(f"levy.payer.{employer_type}", period).text == LIABLE


def due_on(
    period: Period, pay_cycle: str, law: Law, suspension_until: Period | None = None
) -> dt.date:
    """Find the last day on which the levy of a wage month may be paid.

    Takes    `pay_cycle`, one of `PayCycle`; `suspension_until`, the last month of a suspension
             that covers the wage month, or None.
    Returns  that day itself, on which payment is still in time. The rule is that of the last
             month of the cycle. A suspension moves the day to the end of the month after it
             ends, never forward. A day on which offices are closed is not moved: no text says so.
    Raises   NoRuleInForce for a cycle or month nothing is on record for.
    Source   (sources: nd_105_2026, luat_bhxh_41_2024, nd_191_2013, qd_595_bhxh); Law art. 30(3)
             for the suspension (sources: luat_cd_50_2024)
    """
    end = cycle_end(period, pay_cycle, law)
    after = law.for_month(f"levy.due_months_after.{pay_cycle}", end).whole
    ordinary = last_day(shift(end, after))
    if suspension_until is None or suspension_until < period:
        return ordinary
    after = law.for_month("levy.make_up_months_after", suspension_until).whole
    return max(ordinary, last_day(shift(suspension_until, after)))


def cycle_end(period: Period, pay_cycle: str, law: Law) -> Period:
    """The last month of the payment cycle a wage month falls in; itself for monthly payers.

    Raises   NoRuleInForce for a cycle nothing is on record for.
    Source   (sources: nd_105_2026) art. 4(1); that a cycle begins in January is configured
             (sources: lua_chon_noi_bo)
    """
    months = law.for_month(f"levy.cycle_months.{pay_cycle}", period).whole
    first = law.for_month("levy.cycle_first_month", period).whole
    place = (int(period[5:]) - first) % months
    return shift(period, months - 1 - place)
