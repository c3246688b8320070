"""A span as it was first reported beside what is known of it now, and the entries between.

Pure. First reported is what the book knew when the span's last month was closed for the first time.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledger.accounts import Chart
from ledger.balances import TrialRow
from ledger.entries import Posted, Side, total
from reports.figures import (
    Drill,
    Figure,
    Row,
    Section,
    Statement,
    Words,
    money,
    span_of_days,
    words,
)

KEY = "comparison"


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """An account twice: as first reported, and as now known (đồng)."""

    account: str
    first_reported: TrialRow
    now_known: TrialRow

    @property
    def difference_vnd(self) -> int:
        """How much more stands there now at the end of the span, debit positive."""
        return _closing(self.now_known) - _closing(self.first_reported)

    @property
    def same(self) -> bool:
        """Whether nothing changed: neither what stood, nor what moved."""
        return self.first_reported == self.now_known


@dataclass(frozen=True, slots=True)
class Comparison:
    """A unit's span compared."""

    unit_code: str
    unit_name: str
    first: dt.date
    last: dt.date
    reported_at: dt.datetime  # when the span's last month was closed for the first time
    reported_at_us: int  # the same, microseconds UTC
    rows: tuple[ComparedRow, ...]
    entries: tuple[Posted, ...]  # recorded since, of the span or before it
    chart: Chart

    @property
    def changed(self) -> tuple[ComparedRow, ...]:
        """The accounts on which something is not as it was first reported."""
        return tuple(row for row in self.rows if not row.same)


def compared(
    first_reported: Iterable[TrialRow], now_known: Iterable[TrialRow]
) -> tuple[ComparedRow, ...]:
    """Two trial balances side by side, in order of account; what one lacks is nothing there."""
    before = {row.key: row for row in first_reported}
    after = {row.key: row for row in now_known}
    return tuple(
        ComparedRow(key, before.get(key, _nothing(key)), after.get(key, _nothing(key)))
        for key in sorted({*before, *after})
    )


def comparison_statement(wanted: Comparison) -> Statement:
    """The accounts in which the two differ, and the entries that make the difference."""
    at = f"{wanted.reported_at:%H:%M:%S %d/%m/%Y}"
    return Statement(
        KEY,
        Words("Báo cáo lần đầu và hiện nay", "As first reported and as now known"),
        wanted.unit_code,
        wanted.unit_name,
        *span_of_days(wanted.first, wanted.last),
        (accounts_section(wanted), _entries_section(wanted)),
        (
            Words(
                f"Báo cáo lần đầu: theo sổ khi khóa kỳ lần đầu, lúc {at}.",
                f"First reported: by the book when the month was first closed, at {at}.",
            ),
        ),
    )


def accounts_section(wanted: Comparison) -> Section:
    """Each account that differs: what moved and what stood, twice, and the difference."""
    return Section(
        KEY,
        Words("Tài khoản có thay đổi", "Accounts that differ"),
        Words(
            "Phát sinh và số dư cuối kỳ như đã báo cáo lần đầu và như sổ hiện nay; dư Nợ là số "
            "dương, dư Có là số âm. Không có dòng nào: không có gì thay đổi.",
            "What moved and what stood at the end, as first reported and as the book has it now; a "
            "debit balance is positive, a credit balance negative. No row: nothing has changed.",
        ),
        (
            words("Tài khoản", "Account"),
            words("Tên", "Name"),
            money("Phát sinh Nợ, lần đầu", "Debit, first reported"),
            money("Phát sinh Có, lần đầu", "Credit, first reported"),
            money("Số dư, lần đầu", "Balance, first reported"),
            money("Phát sinh Nợ, hiện nay", "Debit, now known"),
            money("Phát sinh Có, hiện nay", "Credit, now known"),
            money("Số dư, hiện nay", "Balance, now known"),
            money("Chênh lệch", "Difference"),
        ),
        tuple(_account_row(wanted.chart, row) for row in wanted.changed),
    )


def _account_row(chart: Chart, row: ComparedRow) -> Row:
    account = chart.get(row.account)
    name = Words("") if account is None else Words(account.name_vi, account.name_en)
    amounts = (
        *_three(row.first_reported),
        *_three(row.now_known),
        row.difference_vnd,
    )
    return Row((Words(row.account), name, *(Figure(amount) for amount in amounts)))


def _three(row: TrialRow) -> tuple[int, int, int]:
    return row.debit_vnd, row.credit_vnd, _closing(row)


def _entries_section(wanted: Comparison) -> Section:
    return Section(
        f"{KEY}-entries",
        Words("Bút toán tạo ra chênh lệch", "The entries that make the difference"),
        Words(
            "Các bút toán của kỳ hoặc trước kỳ, ghi sau khi kỳ đã được khóa lần đầu.",
            "Entries of the span or of before, recorded after it was first closed.",
        ),
        (
            words("Bút toán", "Entry"),
            words("Ngày hạch toán", "Accounting date"),
            words("Diễn giải", "Text"),
            money("Số tiền", "Amount"),
        ),
        tuple(_entry_rows(wanted, wanted.entries)),
    )


def _entry_rows(wanted: Comparison, entries: Sequence[Posted]) -> Iterable[Row]:
    for posted in entries:
        draft = posted.draft
        drill = Drill(wanted.unit_code, wanted.first, wanted.last, entry_seq=posted.seq)
        yield Row(
            (
                Words(posted.public_id),
                Words(f"{draft.accounting_on:%d/%m/%Y}"),
                Words(draft.text),
                Figure(total(draft.lines, Side.DEBIT), drill),
            )
        )


def _closing(row: TrialRow) -> int:
    return row.closing_debit_vnd - row.closing_credit_vnd


def _nothing(key: str) -> TrialRow:
    return TrialRow(key, 0, 0, 0, 0, 0, 0)
