"""As first reported and as now known, side by side."""

import datetime as dt

from ledger.balances import TrialRow
from ledger.entries import Posted
from reports.figures import Drill, Figure, Words
from reports.statements.comparison import (
    Comparison,
    accounts_section,
    compared,
    comparison_statement,
)
from tests.ledger.books import CHART, draft

FIRST, LAST = dt.date(2026, 7, 1), dt.date(2026, 7, 31)
BEFORE = (TrialRow("111", 500, 0, 0, 300, 200, 0), TrialRow("112", 0, 0, 9, 0, 9, 0))
AFTER = (TrialRow("111", 500, 0, 0, 700, 0, 200), TrialRow("112", 0, 0, 9, 0, 9, 0))
NEW = (*AFTER, TrialRow("4316", 0, 0, 0, 400, 0, 400))
AT = dt.datetime(2026, 8, 3, 9, 30, tzinfo=dt.UTC)


def _wanted() -> Comparison:
    return Comparison(
        unit_code="LDA",
        unit_name="Sổ LDA",
        first=FIRST,
        last=LAST,
        reported_at=AT,
        reported_at_us=1,
        rows=compared(BEFORE, NEW),
        entries=(Posted(draft("late"), 9, 1, 1),),
        chart=CHART,
    )


def test_accounts_stand_side_by_side() -> None:
    """What one side lacks is nothing there; the difference is of what stands, debit positive."""
    rows = compared(BEFORE, NEW)
    assert [(row.account, row.difference_vnd, row.same) for row in rows] == [
        ("111", -400, False),
        ("112", 0, True),
        ("4316", -400, False),
    ]
    assert compared(NEW, BEFORE)[2].now_known == TrialRow("4316", 0, 0, 0, 0, 0, 0)


def test_only_what_differs_is_shown() -> None:
    """An account that is as it was first reported fills no row."""
    section = accounts_section(_wanted())
    assert [row.cells[:2] for row in section.rows] == [
        (Words("111"), Words("Tài khoản 111", "Account 111")),
        (Words("4316"), Words("Tài khoản 4316", "Account 4316")),
    ]
    amounts = [cell.amount_vnd for cell in section.rows[0].cells[2:] if isinstance(cell, Figure)]
    assert amounts == [0, 300, 200, 0, 700, -200, -400]


def test_the_entries_that_make_the_difference_are_led_to() -> None:
    """Each entry recorded since, with the way to it; and when the month was first closed."""
    statement = comparison_statement(_wanted())
    [row] = statement.sections[1].rows
    assert row.cells[-1] == Figure(1_000, Drill("LDA", FIRST, LAST, entry_seq=9))
    assert "09:30:00 03/08/2026" in statement.notes[0].vi
    assert statement.span_key == "2026-07-01/2026-07-31"
