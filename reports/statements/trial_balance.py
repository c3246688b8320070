"""The trial balance as a statement.

Pure.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ledger.balances import TrialRow, totals
from reports.figures import (
    Drill,
    Figure,
    Row,
    Section,
    Statement,
    Words,
    known_note,
    money,
    span_of_days,
    words,
)

KEY = "trial-balance"
_HEADINGS = {
    "account": Words("Tài khoản", "Account"),
    "fund": Words("Nguồn", "Fund"),
    "item": Words("Mục", "Item"),
}


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """What is to be shown: a unit's rows over a span, and by what they are summed."""

    unit_code: str
    unit_name: str
    first: dt.date
    last: dt.date
    rows: tuple[TrialRow, ...]
    names: Mapping[str, Words]  # of the accounts, funds or items
    by: str = "account"
    below: bool = False  # the unit and all under it, made one
    known_at: dt.datetime | None = None  # without what was recorded later


def trial_balance_statement(wanted: TrialBalance) -> Statement:
    """Six columns and a sum; each figure leads to the lines behind it.

    A consolidated figure stands on several books and leads nowhere.
    """
    rows = [_row(wanted, row) for row in wanted.rows]
    rows.append(
        Row((Words("Cộng", "Sum"), Words(""), *_figures(totals(wanted.rows), None)), total=True)
    )
    meaning = Words(
        "Số dư và phát sinh của từng tài khoản; Nợ luôn bằng Có. Tài khoản lưỡng tính giữ từng bên "
        "đối ứng ở bên của nó, không bù trừ.",
        "What stands and moves on each account; debit always equals credit. An account of both "
        "natures shows each counterpart on its own side, never netted.",
    )
    section = Section(
        KEY,
        Words("Bảng cân đối số phát sinh", "Trial balance"),
        meaning,
        (
            words(_HEADINGS[wanted.by].vi, _HEADINGS[wanted.by].en),
            words("Tên", "Name"),
            money("Đầu kỳ Nợ", "Opening debit"),
            money("Đầu kỳ Có", "Opening credit"),
            money("Phát sinh Nợ", "Debit"),
            money("Phát sinh Có", "Credit"),
            money("Cuối kỳ Nợ", "Closing debit"),
            money("Cuối kỳ Có", "Closing credit"),
        ),
        tuple(rows),
    )
    title = (
        Words("Bảng cân đối hợp nhất", "Consolidated trial balance")
        if wanted.below
        else Words("Bảng cân đối số phát sinh", "Trial balance")
    )
    return Statement(
        KEY,
        title,
        wanted.unit_code,
        wanted.unit_name,
        *span_of_days(wanted.first, wanted.last),
        (section,),
        known_note(wanted.known_at),
    )


def _row(wanted: TrialBalance, row: TrialRow) -> Row:
    drill = None
    if wanted.by == "account" and not wanted.below:
        drill = Drill(wanted.unit_code, wanted.first, wanted.last, account=row.key)
    return Row((Words(row.key or "–"), wanted.names.get(row.key, Words("")), *_figures(row, drill)))


def _figures(row: TrialRow, drill: Drill | None) -> Iterable[Figure]:
    amounts = (
        row.opening_debit_vnd,
        row.opening_credit_vnd,
        row.debit_vnd,
        row.credit_vnd,
        row.closing_debit_vnd,
        row.closing_credit_vnd,
    )
    return tuple(Figure(amount, drill) if amount else Figure(None) for amount in amounts)
