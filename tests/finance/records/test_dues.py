"""A member's month is never paid beyond what is owed."""

import pytest
from sqlalchemy.exc import IntegrityError

from finance.records.dues import DuesRow
from finance.runtime.database import Database


@pytest.mark.parametrize(("paid", "allowed"), [(0, True), (100, True), (101, False), (-1, False)])
def test_the_database_holds_it(database: Database, paid: int, *, allowed: bool) -> None:
    """Whatever the code tries."""
    row = DuesRow(
        unit_code="G1",
        member_no="M1",
        period="2026-06",
        dues_group="non_state",
        wage_base_vnd=20_000,
        amount_vnd=100,
        paid_vnd=paid,
    )
    with database.writing() as session:
        session.add(row)
        if allowed:
            session.commit()
        else:
            with pytest.raises(IntegrityError):
                session.flush()
