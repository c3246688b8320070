"""On what conditions relief is granted: what the employer's papers must show.

Pure. Each refusal names the article it rests on; the numbers are those of the decree, as dated
parameters.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from finance.rules.errors import RuleError
from finance.rules.levy import EmployerType
from finance.rules.rates import Law
from finance.rules.relief import GROUNDS, Ground, ReliefKind
from ledger.money import ZERO, Vnd


class Size(StrEnum):
    """How large an employer was before it cut its staff."""

    SMALL = "small"
    MIDDLE = "middle"
    LARGE = "large"


class WrongGround(RuleError):
    """Each kind of relief has grounds of its own."""

    code = "relief.wrong_ground"
    vi = (
        "Lý do «{ground}» không phải lý do của loại đề nghị này (Nghị định 105/2026 Điều 11, "
        "12(1), 13(1))."
    )
    en = "“{ground}” is no ground for this kind of relief (Decree 105/2026 arts 11, 12(1), 13(1))."


class NotSoMany(RuleError):
    """A part cannot be more than the whole it was taken from."""

    code = "relief.not_so_many"
    vi = "Số liệu chưa hợp lý: {part} trên tổng số {whole}."
    en = "The figures cannot be: {part} out of {whole}."


class ConditionNotMet(RuleError):
    """Neither stopped for long enough with enough workers off, nor damaged enough."""

    code = "relief.condition_not_met"
    vi = (
        "Chưa đủ điều kiện tạm dừng đóng: phải dừng sản xuất từ {days} ngày với từ {off}% "
        "lao động tạm nghỉ, hoặc thiệt hại trên {damage}% giá trị tài sản do thiên tai, hỏa "
        "hoạn, dịch bệnh, mất mùa (Nghị định 105/2026 Điều 13(2))."
    )
    en = (
        "No suspension: production stopped for {days} days or more with {off}% of the "
        "workers off, or damage beyond {damage}% of the assets by disaster, fire, epidemic "
        "or crop failure (Decree 105/2026 art. 13(2))."
    )


class CutTooSmall(RuleError):
    """Not as many were cut as the decree wants of an employer of that size."""

    code = "relief.cut_too_small"
    vi = (
        "Cắt giảm {cut} trên {before} lao động: chưa đủ mức cắt giảm để xét giảm, phải từ "
        "{wanted} (Nghị định 105/2026 Điều 12(1))."
    )
    en = (
        "{cut} of {before} workers cut: too few for a reduction, {wanted} or more are wanted "
        "(Decree 105/2026 art. 12(1))."
    )


class HiredAnew(RuleError):
    """Whoever hires anew soon after the cut is not reduced."""

    code = "relief.hired_anew"
    vi = (
        "Đã tuyển mới {rehired} trên {cut} lao động bị cắt giảm trong {months} tháng: từ "
        "{most}% thì không xét giảm (Nghị định 105/2026 Điều 12(1))."
    )
    en = (
        "{rehired} hired within {months} months for {cut} cut: from {most}% on there is no "
        "reduction (Decree 105/2026 art. 12(1))."
    )


@dataclass(frozen=True, slots=True)
class Facts:
    """What the dossier says of the employer; numbers are people and days, amounts đồng."""

    ground: Ground
    workers_before: int = 0  # before production stopped, or before the cut
    workers_off: int = 0  # off work and out of the pension fund
    stopped_days: int = 0
    assets_vnd: Vnd = ZERO  # land left out
    damage_vnd: Vnd = ZERO
    workers_cut: int = 0
    members_cut: int = 0  # of a cooperative
    rehired: int = 0  # within the months that count


def check_figures(kind: ReliefKind, facts: Facts) -> None:
    """Hold a dossier's ground and figures to sense, before anybody decides on it.

    Raises   WrongGround, NotSoMany.
    Source   (sources: nd_105_2026) arts 11, 12(1), 13(1)
    """
    if facts.ground not in GROUNDS[kind]:
        raise WrongGround(ground=facts.ground.value)
    for part, whole in (
        (facts.workers_off, facts.workers_before),
        (facts.workers_cut, facts.workers_before),
        (facts.damage_vnd, facts.assets_vnd),
    ):
        if part > whole:
            raise NotSoMany(part=part, whole=whole)


def check_conditions(
    kind: ReliefKind, facts: Facts, employer_type: str, on: dt.date, law: Law
) -> None:
    """Hold what a dossier shows to the conditions of the decree in force on a day.

    Raises   WrongGround, NotSoMany, ConditionNotMet, CutTooSmall, HiredAnew; NoRuleInForce before
             the decree.
    Source   (sources: nd_105_2026) arts 11, 12(1), 13(1), 13(2)
    """
    check_figures(kind, facts)
    if kind is ReliefKind.SUSPENSION:
        _check_hardship(facts, on, law)
    elif kind is ReliefKind.REDUCTION:
        _check_cut(facts, employer_type, on, law)


def size_of(workers: int, on: dt.date, law: Law) -> Size:
    """Which group an employer of so many workers falls in.

    Source   (sources: nd_105_2026) art. 12(1)
    """
    if workers < law.value("levy.reduction_small_below", on).whole:
        return Size.SMALL
    if workers > law.value("levy.reduction_large_above", on).whole:
        return Size.LARGE
    return Size.MIDDLE


def _check_hardship(facts: Facts, on: dt.date, law: Law) -> None:
    days = law.value("levy.suspension_stopped_days", on).whole
    off = law.value("levy.suspension_off_share", on).rate
    damage = law.value("levy.suspension_damage_share", on).rate
    idle = (
        facts.stopped_days >= days
        and facts.workers_before > 0
        and facts.workers_off >= off * facts.workers_before
    )
    struck = facts.ground is Ground.DISASTER and facts.damage_vnd > damage * facts.assets_vnd
    if not idle and not struck:
        raise ConditionNotMet(days=days, off=str(off * 100), damage=str(damage * 100))


def _check_cut(facts: Facts, employer_type: str, on: dt.date, law: Law) -> None:
    size = size_of(facts.workers_before, on, law)
    wanted = law.value(f"levy.reduction_cut.{size.value}", on).whole
    enough = facts.workers_cut >= wanted
    if employer_type == EmployerType.COOPERATIVE:
        enough = enough or facts.members_cut >= wanted
    if size is Size.SMALL and facts.workers_cut > 0:
        share = law.value("levy.reduction_cut_share.small", on).rate
        enough = enough or facts.workers_cut >= share * facts.workers_before
    if not enough:
        raise CutTooSmall(cut=facts.workers_cut, before=facts.workers_before, wanted=wanted)
    most = law.value("levy.reduction_rehired_share", on).rate
    cut = facts.workers_cut + facts.members_cut
    if facts.rehired >= most * cut:
        raise HiredAnew(
            rehired=facts.rehired,
            cut=cut,
            months=law.value("levy.reduction_rehired_months", on).whole,
            most=str(most * 100),
        )
