"""What losses are called, in both languages, on pages, in letters and in files.

Pure.
"""

from collections.abc import Mapping
from typing import Final

from finance.rules.loss import Certainty, Gap
from finance.rules.sanctions import Violation

Words = tuple[str, str]  # Vietnamese, English

GAP_WORDS: Final[Mapping[str, Words]] = {
    Gap.NOT_IN_SI: (
        "Có trong dữ liệu thuế, không có trong BHXH",
        "In tax and not in social insurance",
    ),
    Gap.SILENT: ("Đang hoạt động mà không kê khai", "Active and silent"),
    Gap.TOO_FEW: (
        "Ít người hoặc quỹ lương thấp hơn dữ liệu thuế",
        "Fewer people or a smaller fund than tax shows",
    ),
    Gap.CEASED_PAYING_WAGES: (
        "Báo ngừng hoạt động mà vẫn trả lương",
        "Ceased but paying wages",
    ),
    Gap.PAID_NOT_DECLARED: ("Đã nộp mà chưa kê khai", "Paid and not declared"),
    Gap.NOT_PAYING: ("Đã kê khai, quá hạn mà chưa nộp đủ", "Declared, due and not paid"),
}
CERTAINTY_WORDS: Final[Mapping[str, Words]] = {
    Certainty.RECORDED: ("theo số liệu đã ghi nhận", "as recorded"),
    Certainty.ESTIMATED: ("ước tính", "estimated"),
    Certainty.UNMEASURED: ("chưa có căn cứ tính số tiền", "no ground for an amount"),
}
MEASURE_WORDS: Final[Mapping[str, Words]] = {
    "tax_status": ("Tình trạng theo cơ quan thuế", "Status by tax"),
    "tax_status_on": ("Ngày của tình trạng đó", "Day of that status"),
    "tax_employees": ("Số lao động theo cơ quan thuế", "People by tax"),
    "tax_wages_vnd": (
        "Tiền lương cả năm theo cơ quan thuế, đồng",
        "Wages of the year by tax, đồng",
    ),
    "months_declared": ("Số tháng đã kê khai BHXH", "Months declared to social insurance"),
    "declared_fund_vnd": ("Quỹ lương đã kê khai BHXH, đồng", "Wage funds declared, đồng"),
    "declared_employees": ("Số lao động đã kê khai BHXH", "People declared"),
    "months_before_si": (
        "Số tháng trước lần kê khai BHXH đầu tiên",
        "Months before the first statement to social insurance",
    ),
    "months_silent": ("Số tháng không kê khai", "Months without a statement"),
    "months_ended": ("Số tháng báo ngừng hoạt động", "Months told as ended"),
    "credit_vnd": ("Tiền đã nộp chưa gắn nghĩa vụ, đồng", "Paid and joined to nothing, đồng"),
    "late_vnd": ("Chậm đóng, đồng", "Late, đồng"),
    "non_payment_vnd": ("Không đóng, đồng", "Non-payment, đồng"),
}
TAX_STATUS_WORDS: Final[Mapping[str, Words]] = {
    "active": ("đang hoạt động", "active"),
    "suspended": ("tạm ngừng kinh doanh", "suspended"),
    "ceased": ("ngừng hoạt động", "ceased"),
    "dissolved": ("giải thể", "dissolved"),
    "bankrupt": ("phá sản", "bankrupt"),
}
VIOLATION_WORDS: Final[Mapping[str, Words]] = {
    Violation.LATE: ("Chậm đóng kinh phí công đoàn", "Levy paid late"),
    Violation.WRONG_RATE: ("Đóng không đúng mức quy định", "Levy at a wrong rate"),
    Violation.TOO_FEW: (
        "Đóng không đủ số người thuộc đối tượng phải đóng",
        "Levy not for enough people",
    ),
    Violation.NONE_FOR_ALL: (
        "Không đóng cho toàn bộ người lao động thuộc đối tượng phải đóng",
        "Levy not paid for all who are liable",
    ),
}
