"""What a voucher may hold, and the refusals of its steps.

Pure. Control accounts are posted only by the actions that keep their sub-ledgers, so that a
sub-ledger and its account are always equal.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from finance.rules.errors import RuleError
from ledger.accounts import Chart
from ledger.entries import Line

# The most a person may have posted in one entry, đồng: far more than any union will ever move,
# and so much less than what the book can add up that no slip of a finger fills an account.
LARGEST_VND: Final = 10**16

STATE_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "draft": ("bản nháp", "a draft"),
    "submitted": ("chờ duyệt", "waiting for approval"),
    "posted": ("đã ghi sổ", "posted"),
    "rejected": ("bị trả lại", "sent back"),
    "discarded": ("đã hủy", "discarded"),
}


class ControlAccount(RuleError):
    """A person may not post this account by hand."""

    code = "voucher.control_account"
    vi = (
        "Tài khoản {account} do hệ thống ghi theo sổ chi tiết, không nhập trực tiếp. "
        "Hãy dùng chức năng thu, ghép, phân phối tương ứng."
    )
    en = (
        "Account {account} is kept with its sub-ledger and is not posted by hand. "
        "Use the matching action: intake, match or distribute."
    )


class UnknownVoucher(RuleError):
    """No such voucher."""

    code = "voucher.unknown"
    vi = "Không có chứng từ {voucher}."
    en = "There is no voucher {voucher}."


class VoucherNotThere(RuleError):
    """The voucher has gone too far, or not far enough, for this step."""

    code = "voucher.wrong_state"
    vi = "Chứng từ {voucher} đang ở trạng thái «{state_name}», không thực hiện được bước này."
    en = "Voucher {voucher} is “{state_name}”; this step is not open."

    def __init__(self, *, voucher: str, state: str) -> None:
        """Keep which voucher stands where; the state is named in the reader's language."""
        vi, en = STATE_WORDS[state]
        super().__init__(voucher=voucher, state=state, state_name_vi=vi, state_name_en=en)


class VoucherChanged(RuleError):
    """Whoever decides must have seen what they decide on."""

    code = "voucher.changed_since"
    vi = "Chứng từ {voucher} đã thay đổi từ khi bạn xem. Hãy xem lại rồi quyết định."
    en = "Voucher {voucher} has changed since you looked. Look again, then decide."


class NotYours(RuleError):
    """Only those who made a voucher take it back; everyone else sends it back with a reason."""

    code = "voucher.not_yours"
    vi = "Chứng từ {voucher} do người khác lập: hãy trả lại kèm lý do, không rút được."
    en = "Voucher {voucher} was made by others: send it back with a reason instead."


class MirrorIsFixed(RuleError):
    """The lines of a reversal are those of its entry; nobody writes them."""

    code = "voucher.mirror_is_fixed"
    vi = "Chứng từ ghi đảo {voucher} không sửa được: các dòng là bản đối xứng của {entry}."
    en = "Reversal {voucher} cannot be changed: its lines are the mirror of {entry}."


class ReversalWaits(RuleError):
    """One reversal of an entry is asked for at a time."""

    code = "voucher.reversal_waits"
    vi = "Đề nghị ghi đảo {entry} đang chờ duyệt ở chứng từ {voucher}, ngày {on}."
    en = "A reversal of {entry} already waits for approval: voucher {voucher}, day {on}."


class UnknownTemplate(RuleError):
    """No such template of the unit, or it was retired."""

    code = "template.unknown"
    vi = "Đơn vị {unit} không có mẫu chứng từ này."
    en = "Unit {unit} has no such voucher template."


class TemplateNameTaken(RuleError):
    """Two templates of a unit that are in use have two names."""

    code = "template.name_taken"
    vi = "Đơn vị {unit} đã có mẫu chứng từ tên «{name}»."
    en = "Unit {unit} already has a template named “{name}”."


def check_control(lines: Iterable[Line], chart: Chart) -> None:
    """Refuse lines on control accounts, and lines between books.

    Raises   ControlAccount with the first such account.
    """
    for line in lines:
        account = chart.get(line.account)
        if account is not None and (account.control or line.counter_book):
            raise ControlAccount(account=line.account)
