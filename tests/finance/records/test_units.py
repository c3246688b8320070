"""Union units over time, and the tree they stand in."""

import datetime as dt

import pytest

from finance.records.units import (
    below,
    ever_below,
    latest_unit,
    latest_units,
    line_over,
    line_up,
    rebuild_closure,
    top_units,
    unit_on,
)
from finance.runtime.database import Database
from tests.builders import BOOKS, OPENED, unit
from tests.federation import Federation, contents, federation

GONE = dt.date(2026, 6, 15)
MOVED = dt.date(2026, 6, 16)


@pytest.fixture
def fed(database: Database) -> Federation:
    """G2 was merged into G1; G1 moved from A1 to A2 the day after."""
    made = federation(database)
    made.units(
        unit("A2", level="upper", parent_code="LDA"),
        unit("G2", valid_to=GONE, successor_code="G1"),
        unit("G1", valid_to=GONE),
        unit("G1", valid_from=MOVED, parent_code="A2", name="Tên mới"),
    )
    return made


def test_a_unit_as_it_stands_on_a_day(fed: Federation) -> None:
    """And as last known, whether it still stands or not."""
    with fed.database.reading() as session:
        before, after = unit_on(session, "G1", GONE), unit_on(session, "G1", MOVED)
        assert before is not None
        assert after is not None
        assert (before.parent_code, after.parent_code, after.name) == ("A1", "A2", "Tên mới")
        assert unit_on(session, "G2", OPENED) is None
        gone = latest_unit(session, "G2")
        assert gone is not None
        assert (gone.valid_to, gone.successor_code) == (GONE, "G1")
        assert latest_unit(session, "NO") is None
        assert latest_units(session)["G1"].parent_code == "A2"


def test_the_line_above_follows_the_day(fed: Federation) -> None:
    """A unit that has gone has none any more, but somebody winds it up."""
    with fed.database.reading() as session:
        assert line_up(session, "G1", GONE) == ["G1", "A1", "LDA", "TLD"]
        assert line_up(session, "G1", MOVED) == ["G1", "A2", "LDA", "TLD"]
        assert line_up(session, "G2", OPENED) == []
        assert line_over(session, "G2", OPENED) == ["G2", "A1", "LDA", "TLD"]
        assert line_over(session, "G1", OPENED) == ["G1", "A2", "LDA", "TLD"]
        assert line_over(session, "NO", OPENED) == []
        assert line_over(session, "G1", dt.date(2019, 1, 1)) == []


def test_what_stands_below(fed: Federation) -> None:
    """On a day, and ever: history stays readable."""
    with fed.database.reading() as session:
        assert below(session, ["A1"], OPENED) == {"A1"}
        assert below(session, ["A1"], GONE) == {"A1", "G1", "G2"}
        assert ever_below(session, ["A1"]) == {"A1", "G1", "G2"}
        assert below(session, ["TLD"], OPENED) == {"TLD", "LDA", "A1", "A2", "G1"}
        assert top_units(session) == ["TLD"]


def test_the_tree_made_anew_is_the_same_tree(fed: Federation) -> None:
    """It is nothing but the units' own rows."""
    before = contents(fed.database)
    with fed.database.writing() as session:
        rebuild_closure(session)
        session.commit()
    assert contents(fed.database) == before
    assert len(before["unit"]) == len(BOOKS) + 2
