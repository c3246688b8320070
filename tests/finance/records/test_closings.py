"""Which units have handed their books over."""

import datetime as dt

from finance.records.closings import UnitClosingRow, handed_over_units
from finance.runtime.database import Database


def test_the_units_that_are_done(database: Database) -> None:
    """None at first; then those that stand in the register of hand-overs."""
    with database.writing() as session:
        assert handed_over_units(session) == set()
        session.add(
            UnitClosingRow(
                unit_code="G3",
                taker="G1",
                handed_on=dt.date(2026, 8, 10),
                decision="QĐ 1",
                amount_vnd=0,
                ref="G3/IB/1",
                actor="minh",
                closed_at_us=1,
            )
        )
        session.flush()
        assert handed_over_units(session) == {"G3"}
