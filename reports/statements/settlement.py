"""The settlement lines of a unit as a statement.

Pure. The lines and what they are read from stand in `finance.rules.settlement`.
"""

import datetime as dt
from dataclasses import dataclass

from finance.rules.settlement import Settlement
from reports.figures import Figure, Row, Section, Statement, Words, money, span_of_days, words
from reports.figures.terms import status

KEY = "settlement"
_CLOSING = "50"


@dataclass(frozen=True, slots=True)
class SettlementOf:
    """What is to be shown: a unit's lines over a span."""

    unit_code: str
    unit_name: str
    first: dt.date
    last: dt.date
    settlement: Settlement


def settlement_statement(wanted: SettlementOf) -> Statement:
    """Every line of the form in its order, those where nothing stands left out.

    Lines 10 and 50, what stood and stands, are shown always.
    """
    rows = tuple(
        Row(
            (
                Words(line.name.code),
                Words(line.name.vi, line.name.en),
                status(line.name.status.value),
                Figure(line.amount_vnd),
            ),
            total=line.name.code == _CLOSING,
        )
        for line in wanted.settlement.lines
        if line.amount_vnd or line.name.code in ("10", _CLOSING)
    )
    section = Section(
        KEY,
        Words("Các dòng quyết toán", "Settlement lines"),
        Words(
            "Dòng 10 cộng các khoản thu, trừ các khoản chi và nộp cấp trên, bằng dòng 50.",
            "Line 10 plus what came in, less what was spent and passed up, is line 50.",
        ),
        (
            words("Dòng", "Line"),
            words("Nội dung", "Content"),
            words("Mức chắc chắn", "How sure"),
            money("Số tiền (đồng)", "Amount (đồng)"),
        ),
        rows,
    )
    return Statement(
        KEY,
        Words("Quyết toán thu, chi tài chính công đoàn", "Settlement of union finance"),
        wanted.unit_code,
        wanted.unit_name,
        *span_of_days(wanted.first, wanted.last),
        (section,),
    )
