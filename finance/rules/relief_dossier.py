"""The dossier of an application for relief: which papers it wants, and by when it is answered.

Pure. The days are counted from the day the dossier was complete, not from the day it was begun.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import StrEnum

from finance.rules.errors import RuleError
from finance.rules.rates import Law
from finance.rules.relief import Ground, ReliefKind
from finance.rules.workdays import add_working_days, holidays_in

ANSWER_DAYS = "levy.relief_answer_working_days"


class ReliefPaper(StrEnum):
    """What a paper of the dossier is."""

    REQUEST = "request"  # the application itself: annex I or II
    LABOUR_REPORT = "labour_report"  # on the use of labour
    CUT_LIST = "cut_list"  # who was cut, and how many there were before
    OFF_LIST = "off_list"  # who is off work and out of the pension fund
    DAMAGE_REPORT = "damage_report"
    DEBT_PLAN = "debt_plan"  # of a dissolution, the union taking part
    BANKRUPTCY_REQUEST = "bankruptcy_request"  # filed by the union
    OTHER = "other"


class DossierIncomplete(RuleError):
    """Nothing is granted on a dossier that lacks a paper."""

    code = "relief.dossier_incomplete"
    vi = (
        "Hồ sơ {application} còn thiếu: {missing} (Nghị định 105/2026 Điều 11, 12(4)(b), 13(4)(b))."
    )
    en = (
        "Application {application} still lacks: {missing} (Decree 105/2026 arts 11, "
        "12(4)(b), 13(4)(b))."
    )


NAMES: Mapping[ReliefPaper, tuple[str, str]] = {
    ReliefPaper.REQUEST: ("văn bản đề nghị", "the request"),
    ReliefPaper.LABOUR_REPORT: (
        "báo cáo tình hình sử dụng lao động",
        "the report on the use of labour",
    ),
    ReliefPaper.CUT_LIST: ("danh sách lao động bị cắt giảm", "the list of those cut"),
    ReliefPaper.OFF_LIST: ("danh sách lao động tạm nghỉ việc", "the list of those off work"),
    ReliefPaper.DAMAGE_REPORT: ("báo cáo thiệt hại tài sản", "the report on the damage"),
    ReliefPaper.DEBT_PLAN: ("phương án giải quyết nợ", "the plan to settle the debts"),
    ReliefPaper.BANKRUPTCY_REQUEST: (
        "đơn yêu cầu áp dụng thủ tục phá sản của công đoàn",
        "the union's request for bankruptcy",
    ),
    ReliefPaper.OTHER: ("tài liệu khác", "another paper"),
}
_LABOUR = frozenset({ReliefPaper.REQUEST, ReliefPaper.LABOUR_REPORT, ReliefPaper.OFF_LIST})
_DAMAGE = frozenset({ReliefPaper.REQUEST, ReliefPaper.DAMAGE_REPORT})
_WANTED: Mapping[Ground, tuple[frozenset[ReliefPaper], ...]] = {
    Ground.RESTRUCTURING: (_LABOUR,),
    Ground.DISASTER: (_LABOUR, _DAMAGE),
    Ground.STAFF_CUT: (
        frozenset({ReliefPaper.REQUEST, ReliefPaper.LABOUR_REPORT, ReliefPaper.CUT_LIST}),
    ),
    Ground.DISSOLUTION: (frozenset({ReliefPaper.REQUEST, ReliefPaper.DEBT_PLAN}),),
    Ground.BANKRUPTCY: (frozenset({ReliefPaper.BANKRUPTCY_REQUEST}),),
}


def missing(ground: Ground, there: Iterable[ReliefPaper]) -> tuple[ReliefPaper, ...]:
    """The papers a dossier still lacks, by the way that lacks fewest; empty when it is complete.

    Source   (sources: nd_105_2026) arts 12(4)(b), 13(4)(b); for an exemption the decree lists
             none: those of art. 11's own conditions (sources: lua_chon_noi_bo)
    """
    held = frozenset(there)
    ways = [tuple(paper for paper in ReliefPaper if paper in way - held) for way in _WANTED[ground]]
    return min(ways, key=len)


def complete_on(
    ground: Ground, received_on: dt.date, papers: Iterable[tuple[ReliefPaper, dt.date]]
) -> dt.date | None:
    """Find the day on which a dossier was complete.

    Takes    the day the application came in, and what papers came in on which days.
    Returns  the earliest day on which nothing was missing any more; None while something is.
    """
    came = list(papers)
    for day in sorted({received_on, *(max(on, received_on) for _, on in came)}):
        if not missing(ground, (paper for paper, on in came if on <= day)):
            return day
    return None


def answer_due_on(kind: ReliefKind, complete: dt.date | None, law: Law) -> dt.date | None:
    """Find the last day for the written answer.

    Returns  so many working days after the dossier was complete, that day not counted; None
             while it is not complete, before the decree, and for an exemption, for which the
             decree sets no day.
    Source   (sources: nd_105_2026) arts 12(4)(c), 13(4)(b)
    """
    if complete is None or kind is ReliefKind.EXEMPTION:
        return None
    rule = law.find(ANSWER_DAYS, complete)
    if rule is None:
        return None
    return add_working_days(complete, rule.whole, holidays_in(law, complete))
