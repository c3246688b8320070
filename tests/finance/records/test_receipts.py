"""A receipt's amount is what is matched, credit, returned and open, to the đồng."""

import datetime as dt

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from finance.records.receipts import ReceiptRow, ReceiptState
from finance.runtime.database import Database
from tests.federation import federation


@pytest.mark.parametrize(
    ("matched", "credit", "returned", "suggested", "state"),
    [
        (0, 0, 0, "", ReceiptState.UNIDENTIFIED),
        (0, 0, 0, "99", ReceiptState.SUGGESTED),
        (60, 0, 0, "", ReceiptState.UNIDENTIFIED),
        (60, 40, 0, "", ReceiptState.MATCHED),
        (0, 100, 0, "", ReceiptState.CREDIT),
        (0, 0, 100, "", ReceiptState.RETURNED),
    ],
)
def test_the_state_its_amounts_say(
    matched: int, credit: int, returned: int, suggested: str, state: ReceiptState
) -> None:
    """While anything is open it waits, whatever else is decided."""
    row = ReceiptRow(
        unit_code="LDA",
        seq=4,
        amount_vnd=100,
        matched_vnd=matched,
        credit_vnd=credit,
        returned_vnd=returned,
        suggested_tax_code=suggested,
    )
    assert row.settled_state() is state
    assert row.open_vnd == 100 - matched - credit - returned
    assert row.public_id == "LDA/R/4"


@pytest.mark.parametrize(
    "values",
    [{"matched_vnd": 60, "credit_vnd": 41}, {"credit_vnd": -1}, {"returned_vnd": 101}],
)
def test_the_database_holds_it(database: Database, values: dict[str, int]) -> None:
    """Whatever the code tries."""
    federation(database).receive("LDA", "R", 100, dt.date(2026, 7, 10))
    with database.writing() as session, pytest.raises(IntegrityError):
        session.execute(update(ReceiptRow).values(**values))
