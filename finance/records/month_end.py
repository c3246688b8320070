"""What stands in the way of closing a unit's month, and what is worth a look."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from finance.records.obligations import ObligationRow
from finance.records.payables import owed_by_counterpart
from finance.records.receipts import BankDebitRow, ReceiptRow, ReceiptState
from finance.records.subledgers import compare, untied
from finance.records.vouchers import VoucherRow, VoucherState
from finance.records.year_end import left_to_carry
from finance.rules.posting import COLLECTED_BY
from ledger.periods import Period, first_day, last_day


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the month's task list; a blocking one keeps the month open."""

    code: str
    vi: str
    en: str
    count: int
    amount_vnd: int
    blocks: bool


def tasks(session: Session, unit: str, period: Period) -> list[Task]:
    """What is to be done before a unit's month can be closed, blocking ones first."""
    found = [
        _vouchers(session, unit, period),
        *_sub_ledgers(session, unit),
        *_pairs(session, unit),
        *_receipts(session, unit),
        _debits(session, unit),
        _collected_elsewhere(session, unit),
        *_held(session, unit),
        _overdue(session, unit, period),
        _not_carried(session, unit, period),
    ]
    return sorted((task for task in found if task.count), key=lambda task: not task.blocks)


def _vouchers(session: Session, unit: str, period: Period) -> Task:
    count = session.execute(
        select(func.count())
        .select_from(VoucherRow)
        .where(
            VoucherRow.unit_code == unit,
            VoucherRow.state.in_([VoucherState.DRAFT.value, VoucherState.SUBMITTED.value]),
            VoucherRow.accounting_on.between(first_day(period), last_day(period)),
        )
    ).scalar_one()
    return Task(
        "close.vouchers_waiting",
        "Chứng từ chưa duyệt hoặc chưa ghi sổ",
        "Vouchers not approved or not posted",
        count,
        0,
        blocks=True,
    )


def _sub_ledgers(session: Session, unit: str) -> list[Task]:
    return [
        Task(
            f"close.sub_ledger_{line.account}",
            f"Tài khoản {line.account} lệch với sổ chi tiết",
            f"Account {line.account} differs from its sub-ledger",
            1,
            line.difference_vnd,
            blocks=True,
        )
        for line in compare(session, unit)
        if line.difference_vnd
    ]


def _pairs(session: Session, unit: str) -> list[Task]:
    return [
        Task(
            "close.pair_untied",
            f"Công nợ nội bộ với {line.counter_book} không khớp",
            f"What stands between this unit and {line.counter_book} does not tie",
            1,
            line.difference_vnd,
            blocks=True,
        )
        for line in untied(session, unit)
    ]


def _receipts(session: Session, unit: str) -> list[Task]:
    texts = {
        ReceiptState.UNIDENTIFIED: ("Khoản thu chưa xác định", "Receipts to identify"),
        ReceiptState.SUGGESTED: (
            "Khoản thu có gợi ý, chờ quyết định",
            "Receipts with a suggestion",
        ),
    }
    open_vnd = func.sum(
        ReceiptRow.amount_vnd
        - ReceiptRow.matched_vnd
        - ReceiptRow.credit_vnd
        - ReceiptRow.returned_vnd
    )
    made = []
    for state, (vi, en) in texts.items():
        count, amount = session.execute(
            select(func.count(), func.coalesce(open_vnd, 0)).where(
                ReceiptRow.unit_code == unit, ReceiptRow.state == state.value
            )
        ).one()
        code = f"close.receipts_{state.value}"
        made.append(Task(code, vi, en, count, int(amount), blocks=False))
    return made


def _debits(session: Session, unit: str) -> Task:
    count, amount = session.execute(
        select(func.count(), func.coalesce(func.sum(BankDebitRow.amount_vnd), 0)).where(
            BankDebitRow.unit_code == unit, BankDebitRow.state == "waiting"
        )
    ).one()
    return Task(
        "close.debits_waiting",
        "Chi qua ngân hàng chờ xác định",
        "Payments to identify",
        count,
        int(amount),
        blocks=False,
    )


def _collected_elsewhere(session: Session, unit: str) -> Task:
    owed = owed_by_counterpart(session, unit, (COLLECTED_BY,))
    waiting = [-amount for amount in owed.values() if amount < 0]
    return Task(
        "close.collected_elsewhere",
        "Tiền đơn vị khác thu hộ chưa chuyển về",
        "Money other units collected and have not handed over",
        len(waiting),
        sum(waiting),
        blocks=False,
    )


def _held(session: Session, unit: str) -> list[Task]:
    """Money that is nobody's income yet: payers' credits, and what waits in custody."""
    texts = {
        "33882": ("close.credits", "Tiền nộp thừa của đơn vị đóng", "Payers' credits"),
        "33811": ("close.custody", "Phần cấp cơ sở đang giữ hộ", "Grassroots parts in custody"),
    }
    made = []
    for line in compare(session, unit):
        if line.account in texts:
            code, vi, en = texts[line.account]
            count = 1 if line.sub_ledger_vnd else 0
            made.append(Task(code, vi, en, count, line.sub_ledger_vnd, blocks=False))
    return made


def _overdue(session: Session, unit: str, period: Period) -> Task:
    open_vnd = ObligationRow.amount_vnd - ObligationRow.waived_vnd - ObligationRow.paid_vnd
    count, amount = session.execute(
        select(func.count(), func.coalesce(func.sum(open_vnd), 0)).where(
            ObligationRow.collecting_unit == unit,
            ObligationRow.due_on <= last_day(period),
            open_vnd > 0,
        )
    ).one()
    return Task(
        "close.levy_unpaid",
        "Kinh phí đến hạn chưa đóng",
        "Levy due by the end of the month and not paid",
        count,
        int(amount),
        blocks=False,
    )


def _not_carried(session: Session, unit: str, period: Period) -> Task:
    """In December: income and spending that have not been closed into what is accumulated."""
    december = period.endswith("-12")
    left = left_to_carry(session, unit, int(period[:4])) if december else []
    return Task(
        "close.not_carried_forward",
        "Nguồn chưa kết chuyển cuối năm",
        "Sources not carried forward into the next year",
        len(left),
        sum(source.left_vnd for source in left),
        blocks=True,
    )
