"""Batches are found by number within what one may see."""

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select

from collectors.intake.batches import (
    EVERYTHING,
    UnknownBatch,
    batch,
    keeping,
    latest_batches,
    seen_from,
)
from finance.records.units import UnitRow
from finance.runtime.database import Database
from tests.collectors.federation import LDA, TLD, Federation, credit

DAY = dt.date(2026, 7, 15)


@pytest.fixture
def federation(database: Database, tmp_path: Path) -> Federation:
    """Batches 1 to 5 are registers, 6 and 8 one statement of LDA, 7 one of TLD."""
    made = Federation(database, tmp_path).register()
    row = credit("A", "2026-07-10", 1000, "x")
    made.bank(DAY, LDA, row)
    made.bank(DAY, TLD, credit("B", "2026-07-10", 1000, "x"))
    made.bank(DAY, LDA, row)
    return made


def test_the_latest_come_first(federation: Federation) -> None:
    """As many as are asked for."""
    with federation.database.reading() as session:
        found = latest_batches(session, EVERYTHING, 3)
        assert [each.id for each in found] == [8, 7, 6]


def test_a_repeated_file_leads_to_the_batch_that_keeps_its_rows(federation: Federation) -> None:
    """The third statement is the first one again."""
    with federation.database.reading() as session:
        assert [keeping(session, EVERYTHING, number) for number in (6, 7, 8)] == [6, 7, 6]


def test_one_sees_ones_own_units_and_the_registers_from_the_top(federation: Federation) -> None:
    """A batch outside is not there."""
    with federation.database.reading() as session:
        below = select(UnitRow.code).where(UnitRow.code.in_(["LDA", "A1"]))
        seen = seen_from(session, ["LDA"], below)
        assert [each.id for each in latest_batches(session, seen, 9)] == [8, 6]
        with pytest.raises(UnknownBatch):
            batch(session, seen, 7)
        every = seen_from(session, ["TLD"], select(UnitRow.code))
        assert batch(session, every, 1).feed == "units"
