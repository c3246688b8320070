"""The settlement lines as a statement."""

import datetime as dt

import pytest

from finance.rules.settlement import settle
from finance.runtime.database import Database
from reports.figures import Figure, Words
from reports.queries import books
from reports.statements.settlement import SettlementOf, settlement_statement
from tests.reports.june_2026 import FIRST, LAST


@pytest.mark.parametrize(
    ("unit", "lines"),
    [
        (
            "G1",
            {
                "10": 7_000_000,
                "22": 425_367,
                "28.01": 58_870_370,
                "31": 3_000_000,
                "34": 379_500,
                "39": 127_610,
                "50": 62_788_627,
                "60": 127_610,
            },
        ),
        ("TLD", {"10": 500_000_000, "23": 4_912_346, "50": 504_912_346}),
    ],
)
def test_lines_of_a_unit(june: Database, unit: str, lines: dict[str, int]) -> None:
    """July as if it were settled: the lines where something stands, in the form's order."""
    with june.reading() as session:
        rows = books.without_year_end(session, unit, FIRST, LAST)
        above = books.above(session, unit, LAST)
    wanted = SettlementOf(unit, unit, FIRST, LAST, settle(unit, rows, above))
    [section] = settlement_statement(wanted).sections
    found = {
        cells[0].vi: cells[-1].amount_vnd
        for cells in (row.cells for row in section.rows)
        if isinstance(cells[0], Words) and isinstance(cells[-1], Figure)
    }
    assert found == lines


def test_a_unit_without_movements_still_has_its_balance() -> None:
    """Opening and closing are shown even at nothing."""
    wanted = SettlementOf("X", "X", dt.date(2026, 1, 1), LAST, settle("X", (), frozenset()))
    [section] = settlement_statement(wanted).sections
    assert [row.label("en").split(" · ")[0] for row in section.rows] == ["10", "50"]
    assert section.rows[-1].total
