"""Why a receipt is taken for somebody's, in words that a person can check.

Pure. Codes are stable; sentences are Vietnamese and English.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

_SENTENCES = {
    "code.labelled": (
        "Nội dung ghi mã số thuế {tax_code} của một người nộp đã biết.",
        "The text gives tax code {tax_code} of a known employer.",
    ),
    "code.bare": (
        "Nội dung có số {tax_code}, là mã số thuế của một người nộp đã biết.",
        "The text holds the number {tax_code}, the tax code of a known employer.",
    ),
    "code.second": (
        "Nội dung còn ghi mã số thuế {tax_code} của người nộp khác.",
        "The text also gives tax code {tax_code} of another employer.",
    ),
    "code.check_digit": (
        "Mã số thuế {tax_code} sai chữ số kiểm tra.",
        "The check digit of tax code {tax_code} is wrong.",
    ),
    "code.unknown": (
        "Mã số thuế {tax_code} không có trong danh sách người nộp.",
        "Tax code {tax_code} is not in the register of employers.",
    ),
    "code.parent": (
        "Mã số thuế {tax_code} là của đơn vị phụ thuộc; đơn vị chủ quản đã biết.",
        "Tax code {tax_code} belongs to a dependent unit of a known employer.",
    ),
    "code.cut_short": (
        "Mã số thuế trong nội dung bị cắt: {digits}.",
        "The tax code in the text is cut short: {digits}.",
    ),
    "name.in_text": (
        "Nội dung ghi tên của người nộp đã biết.",
        "The text names a known employer.",
    ),
    "name.of_payer": (
        "Tên tài khoản chuyển là tên của người nộp đã biết.",
        "The paying account bears the name of a known employer.",
    ),
    "name.shared": (
        "Tên này là của nhiều người nộp.",
        "Several employers bear this name.",
    ),
    "name.differs": (
        "Nội dung ghi tên của người nộp khác.",
        "The text names another employer.",
    ),
    "payer.differs": (
        "Tài khoản chuyển là của người nộp khác.",
        "The paying account belongs to another employer.",
    ),
    "account.history": (
        "Tài khoản này đã từng nộp cho người nộp ấy.",
        "This account has paid for the employer before.",
    ),
    "account.learned": (
        "Tài khoản này đã nộp nhiều lần, và chỉ nộp cho người nộp ấy.",
        "This account has paid several times, and for this employer alone.",
    ),
    "account.differs": (
        "Tài khoản này trước đây nộp cho người nộp khác.",
        "This account paid for another employer before.",
    ),
    "account.shared": (
        "Tài khoản này đã từng nộp cho nhiều người nộp.",
        "This account has paid for several employers before.",
    ),
    "text.dues": (
        "Nội dung nói về đoàn phí, không phải kinh phí công đoàn.",
        "The text speaks of members' dues, not of the levy.",
    ),
    "text.dues_too": (
        "Nội dung nói về cả kinh phí công đoàn và đoàn phí: không rõ mỗi loại bao nhiêu.",
        "The text speaks of the levy and of members' dues: how much is which, it does not say.",
    ),
    "period.named": ("Nội dung ghi kỳ {periods}.", "The text names {periods}."),
    "period.unclear": (
        "Nội dung ghi kỳ nhưng không rõ năm: nộp cho khoản đến hạn trước.",
        "The text names a month without a year: the oldest debt is paid first.",
    ),
    "period.not_named": (
        "Nội dung không ghi kỳ: nộp cho khoản đến hạn trước.",
        "The text names no month: the oldest debt is paid first.",
    ),
    "period.not_assessed": (
        "Kỳ {periods} chưa được tính số phải nộp: phần còn lại chờ.",
        "Nothing is assessed yet for {periods}: what is left waits for it.",
    ),
    "credit.left": (
        "Còn thừa {credit} đồng, ghi có cho người nộp.",
        "{credit} đồng are left over and stay the payer's credit.",
    ),
    "receipt.released": (
        "Đã có người gỡ ghép khoản thu này: chỉ người mới được ghép lại.",
        "A person released this receipt: only a person puts it back.",
    ),
    "match.refused": (
        "Chưa ghi được, vì quy tắc từ chối (mã {code}).",
        "It could not be posted, because a rule refused it (code {code}).",
    ),
    "payment.ours": (
        "Tiền do đơn vị công đoàn khác chuyển theo lệnh chi đã ghi sổ.",
        "Money another union unit sent by a payment that is posted already.",
    ),
    "employer.merged": (
        "Người nộp {tax_code} đã sáp nhập vào người nộp được gợi ý và không còn khoản phải nộp.",
        "Employer {tax_code} was merged into the one suggested here, and owes nothing itself.",
    ),
    "credit.passed": (
        "Tiền nộp thừa được chuyển sang cùng với đơn vị đóng.",
        "The payer's credit came here with the payer.",
    ),
    "state.support": (
        "Ngân sách nhà nước hỗ trợ, không phải kinh phí của đơn vị đóng.",
        "The State's support, not a payer's levy.",
    ),
    "payment.returned": (
        "Ngân hàng trả lại một khoản phân phối của chính đơn vị.",
        "The bank brought back a distribution of the unit's own.",
    ),
    "organisation.returned": (
        "Tổ chức của người lao động đã chấm dứt chuyển trả phần chưa sử dụng.",
        "A workers' organisation that has ended sent back what it had not used.",
    ),
    "person": ("Một người đã quyết định.", "A person decided."),
    "nothing.found": (
        "Không có dấu hiệu nào cho biết người nộp.",
        "Nothing tells whose it is.",
    ),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence, or one thing that follows from it."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)

    def sentence(self, language: str = "vi") -> str:
        """The reason in the reader's words; `language` is "vi" or "en"."""
        vi, en = _SENTENCES[self.code]
        return (vi if language == "vi" else en).format_map(self.facts)


def has_sentences(code: str) -> bool:
    """Whether a code of evidence is one of these, and not a refusal's."""
    return code in _SENTENCES


def reason(code: str, /, **facts: str) -> Reason:
    """Make a reason; its code must be one that has sentences."""
    assert code in _SENTENCES, code
    return Reason(code, facts)
