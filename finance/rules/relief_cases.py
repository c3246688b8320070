"""What may be done with an application for relief, and with a decision that stands.

Pure. Refusals that concern the case itself, not the limits of the decree.
"""

from finance.rules.errors import RuleError


class UnknownApplication(RuleError):
    """There is no such application."""

    code = "relief.unknown_application"
    vi = "Không có hồ sơ đề nghị {application}."
    en = "There is no application {application}."


class ApplicationWaits(RuleError):
    """One application of an employer for a kind of relief at a time."""

    code = "relief.application_waits"
    vi = "Đơn vị {tax_code} đã có hồ sơ {application} cùng loại đang chờ trả lời."
    en = "Application {application} of {tax_code} for the same waits for an answer already."


class ApplicationDiffers(RuleError):
    """What is registered is not changed by registering it again."""

    code = "relief.application_differs"
    vi = (
        "Hồ sơ {application} cùng số và ngày văn bản đã ghi khác ở: {fields}. Hồ sơ đã lập không "
        "sửa được: hãy trả lời hồ sơ đó, rồi lập hồ sơ theo văn bản mới của đơn vị."
    )
    en = (
        "Application {application}, of the same number and day, says otherwise: {fields}. What is "
        "registered is not changed: answer it, and register the employer’s new request."
    )

    def __init__(self, *, application: str, fields: tuple[str, str]) -> None:
        """Name the fields in both languages."""
        super().__init__(application=application, fields_vi=fields[0], fields_en=fields[1])


class ApplicationDecided(RuleError):
    """What has been answered is not changed any more."""

    code = "relief.application_decided"
    vi = "Hồ sơ {application} đã có quyết định {decision}."
    en = "Application {application} was decided already, by {decision}."


class FieldWanted(RuleError):
    """A field of the form that no application can do without."""

    code = "relief.field_wanted"
    vi = "Hồ sơ còn thiếu: {field} (mẫu Phụ lục I, II Nghị định 105/2026)."
    en = "The application lacks: {field} (forms of annexes I and II, Decree 105/2026)."

    def __init__(self, *, vi: str, en: str) -> None:
        """Name the field in both languages."""
        super().__init__(field_vi=vi, field_en=en)


class DayAhead(RuleError):
    """What has happened lies in the past."""

    code = "relief.day_ahead"
    vi = "Ngày {on} còn ở phía trước."
    en = "The day {on} still lies ahead."


class DecidedBeforeComplete(RuleError):
    """A decision answers a dossier that was there."""

    code = "relief.decided_before_complete"
    vi = (
        "Quyết định ngày {decided_on} có trước ngày hồ sơ {application} đầy đủ ({complete_on}) "
        "(Nghị định 105/2026 Điều 12(4)(c), 13(4)(b))."
    )
    en = (
        "A decision of {decided_on} lies before the day application {application} was complete "
        "({complete_on}) (Decree 105/2026 arts 12(4)(c), 13(4)(b))."
    )


class NotTheMonthsAsked(RuleError):
    """A suspension begins in the month that was asked for; nothing is granted beyond what was."""

    code = "relief.not_the_months_asked"
    vi = (
        "Hồ sơ {application} đề nghị từ tháng {first} đến tháng {last}: thời điểm tạm dừng tính từ "
        "tháng đề nghị, và không cho quá thời gian đề nghị (Nghị định 105/2026 Điều 12, 13(4)(b))."
    )
    en = (
        "Application {application} asks for {first} to {last}: a suspension begins in the month "
        "asked for, and no more is granted (Decree 105/2026 arts 12, 13(4)(b))."
    )


class NothingUnpaid(RuleError):
    """An exemption is of what is unpaid."""

    code = "relief.nothing_unpaid"
    vi = (
        "Từ tháng {first} đến tháng {last} đơn vị {tax_code} không còn số tiền chưa đóng: không có "
        "gì để miễn (Nghị định 105/2026 Điều 11)."
    )
    en = (
        "Nothing of {tax_code} is unpaid from {first} to {last}: there is nothing to exempt "
        "(Decree 105/2026 art. 11)."
    )


class NoDecidingUnit(RuleError):
    """Nobody above the collecting unit may decide."""

    code = "relief.no_deciding_unit"
    vi = (
        "Không có cấp nào được quyết định ở trên đơn vị thu {unit} "
        "(Nghị định 105/2026 Điều 11, 12(4)(a), 13(4)(b))."
    )
    en = (
        "No unit over the collecting unit {unit} may decide "
        "(Decree 105/2026 arts 11, 12(4)(a), 13(4)(b))."
    )


class NotOverCollector(RuleError):
    """Who decides stands over the unit whose money it is."""

    code = "relief.not_over_collector"
    vi = (
        "Đơn vị {unit} không phải cấp trên của đơn vị thu {collector}: không được quyết định về số "
        "tiền do đơn vị đó thu (Nghị định 105/2026 Điều 11, 12(4)(a), 13(4)(b))."
    )
    en = (
        "Unit {unit} does not stand over the collecting unit {collector}: it may not decide on "
        "what that one collects (Decree 105/2026 arts 11, 12(4)(a), 13(4)(b))."
    )


class DecisionWanted(RuleError):
    """A written answer has a number."""

    code = "relief.decision_wanted"
    vi = "Hãy ghi số văn bản trả lời (Nghị định 105/2026 Điều 12(4)(c), 13(4)(b))."
    en = "Name the number of the written answer (Decree 105/2026 arts 12(4)(c), 13(4)(b))."


class ReasonOfRefusalWanted(RuleError):
    """Whoever refuses says why."""

    code = "relief.reason_wanted"
    vi = "Không đồng ý thì phải nêu rõ lý do (Nghị định 105/2026 Điều 12(4)(c), 13(4)(b))."
    en = "A refusal says why (Decree 105/2026 arts 12(4)(c), 13(4)(b))."


class NoSuchDecidingUnit(RuleError):
    """The register has no such unit."""

    code = "relief.no_such_unit"
    vi = "Không có đơn vị «{unit}» trong danh mục."
    en = "There is no unit “{unit}” in the register."


class ListYearNotOver(RuleError):
    """The list of a year has all of its decisions."""

    code = "relief.list_year_not_over"
    vi = (
        "Năm {year} chưa kết thúc: danh sách công khai hằng năm lập từ ngày cuối năm (Nghị định "
        "105/2026 Điều 14(2))."
    )
    en = (
        "The year {year} is not over: the yearly list is published from its last day on (Decree "
        "105/2026 art. 14(2))."
    )
