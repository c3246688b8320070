"""The trial balance as a statement."""

import datetime as dt

from ledger.balances import TrialRow
from reports.figures import Drill, Figure, Words
from reports.statements.trial_balance import TrialBalance, trial_balance_statement

FIRST, LAST = dt.date(2026, 7, 1), dt.date(2026, 7, 31)
ROWS = (TrialRow("111", 500, 0, 0, 300, 200, 0), TrialRow("4316", 0, 500, 300, 0, 0, 200))


def _wanted(**more: object) -> TrialBalance:
    given = {"names": {"111": Words("Tiền mặt", "Cash")}, **more}
    return TrialBalance("G1", "Cơ sở 1", FIRST, LAST, ROWS, **given)  # type: ignore[arg-type] # as each test says


def test_figures_lead_to_their_lines() -> None:
    """Each amount leads to the account's lines of the span; an empty side is left empty."""
    [section] = trial_balance_statement(_wanted()).sections
    drill = Drill("G1", FIRST, LAST, account="111")
    assert section.rows[0].cells == (
        Words("111"),
        Words("Tiền mặt", "Cash"),
        Figure(500, drill),
        Figure(None),
        Figure(None),
        Figure(300, drill),
        Figure(200, drill),
        Figure(None),
    )


def test_the_last_row_is_the_sum() -> None:
    """Debit equals credit in each pair of sums."""
    [section] = trial_balance_statement(_wanted()).sections
    last = section.rows[-1]
    amounts = [cell.amount_vnd for cell in last.cells if isinstance(cell, Figure)]
    assert last.total
    assert amounts == [500, 500, 300, 300, 200, 200]


def test_consolidated_figures_lead_nowhere() -> None:
    """A figure that stands on several books has no single list of lines behind it."""
    statement = trial_balance_statement(_wanted(below=True))
    figures = [cell for cell in statement.sections[0].rows[0].cells if isinstance(cell, Figure)]
    assert all(figure.drill is None for figure in figures)
    assert statement.title.en == "Consolidated trial balance"


def test_by_another_heading() -> None:
    """By fund or item the first column says so."""
    statement = trial_balance_statement(_wanted(by="fund"))
    assert statement.sections[0].columns[0].title.en == "Fund"
    assert statement.span_key == "2026-07-01/2026-07-31"
