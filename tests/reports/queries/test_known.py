"""Balances as they were known at a moment."""

from finance.runtime.database import Database
from reports.queries.known import tagged_known
from tests.reports.june_2026 import FIRST, LAST


def test_later_entries_are_left_out(june: Database) -> None:
    """Up to the moment the openings were recorded, there is nothing but the openings."""
    with june.reading() as session:
        rows = tagged_known(session, ["G1", "TLD"], (FIRST, LAST), 1_000_500)
    assert {(row.book, row.account) for row in rows} == {
        ("G1", "111"),
        ("G1", "112"),
        ("G1", "4316"),
        ("TLD", "112"),
        ("TLD", "4316"),
    }
    assert sum(row.opening_vnd for row in rows if row.account == "112") == 506_500_000
    assert all(row.debit_vnd == row.credit_vnd == 0 for row in rows)
