"""What a year's levy gave the units above the grassroots."""

import datetime as dt

from finance.records.estimates import UpperEstimateRow, estimate_of, shared_upwards
from finance.runtime.database import Database
from tests.builders import E1, E3
from tests.federation import federation

DAY = dt.date(2026, 7, 10)


def test_by_unit_without_the_grassroots_part(database: Database) -> None:
    """In the year of the entries; nothing of another year or another collecting unit."""
    fed = federation(database)
    fed.pay(E1, "2025-12", 1_000, DAY)
    fed.pay(E3, "2026-06", 1_000, DAY, holder="TLD")
    with database.reading() as session:
        assert shared_upwards(session, "LDA", 2026) == {"A1": 240, "LDA": 160, "TLD": 100}
        assert shared_upwards(session, "LDA", 2025) == {}
        assert shared_upwards(session, "TLD", 2026) == {}


def test_an_estimate_in_order_of_its_units(database: Database) -> None:
    """Of one collecting unit and year."""
    fed = federation(database)
    for code in ("TLD", "A1"):
        fed.add(
            UpperEstimateRow(
                collecting_unit="LDA",
                year=2026,
                beneficiary=code,
                amount_vnd=1,
                decision="QĐ",
                maker="lan",
            )
        )
    with database.reading() as session:
        rows = estimate_of(session, "LDA", 2026)
        assert [(row.beneficiary, row.settled_vnd) for row in rows] == [("A1", 0), ("TLD", 0)]
        assert estimate_of(session, "LDA", 2025) == []
