"""Arrears as a reader sees them."""

import datetime as dt

from finance.rules.ageing import SiClass
from reports.figures import Figure, Section
from reports.figures.arrears import Behind
from reports.statements.arrears import ArrearsOf, arrears_statement

DAY = dt.date(2026, 10, 1)


def _row(code: str, late: int, unpaid: int, si_class: SiClass | None) -> Behind:
    made = Behind(code, "LDA", "G1", "2026-06", dt.date(2026, 7, 31), 62)
    made.months, made.late_vnd, made.non_payment_vnd, made.si_class = 2, late, unpaid, si_class
    made.spans_vnd = [late, 0, unpaid, 0, 0, 0]
    return made


def _amounts(section: Section) -> list[list[int | None]]:
    return [
        [cell.amount_vnd for cell in row.cells if isinstance(cell, Figure)] for row in section.rows
    ]


def test_sums_by_age_and_by_the_decree_then_each_employer() -> None:
    """Six spans and two states; both add up to the same."""
    rows = (_row("1", 5, 20, SiClass.LATE), _row("2", 7, 0, None))
    made = arrears_statement(ArrearsOf("LDA", "LĐLĐ A", DAY, rows))
    ages, employers = made.sections
    assert _amounts(ages) == [[12], [0], [20], [0], [0], [0], [12], [20]]
    assert [row.total for row in ages.rows] == [False] * 6 + [True] * 2
    assert ages.rows[5].label("en") == "366 days and more"
    assert _amounts(employers) == [[5, 20, 25], [7, 0, 7]]
    assert employers.rows[0].label("vi") == "1 · 1 · G1 · 2 · 06/2026 · 62 · chậm đóng"
    assert employers.rows[1].label("vi").endswith("–")
    assert (made.span.en, made.span_key) == ("Up to 01/10/2026", "2026-10-01")


def test_where_nobody_is_behind_the_tables_are_empty() -> None:
    """No rows of zeros."""
    made = arrears_statement(ArrearsOf("LDA", "LĐLĐ A", DAY, ()))
    assert [section.rows for section in made.sections] == [(), ()]
