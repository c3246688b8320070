"""What a person may see: own units, all below, and those that have gone."""

import datetime as dt

import pytest

from finance.records.scope import Scope
from finance.records.units import UnitRow, rebuild_closure
from finance.runtime.clock import FixedClock
from finance.runtime.database import Database
from tests.doors import DAY, LONG_AGO, PARENTS, seed


@pytest.mark.parametrize(
    ("own", "seen"),
    [
        (("TLD",), set(PARENTS)),
        (("LDA",), {"LDA", "CTA", "CTB"}),
        (("CTC",), {"CTC"}),
        (("CTC", "LDA"), {"LDA", "CTA", "CTB", "CTC"}),
        ((), set()),
    ],
)
def test_one_sees_own_units_and_all_below(
    database: Database, own: tuple[str, ...], seen: set[str]
) -> None:
    """Neither beside nor above, for one unit or several; with none, nothing."""
    seed(database, FixedClock(DAY))
    scope = Scope(own, DAY)
    with database.reading() as session:
        assert set(session.scalars(scope.units())) == seen
        assert {code for code in PARENTS if scope.holds(session, code)} == seen
        assert not scope.holds(session, "NONE")


def test_a_unit_that_was_merged_away_stays_readable_above(database: Database) -> None:
    """Its books belong to those above it on its last day; a unit that moved, to the new place."""
    seed(database, FixedClock(DAY))
    gone_on, moved_on = dt.date(2025, 6, 30), dt.date(2025, 7, 1)
    with database.writing() as session:
        session.get_one(UnitRow, ("CTB", LONG_AGO)).valid_to = gone_on
        moved = session.get_one(UnitRow, ("CTA", LONG_AGO))
        moved.valid_to = gone_on
        session.add(
            UnitRow(
                code="CTA",
                valid_from=moved_on,
                valid_to=dt.date(9999, 12, 31),
                name=moved.name,
                name_folded=moved.name_folded,
                level=moved.level,
                kind="",
                parent_code="LDB",
                successor_code="",
            )
        )
        session.flush()
        rebuild_closure(session)
        session.commit()
    with database.reading() as session:
        assert set(session.scalars(Scope(("LDA",), DAY).units())) == {"LDA", "CTB"}
        assert set(session.scalars(Scope(("LDB",), DAY).units())) == {
            "LDB",
            "CTA",
            "CTC",
        }
        assert set(session.scalars(Scope(("LDA",), gone_on).units())) == {
            "LDA",
            "CTA",
            "CTB",
        }
