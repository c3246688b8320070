"""Units come into the register, and each gets its book."""

import datetime as dt

import pytest
from sqlalchemy import select

from finance.actions.import_units import import_units
from finance.records.units import UnitClosureRow, latest_unit, line_up
from finance.rules.facts import UnitFacts
from finance.rules.sharing import Role
from finance.runtime.batches import RowState
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM, Actor, Grant
from ledger.store import reads
from tests.builders import BOOKS, OPENED, unit
from tests.federation import Batches, Federation, codes, contents, federation

DAY = dt.date(2026, 7, 1)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June."""
    return federation(database)


def test_units_stand_in_their_tree_with_their_books(fed: Federation) -> None:
    """Each with the months of this year and the last."""
    with fed.database.reading() as session:
        assert line_up(session, "G1", DAY) == ["G1", "A1", "LDA", "TLD"]
        books = reads.books_by_code(session)
        assert set(books) == set(BOOKS)
        months = reads.period_states(session, books["G1"].book_id)
    assert (min(months), max(months), len(months)) == ("2025-01", "2026-12", 24)


def test_the_same_file_again_changes_nothing(fed: Federation) -> None:
    """All rows are known."""
    before = contents(fed.database)
    judged = fed.units(*(unit(code) for code in BOOKS))
    assert judged.count(RowState.UNCHANGED) == 5
    assert contents(fed.database) == before


def test_a_row_with_other_facts_supersedes(fed: Federation) -> None:
    """Name, parent, end: the tree follows."""
    judged = fed.units(unit("G1", name="Tên mới", parent_code="LDA"))
    assert judged.count(RowState.SUPERSEDED) == 1
    with fed.database.reading() as session:
        assert line_up(session, "G1", DAY) == ["G1", "LDA", "TLD"]
        found = latest_unit(session, "G1")
    assert found is not None
    assert found.name == "Tên mới"


def test_a_merger_keeps_the_old_unit_and_its_book(fed: Federation) -> None:
    """It ends, names its successor, and the tree knows both times."""
    fed.units(unit("G2", valid_to=OPENED, successor_code="G1"))
    with fed.database.reading() as session:
        assert line_up(session, "G2", OPENED) == ["G2", "A1", "LDA", "TLD"]
        assert line_up(session, "G2", DAY) == []
        assert "G2" in reads.books_by_code(session)
        spans = session.scalars(select(UnitClosureRow).where(UnitClosureRow.unit_code == "G2"))
        assert {row.valid_to for row in spans} == {OPENED}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ((unit("X", parent_code="NONE"),), {2: ["units.unknown_parent"]}),
        ((unit("X", parent_code="G1"),), {2: ["units.parent_not_above"]}),
        (
            (unit("TL2", level=Role.NATIONAL, parent_code="TLD"),),
            {2: ["units.national_has_parent"]},
        ),
        ((unit("X"), unit("X")), {3: ["register.twice"]}),
        ((unit("G1", valid_from=DAY),), {2: ["register.days_overlap"]}),
        ((unit("X", valid_to=dt.date(2019, 1, 1)),), {2: ["register.days_overlap"]}),
        ((unit("X", valid_to=DAY, successor_code="NO"),), {2: ["units.unknown_neighbour"]}),
        (
            (unit("X", level=Role.UPPER, parent_code="NONE"), unit("Y", parent_code="X")),
            {2: ["units.unknown_parent"], 3: ["units.unknown_neighbour"]},
        ),
    ],
)
def test_what_does_not_fit_the_tree_is_quarantined(
    fed: Federation, rows: tuple[UnitFacts, ...], told: dict[int, list[str]]
) -> None:
    """Row by row, with what is wrong; nothing hangs from a row that was refused."""
    judged = fed.units(*rows)
    assert codes(judged) == told
    with fed.database.reading() as session:
        wanted = {"X"} if told == {3: ["register.twice"]} else set()
        assert set(reads.books_by_code(session)) - set(BOOKS) == wanted


def test_registers_are_for_who_stands_above_all(fed: Federation) -> None:
    """The system may, the operator of the top may, nobody below."""
    for actor, allowed in (
        (SYSTEM, True),
        (Actor("o", (Grant("TLD", "operator"),)), True),
        (Actor("p", (Grant("LDA", "operator"),)), False),
        (Actor("q", (Grant("TLD", "collector"),)), False),
    ):
        ctx = fed.ctx(OPENED, actor)
        if allowed:
            assert import_units(ctx, [], Batches()).states == {}
        else:
            with pytest.raises(PermissionRefused):
                import_units(ctx, [], Batches())
