"""What a decision on relief may grant, and to whom.

Pure. Each refusal names the article it rests on.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from finance.rules.errors import RuleError
from finance.rules.rates import Law
from finance.rules.relief import NO_RATE, Asked, Ground, Relief, ReliefKind, runs_of
from ledger.periods import Period, periods_between

BENEFICIARIES = "levy.relief_beneficiaries"
LEVELS = "levy.relief_levels"
SUSPENSION_MONTHS = "levy.suspension_max_months"
REDUCTION_MONTHS = "levy.reduction_max_months"
REDUCTION_RATE = "levy.reduction_max"
_PERCENT = re.compile(r"[0-9]{1,3}([.,][0-9]{1,2})?")
_LONGEST = 40


class NotForThisEmployer(RuleError):
    """Only enterprises, cooperatives and their unions are relieved."""

    code = "relief.not_for_this_employer"
    vi = (
        "Đơn vị loại «{employer_type}» không thuộc diện: Luật Công đoàn Điều 30 chỉ xét "
        "doanh nghiệp, hợp tác xã, liên hiệp hợp tác xã."
    )
    en = (
        "An employer of the kind “{employer_type}” is not relieved: Law on Trade Unions art. "
        "30 is for enterprises, cooperatives and unions of cooperatives only."
    )


class MonthsTurned(RuleError):
    """The last month lies before the first."""

    code = "relief.months_turned"
    vi = "Từ tháng {first} đến tháng {last}: tháng cuối ở trước tháng đầu."
    en = "From {first} to {last}: the last month lies before the first."


class SuspensionTooLong(RuleError):
    """A suspension has a most."""

    code = "relief.suspension_too_long"
    vi = (
        "Tạm dừng {months} tháng liền (từ {first} đến {last}): không quá {most} tháng (Luật "
        "Công đoàn Điều 30(3); Nghị định 105/2026 Điều 13(3)(a))."
    )
    en = (
        "Suspended for {months} months on end (from {first} to {last}): {most} at most (Law "
        "on Trade Unions art. 30(3); Decree 105/2026 art. 13(3)(a))."
    )


class ReductionTooLong(RuleError):
    """A reduction has a most."""

    code = "relief.reduction_too_long"
    vi = (
        "Giảm mức đóng cả thảy {months} tháng: không quá {most} tháng (Nghị định 105/2026 "
        "Điều 12(2)(a))."
    )
    en = "Reduced for {months} months in all: {most} at most (Decree 105/2026 art. 12(2)(a))."


class ReductionTooLarge(RuleError):
    """A part of the levy is the most that may be taken off."""

    code = "relief.reduction_too_large"
    vi = "Mức giảm {rate}%: không quá {most}% (Nghị định 105/2026 Điều 12(3))."
    en = "A reduction of {rate}%: {most}% at most (Decree 105/2026 art. 12(3))."


class RateWanted(RuleError):
    """A reduction says by how much."""

    code = "relief.rate_wanted"
    vi = "Quyết định giảm phải nêu mức giảm, không quá {most}% (Nghị định 105/2026 Điều 12(3))."
    en = "A reduction names its rate, {most}% at most (Decree 105/2026 art. 12(3))."


class RateNotTaken(RuleError):
    """Only a reduction has a rate."""

    code = "relief.rate_not_taken"
    vi = "Chỉ quyết định giảm mới nêu tỷ lệ (Nghị định 105/2026 Điều 12(3))."
    en = "Only a reduction has a rate (Decree 105/2026 art. 12(3))."


class SuspensionNotUsedUp(RuleError):
    """A reduction comes after a suspension, never instead of it or within it."""

    code = "relief.suspension_not_used_up"
    vi = (
        "Giảm từ tháng {first}: chỉ xét khi đã hết thời gian được tạm dừng đóng (Nghị định "
        "105/2026 Điều 12(1))."
    )
    en = (
        "A reduction from {first}: only once a suspension has been used up (Decree 105/2026 "
        "art. 12(1))."
    )


class RelievedAlready(RuleError):
    """A month is not relieved twice."""

    code = "relief.relieved_already"
    vi = (
        "Tháng {period} đã được miễn, giảm hoặc tạm dừng theo quyết định khác (Nghị định "
        "105/2026 Điều 11, 12, 13)."
    )
    en = (
        "The month {period} is exempted, reduced or suspended by another decision (Decree "
        "105/2026 arts 11, 12, 13)."
    )


class NoGroundForExemption(RuleError):
    """What is unpaid is waived on dissolution or bankruptcy, and on nothing else."""

    code = "relief.no_ground_for_exemption"
    vi = (
        "Chỉ miễn số tiền chưa đóng khi đơn vị giải thể hoặc phá sản (Luật Công đoàn Điều "
        "30(1); Nghị định 105/2026 Điều 11); chưa có căn cứ nào như vậy."
    )
    en = (
        "What is unpaid is exempted on dissolution or bankruptcy only (Law on Trade Unions "
        "art. 30(1); Decree 105/2026 art. 11); nothing of the kind is on record."
    )


class LevelMayNotDecide(RuleError):
    """The confederation and the provinces decide, as the confederation delegates."""

    code = "relief.level_may_not_decide"
    vi = (
        "Đơn vị {unit} không thuộc cấp được quyết định: Tổng Liên đoàn hoặc Liên đoàn Lao "
        "động cấp tỉnh theo phân cấp (Nghị định 105/2026 Điều 11, 12(4)(a), 13(4)(b))."
    )
    en = (
        "Unit {unit} is not of a level that decides: the General Confederation or a "
        "provincial federation, as delegated (Decree 105/2026 arts 11, 12(4)(a), 13(4)(b))."
    )


class NotAPercentage(RuleError):
    """What is given as a rate is none."""

    code = "relief.not_a_percentage"
    vi = "«{text}» không phải là tỷ lệ phần trăm: hãy ghi như 20 hoặc 12,5."
    en = "“{text}” is no percentage: write it like 20 or 12.5."


@dataclass(frozen=True, slots=True)
class _Held:
    """A decision to be judged beside those that stand."""

    asked: Asked
    granted: Sequence[Relief]
    law: Law

    @property
    def relief(self) -> Relief:
        return self.asked.relief

    def limit(self, key: str) -> Fraction:
        return self.law.value(key, self.asked.decided_on).rate


def check_grant(asked: Asked, granted: Sequence[Relief], law: Law) -> None:
    """Hold a decision to what law and decree allow.

    Takes    every other decision on the employer that stands.
    Raises   NotForThisEmployer, MonthsTurned, SuspensionTooLong, ReductionTooLong,
             ReductionTooLarge, RateWanted, RateNotTaken, SuspensionNotUsedUp, RelievedAlready,
             NoGroundForExemption; NoRuleInForce for a decision, or for suspended or reduced
             months, before the law knew relief.
    Source   (sources: luat_cd_50_2024) art. 30; (sources: nd_105_2026) arts 11 to 13
    """
    relief = asked.relief
    if asked.employer_type not in law.value(BENEFICIARIES, asked.decided_on).text.split():
        raise NotForThisEmployer(employer_type=asked.employer_type)
    if relief.last < relief.first:
        raise MonthsTurned(first=relief.first, last=relief.last)
    if relief.kind is not ReliefKind.REDUCTION and relief.rate != NO_RATE:
        raise RateNotTaken
    held = _Held(asked, granted, law)
    if relief.kind is ReliefKind.EXEMPTION:
        _check_exemption(held)
        return
    law.for_month(BENEFICIARIES, relief.first)
    if relief.kind is ReliefKind.SUSPENSION:
        _check_suspension(held)
    else:
        _check_reduction(held)


def deciding_levels(kind: ReliefKind, on: dt.date, law: Law) -> tuple[str, ...]:
    """The levels that decide on a kind of relief on a day.

    Source   (sources: nd_105_2026) arts 11, 12(4)(a), 13(4)(b); the delegation itself is
             configured (sources: lua_chon_noi_bo)
    """
    return tuple(law.value(f"{LEVELS}.{kind.value}", on).text.split())


def check_level(kind: ReliefKind, level: str, unit: str, on: dt.date, law: Law) -> None:
    """Hold the deciding unit, by its level, to those that decide.

    Raises   LevelMayNotDecide.
    Source   as `deciding_levels`
    """
    if level not in deciding_levels(kind, on, law):
        raise LevelMayNotDecide(unit=unit)


def check_any_level(level: str, unit: str, on: dt.date, law: Law) -> None:
    """Hold a unit, by its level, to those that decide on any kind of relief.

    Raises   LevelMayNotDecide.
    Source   as `deciding_levels`
    """
    if not any(level in deciding_levels(kind, on, law) for kind in ReliefKind):
        raise LevelMayNotDecide(unit=unit)


def _check_exemption(held: _Held) -> None:
    if held.asked.ground not in {Ground.DISSOLUTION, Ground.BANKRUPTCY}:
        raise NoGroundForExemption
    _not_twice(held, (ReliefKind.EXEMPTION,))


def _check_suspension(held: _Held) -> None:
    _not_twice(held, tuple(ReliefKind))
    most = int(held.limit(SUSPENSION_MONTHS))
    runs = runs_of([*held.granted, held.relief], ReliefKind.SUSPENSION)
    first, last = next(run for run in runs if run[0] <= held.relief.first <= run[1])
    months = len(periods_between(first, last))
    if months > most:
        raise SuspensionTooLong(months=months, first=first, last=last, most=most)


def _check_reduction(held: _Held) -> None:
    most = held.limit(REDUCTION_RATE)
    if held.relief.rate == NO_RATE:
        raise RateWanted(most=percent(most))
    if held.relief.rate > most:
        raise ReductionTooLarge(rate=percent(held.relief.rate), most=percent(most))
    ended = [
        last for _, last in runs_of(held.granted, ReliefKind.SUSPENSION) if last < held.relief.first
    ]
    suspended = {
        month
        for each in held.granted
        if each.kind is ReliefKind.SUSPENSION
        for month in each.months
    }
    if not ended or suspended.intersection(held.relief.months):
        raise SuspensionNotUsedUp(first=held.relief.first)
    _not_twice(held, (ReliefKind.REDUCTION, ReliefKind.EXEMPTION))
    _check_length(held, max(ended))


def _check_length(held: _Held, suspended_to: Period) -> None:
    """After one suspension the reductions together have a most."""
    months = len(held.relief.months) + sum(
        len(each.months)
        for each in held.granted
        if each.kind is ReliefKind.REDUCTION and each.first > suspended_to
    )
    most = int(held.limit(REDUCTION_MONTHS))
    if months > most:
        raise ReductionTooLong(months=months, most=most)


def _not_twice(held: _Held, kinds: Sequence[ReliefKind]) -> None:
    for each in held.granted:
        twice = set(each.months).intersection(held.relief.months)
        if each.kind in kinds and twice:
            raise RelievedAlready(period=min(twice))


def percent(rate: Fraction) -> str:
    """A part of a whole as a percentage of at most two places: 20, 12.5."""
    whole, hundredths = divmod(int(rate * 10_000), 100)
    return f"{whole}.{hundredths:02d}".rstrip("0").rstrip(".")


def parse_percent(text: str) -> Fraction:
    """Read a percentage as people write it: 20, 12.5, 12,5, 20%.

    Raises   NotAPercentage for anything else, and for more than two places.
    """
    tidy = text.strip().removesuffix("%").rstrip()
    if not _PERCENT.fullmatch(tidy):
        raise NotAPercentage(text=text.strip()[:_LONGEST])
    return Fraction(tidy.replace(",", ".")) / 100
