"""An obligation is never paid beyond what is owed."""

import datetime as dt

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from finance.records.obligations import ObligationRow
from finance.runtime.database import Database
from tests.builders import E1
from tests.federation import federation


def test_open_is_what_is_owed_less_what_was_waived_and_paid(database: Database) -> None:
    """Due days and amounts are the row's own."""
    fed = federation(database)
    fed.pay(E1, "2026-06", 1_000, dt.date(2026, 7, 10))
    row = fed.obligation(E1, "2026-06")
    assert (row.amount_vnd, row.paid_vnd, row.waived_vnd, row.open_vnd) == (1_000, 1_000, 0, 0)


@pytest.mark.parametrize(
    "values", [{"paid_vnd": 1_001}, {"waived_vnd": 1, "paid_vnd": 1_000}, {"paid_vnd": -1}]
)
def test_the_database_holds_it(database: Database, values: dict[str, int]) -> None:
    """Whatever the code tries."""
    federation(database).owe(E1, "2026-06", 1_000)
    with database.writing() as session, pytest.raises(IntegrityError):
        session.execute(update(ObligationRow).values(**values))
