"""What a member owes of dues (đoàn phí) for a month, and the part a unit keeps.

Pure. An amount is rounded once, half-up, for one member and one month.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from finance.rules.errors import RuleError
from finance.rules.rates import Dated, Law, Used
from ledger.money import ZERO, Rounding, Vnd, times
from ledger.periods import Period

BASE_SALARY = "base_salary"


class DuesGroup(StrEnum):
    """Groups of members, as the register of members names them."""

    PUBLIC_SCALE = "public_scale"
    STATE_ENTERPRISE = "state_enterprise"
    NON_STATE = "non_state"
    FIXED = "fixed"  # wage cannot be determined, or not under compulsory social insurance


class MemberStatus(StrEnum):
    """What a member did in the month, as the payroll feed says."""

    WORKING = "working"
    SI_LEAVE = "si_leave"  # on social-insurance benefit, a month or more
    UNPAID_LEAVE = "unpaid_leave"  # no pay, work or income, a month or more


class DuesRule(StrEnum):
    """Which rule gave the amount."""

    RATE = "rate"
    CEILING = "ceiling"  # the wage was held at the social-insurance ceiling
    CAP = "cap"  # the amount was held at its cap
    FIXED = "fixed"
    FIXED_MINIMUM = "fixed_minimum"
    EXEMPT = "exempt"
    STOPPED = "stopped"  # the body is paid by the State and collects no more dues
    NOT_A_MEMBER = "not_a_member"  # assessed once, and no member there in that month after all


class Withheld(StrEnum):
    """What a payroll took off a wage, beside what is owed."""

    NOT_TOLD = "not_told"
    AS_OWED = "as_owed"
    TOO_LITTLE = "too_little"
    TOO_MUCH = "too_much"
    NOBODY_ASSESSED = "nobody_assessed"  # taken off, and nothing was ever assessed


class NoWageBase(RuleError):
    """Dues by rate need a wage of zero or more; a fixed amount may not be negative."""

    code = "dues.no_wage_base"
    vi = "Thiếu căn cứ tính đoàn phí kỳ {period} cho nhóm {group}, hoặc số nhập là số âm."
    en = "No usable base for dues of {period}, group {group}: it is missing or negative."


@dataclass(frozen=True, slots=True)
class MemberMonth:
    """What dues are computed from."""

    period: Period
    group: DuesGroup
    status: MemberStatus = MemberStatus.WORKING
    wage_vnd: Vnd | None = None  # by the group's base: under social insurance, or received net
    fixed_vnd: Vnd | None = None  # agreed amount of the fixed group
    state_funded: bool = False  # all wages of the body are paid by the State
    extra_of_one: Fraction = Fraction(0)  # decided above the standard rate by the unit itself


@dataclass(frozen=True, slots=True)
class DuesFact:
    """Computed dues with everything needed to compute them again."""

    month: MemberMonth
    amount_vnd: Vnd
    rule: DuesRule
    used: tuple[Used, ...]
    extra_vnd: Vnd = ZERO  # of the amount, what is above the standard rate: it stays in the unit


def dues_of(month: MemberMonth, law: Law) -> DuesFact:
    """Compute one member's dues of one month.

    Returns  the amount, half-up, the rule that gave it and the parameters used: nothing in a
             body paid by the State from the month dues were stopped there, nor for a month on
             leave; the fixed group's amount, but at least its minimum; else the rate of
             the group on its base (a wage under social insurance is held at that insurance's
             ceiling), held at the cap where the group has one. What the unit decided above the
             standard rate comes on top in the groups that may, and the whole is held at the
             same cap.
    Raises   NoWageBase; NoRuleInForce for a month or group nothing is on record for.
    Source   (sources: qd_61_tld, qd_1408_tld, qd_1908_tld, luat_bhxh_41_2024, cv_4133_tld); the
             rounding, and the cap on what is above the standard rate, are our own
    """
    if month.state_funded:
        stopped = law.find_month("dues.stopped.state_funded", month.period)
        if stopped is not None:
            return DuesFact(month, ZERO, DuesRule.STOPPED, (stopped.used(),))
    if month.status is not MemberStatus.WORKING:
        leave = law.for_month(f"dues.exempt.{month.status}", month.period)
        return DuesFact(month, ZERO, DuesRule.EXEMPT, (leave.used(),))
    if month.group is DuesGroup.FIXED:
        return _fixed(month, law)
    return _by_rate(month, law)


def standard_part(amount_vnd: int, extra_vnd: int, paid_vnd: int) -> int:
    """Of what a member has paid for a month, what counts as the standard dues: these come first.

    Takes    what is owed, what of it is above the standard rate, and what is paid (đồng).
    """
    return min(paid_vnd, amount_vnd - extra_vnd)


def withheld_beside(withheld_vnd: int | None, amount_vnd: int | None) -> Withheld:
    """Say how what a payroll took off stands to what is owed; None: not told, not assessed.

    Nothing taken off and nothing owed is as owed, also where nothing was told or assessed.
    """
    if withheld_vnd is None:
        return Withheld.AS_OWED if amount_vnd == 0 else Withheld.NOT_TOLD
    if amount_vnd is None:
        return Withheld.NOBODY_ASSESSED if withheld_vnd else Withheld.AS_OWED
    if withheld_vnd < amount_vnd:
        return Withheld.TOO_LITTLE
    return Withheld.TOO_MUCH if withheld_vnd > amount_vnd else Withheld.AS_OWED


def dues_split(received_vnd: Vnd, kept_of_one: Fraction) -> tuple[Vnd, Vnd]:
    """Divide dues that reach a unit into what it keeps and what it owes its superior.

    Takes    `kept_of_one`, the unit's part of what reaches it (`sharing.kept_of_one`).
    Returns  the kept part, half-up, and the rest; together `received_vnd`.
    Source   (sources: qd_8108_tld, qd_1408_tld); the rounding is our own
    """
    kept = times(received_vnd, kept_of_one, Rounding.HALF_UP)
    return kept, Vnd(received_vnd - kept)


def dues_kept(before_vnd: int, after_vnd: int, kept_of_one: Fraction) -> int:
    """What more a unit keeps when what has reached it grows, or (negative) shrinks.

    The sums are divided, not the change: however dues come in and are taken back, a unit has kept
    what it would keep had the balance reached it at once, and nothing when all was taken back.
    Takes    what had reached it before and has by now (đồng), and its part as `dues_split` does.
    """
    kept = [dues_split(Vnd(reached), kept_of_one)[0] for reached in (before_vnd, after_vnd)]
    return kept[1] - kept[0]


def si_ceiling(period: Period, law: Law) -> tuple[Vnd, tuple[Dated, ...]]:
    """The highest wage that social insurance is paid on, and the values it is made of.

    Source   (sources: luat_bhxh_41_2024) art. 31(1); that the reference level is the base
             salary is recalled
    """
    values = (
        law.for_month("si.ceiling_in_reference_levels", period),
        law.for_month("si.reference_level_in_base_salaries", period),
        law.for_month(BASE_SALARY, period),
    )
    multiple = values[0].rate * values[1].rate
    return times(Vnd(values[2].whole), multiple, Rounding.HALF_UP), values


def _fixed(month: MemberMonth, law: Law) -> DuesFact:
    agreed = month.fixed_vnd
    if agreed is not None and agreed < 0:
        raise NoWageBase(period=month.period, group=month.group)
    minimum_part = law.find_month("dues.fixed_minimum_of_base_salary", month.period)
    if minimum_part is None and agreed is not None:
        return DuesFact(month, agreed, DuesRule.FIXED, ())
    if minimum_part is None:
        raise NoWageBase(period=month.period, group=month.group)
    salary = law.for_month(BASE_SALARY, month.period)
    minimum = times(Vnd(salary.whole), minimum_part.rate, Rounding.HALF_UP)
    used = (minimum_part.used(), salary.used())
    if agreed is None or agreed < minimum:
        return DuesFact(month, minimum, DuesRule.FIXED_MINIMUM, used)
    return DuesFact(month, agreed, DuesRule.FIXED, used)


def _by_rate(month: MemberMonth, law: Law) -> DuesFact:
    period, group = month.period, month.group
    if month.wage_vnd is None or month.wage_vnd < 0:
        raise NoWageBase(period=period, group=group)
    rate = law.for_month(f"dues.rate.{group}", period)
    used, rule, base = [rate], DuesRule.RATE, month.wage_vnd
    if law.for_month(f"dues.base.{group}", period).text == "si_wage":
        ceiling, values = si_ceiling(period, law)
        if base > ceiling:
            base, rule = ceiling, DuesRule.CEILING
            used.extend(values)
    standard = times(base, rate.rate, Rounding.HALF_UP)
    extra, cap = _extra(month, base, rate, law), _cap(month, law)
    whole = standard if extra is None else extra.amount_vnd
    amount = whole if cap is None else min(whole, cap.amount_vnd)
    held = min(standard, amount)  # the standard dues, as far as the cap lets them
    if held < standard:
        rule = DuesRule.CAP
    if cap is not None and amount < whole:
        used.extend(cap.used)
    if extra is not None:
        used.extend(extra.used)
    told = tuple(one.used() for one in used)
    return DuesFact(month, amount, rule, told, Vnd(amount - held))


@dataclass(frozen=True, slots=True)
class _Bound:
    """An amount and the values it is made of."""

    amount_vnd: Vnd
    used: tuple[Dated, ...]


def _cap(month: MemberMonth, law: Law) -> _Bound | None:
    """The most a month's dues may be in the member's group, or None."""
    if law.for_month(f"dues.capped.{month.group}", month.period).text != "capped":
        return None
    part = law.for_month("dues.cap_of_base_salary", month.period)
    salary = law.for_month(BASE_SALARY, month.period)
    return _Bound(times(Vnd(salary.whole), part.rate, Rounding.HALF_UP), (part, salary))


def _extra(month: MemberMonth, base: Vnd, rate: Dated, law: Law) -> _Bound | None:
    """The dues with what the unit decided above the standard rate, where its group may."""
    may = law.find_month(f"dues.extra.{month.group}", month.period)
    if may is None or not month.extra_of_one:
        return None
    return _Bound(times(base, rate.rate + month.extra_of_one, Rounding.HALF_UP), (may,))
