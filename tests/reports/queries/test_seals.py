"""Seals are listed by unit and number, with their place in the log."""

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select

from finance.records.units import UnitRow
from finance.runtime.database import Database
from ledger.errors import UnknownBook
from reports.queries.seals import Wanted, listed, sealed_note
from tests.finance.sealing import JULY, signed


def test_seals_are_listed(database: Database, tmp_path: Path) -> None:
    """All of them, those of a unit, of a month, of the units somebody may see."""
    made = signed(database, tmp_path)
    made.fed.close("G2", "2026-07", JULY)
    with database.reading() as session:
        rows = listed(session, Wanted())
        own = listed(session, Wanted("G2", "2026-07"))
        month = listed(session, Wanted(period="2026-05"))
        seen = listed(session, Wanted(units=select(UnitRow.code).where(UnitRow.code == "G1")))
        with pytest.raises(UnknownBook):
            listed(session, Wanted("XX"))
    assert [each.unit_code for each in rows] == sorted(each.unit_code for each in rows)
    assert {each.unit_code for each in seen} == {"G1"}
    assert [(each.unit_code, each.debit_vnd) for each in month] == [("G1", 20_000), ("G2", 0)]
    (waiting,) = own
    assert waiting.position is None
    shown = waiting.shown()
    assert (shown["unit"], shown["period"], shown["position"]) == ("G2", "2026-07", None)
    assert shown["leaf_hash"] == waiting.leaf_hash.hex()
    assert all(each.position is not None for each in seen)


def test_a_statement_names_the_seal_of_its_month(database: Database, tmp_path: Path) -> None:
    """The newest made until it was published, and the checkpoint once that speaks of it."""
    made = signed(database, tmp_path)
    made.fed.close("G2", "2026-07", JULY)
    size = made.publish(JULY).size
    with database.reading() as session:
        (june,) = listed(session, Wanted("G1", "2026-06"))
        early = sealed_note(session, "G1", "2026-06", june.sealed_at_us - 1)
        told = sealed_note(session, "G1", "2026-06", june.sealed_at_us)
    short = june.leaf_hash.hex()[:16]
    assert early is None
    assert told is not None
    assert told.en == f"Seal of the month: {short}, in the checkpoint of size {size}."
    made.fed.close("G2", "2026-08", dt.date(2026, 8, 31))
    with database.reading() as session:
        (august,) = listed(session, Wanted("G2", "2026-08"))
        waiting = sealed_note(session, "G2", "2026-08", august.sealed_at_us)
    assert waiting is not None
    assert waiting.vi == f"Niêm phong của tháng: {august.leaf_hash.hex()[:16]}."
