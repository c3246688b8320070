"""What is looked at before a month is closed: what blocks and what warns, in one place.

Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ledger.errors import Fact


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the month's task list; a blocking one keeps the month open."""

    code: str
    vi: str
    en: str
    count: int
    amount_vnd: int
    blocks: bool


@dataclass(frozen=True, slots=True)
class TaskKind:
    """A kind of task; `code` and the sentences may hold `{names}` of facts."""

    code: str
    vi: str
    en: str
    blocks: bool

    def found(self, count: int, amount_vnd: int = 0, **facts: Fact) -> Task:
        """A task of this kind: how many, how much (đồng), and what its sentences name."""
        return Task(
            self.code.format(**facts),
            self.vi.format(**facts),
            self.en.format(**facts),
            count,
            amount_vnd,
            self.blocks,
        )


def _kind(code: str, vi: str, en: str, *, blocks: bool) -> tuple[str, TaskKind]:
    return code, TaskKind(f"close.{code}", vi, en, blocks)


KINDS: Final[Mapping[str, TaskKind]] = dict(
    (
        _kind(
            "vouchers_waiting",
            "Chứng từ chưa duyệt hoặc chưa ghi sổ",
            "Vouchers not approved or not posted",
            blocks=True,
        ),
        _kind(
            "sub_ledger_{account}",
            "Tài khoản {account} lệch với sổ chi tiết",
            "Account {account} differs from its sub-ledger",
            blocks=True,
        ),
        _kind(
            "pair_untied",
            "Công nợ nội bộ với {counter_book} không khớp",
            "What stands between this unit and {counter_book} does not tie",
            blocks=True,
        ),
        _kind(
            "numbers_missing",
            "Số bút toán {journal}/{year} bị hở",
            "Numbers of journal {journal}/{year} are missing",
            blocks=True,
        ),
        _kind(
            "reopening_waiting",
            "Đề nghị mở lại kỳ {period} chưa được quyết định",
            "A request to reopen {period} waits for a decision",
            blocks=True,
        ),
        _kind(
            "not_carried_forward",
            "Nguồn chưa kết chuyển cuối năm",
            "Sources not carried forward into the next year",
            blocks=True,
        ),
        _kind(
            "receipts_unidentified",
            "Khoản thu chưa xác định",
            "Receipts to identify",
            blocks=False,
        ),
        _kind(
            "receipts_suggested",
            "Khoản thu có gợi ý, chờ quyết định",
            "Receipts with a suggestion",
            blocks=False,
        ),
        _kind(
            "debits_waiting",
            "Chi qua ngân hàng chờ xác định",
            "Payments to identify",
            blocks=False,
        ),
        _kind(
            "bank_{account}",
            "Tài khoản {account} lệch với số dư trên sao kê ({account_no}, đến {on})",
            "Account {account} differs from the statement's balance ({account_no}, up to {on})",
            blocks=False,
        ),
        _kind(
            "bank_unstated_{account}",
            "Chưa có số dư sao kê để đối chiếu tài khoản {account} ({account_no})",
            "No statement tells a balance to hold account {account} against ({account_no})",
            blocks=False,
        ),
        _kind(
            "collected_elsewhere",
            "Tiền đơn vị khác thu hộ chưa chuyển về",
            "Money other units collected and have not handed over",
            blocks=False,
        ),
        _kind("credits", "Tiền nộp thừa của đơn vị đóng", "Payers' credits", blocks=False),
        _kind(
            "custody",
            "Phần cấp cơ sở đang giữ hộ",
            "Grassroots parts in custody",
            blocks=False,
        ),
        _kind(
            "levy_unpaid",
            "Kinh phí đến hạn chưa đóng",
            "Levy due by the end of the month and not paid",
            blocks=False,
        ),
        _kind(
            "from_files",
            "Bút toán do một người ghi sổ từ tệp",
            "Entries one person posted from a file",
            blocks=False,
        ),
        _kind(
            "units_below_open",
            "Đơn vị cấp dưới chưa khóa kỳ này",
            "Units below whose month is not closed",
            blocks=False,
        ),
    )
)
