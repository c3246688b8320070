"""The quarterly report on relief: how many asked, what was answered, and each decision.

Pure. No form is prescribed for it: the layout is ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from finance.rules.relief import ReliefKind
from finance.rules.relief_lists import ReliefCase
from reports.figures import Column, Figure, Row, Section, Statement, Words, money, words

KEY = "relief"
KINDS = {
    ReliefKind.SUSPENSION: Words("Tạm dừng", "Suspension"),
    ReliefKind.REDUCTION: Words("Giảm", "Reduction"),
    ReliefKind.EXEMPTION: Words("Miễn", "Exemption"),
}


@dataclass(frozen=True, slots=True)
class Counted:
    """Applications of one kind in a span, and those that wait at its end."""

    kind: ReliefKind
    received: int
    granted: int
    refused: int
    waiting: int
    overdue: int


@dataclass(frozen=True, slots=True)
class ReliefReport:
    """A unit's span: what was counted, and each decision."""

    unit_code: str
    unit_name: str
    span: Words
    span_key: str
    counted: tuple[Counted, ...]
    cases: tuple[ReliefCase, ...]


def relief_statement(report: ReliefReport) -> Statement:
    """The report as a statement of two tables.

    Source   (sources: nd_105_2026) art. 14(5); the form is our own (sources: lua_chon_noi_bo)
    """
    return Statement(
        KEY,
        Words(
            "Báo cáo miễn, giảm, tạm dừng đóng kinh phí công đoàn",
            "Exemptions, reductions and suspensions of the levy",
        ),
        report.unit_code,
        report.unit_name,
        report.span,
        report.span_key,
        (_summary(report), cases_section(report.cases)),
        (
            Words(
                "Nghị định 105/2026/NĐ-CP Điều 14(5); mẫu báo cáo do hệ thống đặt.",
                "Decree 105/2026 art. 14(5); the form is the system’s own.",
            ),
        ),
    )


def cases_section(cases: Sequence[ReliefCase]) -> Section:
    """Each decision, a row."""
    return Section(
        "cases",
        Words("Các quyết định", "Decisions"),
        Words(
            "Số tiền của các tháng đã ghi phải thu: phần tạm dừng, phần được giảm, phần được miễn.",
            "Amounts of the months assessed so far: suspended, taken off, waived.",
        ),
        (
            words("Quyết định", "Decision"),
            words("Ngày", "Day"),
            words("Cấp quyết định", "Decided by"),
            words("Mã số thuế", "Tax code"),
            words("Đơn vị", "Employer"),
            words("Loại", "Kind"),
            words("Từ tháng", "From"),
            words("Đến tháng", "To"),
            words("Mức giảm (%)", "Rate (%)"),
            money("Số tiền", "Amount"),
        ),
        tuple(_case(case) for case in cases),
    )


def _case(case: ReliefCase) -> Row:
    texts = (
        case.decision,
        f"{case.decided_on:%d/%m/%Y}",
        case.unit,
        case.tax_code,
        case.name,
    )
    rest = (case.first, case.last, case.rate)
    return Row(
        (
            *map(Words, texts),
            KINDS[case.kind],
            *map(Words, rest),
            Figure(case.amount_vnd),
        )
    )


def _summary(report: ReliefReport) -> Section:
    titles: tuple[Column, ...] = (
        words("Loại", "Kind"),
        words("Hồ sơ nhận", "Received"),
        words("Đồng ý", "Granted"),
        words("Không đồng ý", "Refused"),
        words("Đang chờ", "Waiting"),
        words("Quá hạn trả lời", "Overdue"),
        words("Số quyết định", "Decisions"),
        money("Số tiền", "Amount"),
    )
    return Section(
        "summary",
        Words("Tổng hợp", "Summary"),
        Words(
            "Hồ sơ nhận và trả lời trong kỳ; hồ sơ chờ và quá hạn tính đến cuối kỳ.",
            "Received and answered in the span; waiting and overdue at its end.",
        ),
        titles,
        tuple(_counted(each, report.cases) for each in report.counted),
    )


def _counted(each: Counted, cases: Sequence[ReliefCase]) -> Row:
    own = [case for case in cases if case.kind is each.kind]
    numbers = (each.received, each.granted, each.refused, each.waiting, each.overdue, len(own))
    return Row(
        (
            KINDS[each.kind],
            *(Words(str(number)) for number in numbers),
            Figure(sum(case.amount_vnd for case in own)),
        )
    )
