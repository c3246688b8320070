"""What a voucher may hold.

Pure. Control accounts are posted only by the actions that keep their sub-ledgers, so that a
sub-ledger and its account are always equal.
"""

from collections.abc import Iterable

from finance.rules.errors import RuleError
from ledger.accounts import Chart
from ledger.entries import Line


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


def check_control(lines: Iterable[Line], chart: Chart) -> None:
    """Refuse lines on control accounts, and lines between books.

    Raises   ControlAccount with the first such account.
    """
    for line in lines:
        account = chart.get(line.account)
        if account is not None and (account.control or line.counter_book):
            raise ControlAccount(account=line.account)
