"""Who is behind with the levy, for readers: sums by state and by age, then employer by employer.

Pure.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from finance.rules.ageing import SPANS, SiClass
from reports.figures import Figure, Row, Section, Statement, Words, money, words
from reports.figures.arrears import Behind
from reports.figures.terms import month

KEY: Final = "arrears"
_CLASSES: Final = {
    SiClass.ARISING: Words("phát sinh", "arising"),
    SiClass.LATE: Words("chậm đóng", "late"),
    SiClass.PROLONGED: Words("kéo dài", "prolonged"),
    SiClass.HARD: Words("khó thu", "hard to collect"),
}


@dataclass(frozen=True, slots=True)
class ArrearsOf:
    """Who is behind at a unit on a day."""

    unit_code: str
    unit_name: str
    as_of: dt.date
    rows: tuple[Behind, ...]


def arrears_statement(wanted: ArrearsOf) -> Statement:
    """The sums, then each employer, the largest amount first."""
    return Statement(
        KEY,
        Words("Chậm đóng, không đóng kinh phí công đoàn", "Arrears of the levy"),
        wanted.unit_code,
        wanted.unit_name,
        Words(f"Đến ngày {wanted.as_of:%d/%m/%Y}", f"Up to {wanted.as_of:%d/%m/%Y}"),
        wanted.as_of.isoformat(),
        (_ages(wanted.rows), _employers(wanted.rows)),
        (
            Words(
                "Cột «phân loại BHXH» theo thông lệ phân loại nợ của cơ quan bảo hiểm xã hội, "
                "không phải quy định về kinh phí công đoàn.",
                "The column “class of SI” is the social-insurance agency’s practice for its own "
                "debts, not law of the levy.",
            ),
        ),
    )


def _ages(rows: Sequence[Behind]) -> Section:
    first_days = (1, *(last + 1 for last in SPANS))
    made = []
    for place, first in enumerate(first_days):
        amount = sum(row.spans_vnd[place] for row in rows)
        last = SPANS[place] if place < len(SPANS) else None
        name = Words(f"{first}–{last} ngày", f"{first}–{last} days")
        if last is None:
            name = Words(f"từ {first} ngày", f"{first} days and more")
        made.append(Row((name, Figure(amount))))
    late, unpaid = sum(row.late_vnd for row in rows), sum(row.non_payment_vnd for row in rows)
    made += [
        Row((Words("Chậm đóng", "Late"), Figure(late)), total=True),
        Row((Words("Không đóng", "Non-payment"), Figure(unpaid)), total=True),
    ]
    return Section(
        "arrears-ages",
        Words("Theo số ngày quá hạn và theo nghị định", "By days, and by the decree"),
        Words(
            "Số quá hạn chưa đóng. Chậm đóng: từ sau ngày hết hạn; không đóng: từ khi quá số ngày "
            "nghị định cho thêm (Nghị định 105/2026, Điều 6).",
            "Unpaid past its day. Late: from after the due day; non-payment: once the days the "
            "decree allows are over (Decree 105/2026, art. 6).",
        ),
        (words("Quá hạn", "Overdue"), money("Số tiền (đồng)", "Amount (đồng)")),
        tuple(made) if rows else (),
    )


def _employers(rows: Sequence[Behind]) -> Section:
    return Section(
        "arrears-employers",
        Words("Từng đơn vị sử dụng lao động", "Employer by employer"),
        Words(
            "Số lớn nhất đứng trước; số ngày là của khoản cũ nhất.",
            "The largest amount first; the days are those of the oldest.",
        ),
        (
            words("Đơn vị sử dụng lao động", "Employer"),
            words("Mã số thuế", "Tax code"),
            words("Thuộc", "Stands with"),
            words("Số tháng", "Months"),
            words("Từ tháng", "Since"),
            words("Số ngày", "Days"),
            money("Chậm đóng", "Late"),
            money("Không đóng", "Non-payment"),
            money("Tổng", "Sum"),
            words("Phân loại BHXH", "Class of SI"),
        ),
        tuple(_employer(row) for row in rows),
    )


def _employer(row: Behind) -> Row:
    none = Words("–")
    return Row(
        (
            Words(row.name or row.tax_code),
            Words(row.tax_code),
            Words(row.unit),
            Words(str(row.months)),
            Words(month(row.oldest_period)),
            Words(str(row.days_late)),
            Figure(row.late_vnd),
            Figure(row.non_payment_vnd),
            Figure(row.open_vnd),
            none if row.si_class is None else _CLASSES[row.si_class],
        )
    )
