"""The quarterly report: what was counted, and each decision."""

import datetime as dt

from finance.rules.relief import ReliefKind
from finance.rules.relief_lists import ReliefCase
from reports.figures import Figure, Words
from reports.statements.relief import KINDS, Counted, ReliefReport, relief_statement

CASE = ReliefCase(
    unit="LDA",
    decision="7/QĐ",
    decided_on=dt.date(2026, 8, 4),
    tax_code="9900000016",
    name="Công ty Ô",
    kind=ReliefKind.REDUCTION,
    first="2026-07",
    last="2026-12",
    rate="20",
    amount_vnd=400,
)


def test_two_tables() -> None:
    """A row for each kind with its decisions summed, then a row for each decision."""
    report = ReliefReport(
        unit_code="LDA",
        unit_name="LĐLĐ tỉnh A",
        span=Words("Quý 3 năm 2026", "Quarter 3 of 2026"),
        span_key="2026-Q3",
        counted=(Counted(ReliefKind.REDUCTION, 3, 1, 1, 1, 0),),
        cases=(CASE,),
    )
    summary, cases = relief_statement(report).sections
    assert summary.rows[0].cells[0] == KINDS[ReliefKind.REDUCTION]
    assert [cell.of("vi") for cell in summary.rows[0].cells[1:7] if isinstance(cell, Words)] == [
        *("3", "1", "1", "1", "0", "1")
    ]
    assert summary.rows[0].cells[7] == Figure(400)
    told = [cell.of("en") for cell in cases.rows[0].cells[:-1] if isinstance(cell, Words)]
    assert told == [
        *("7/QĐ", "04/08/2026", "LDA", "9900000016", "Công ty Ô", "Reduction"),
        *("2026-07", "2026-12", "20"),
    ]
    assert cases.rows[0].cells[-1] == Figure(400)
