"""Looking through the register of units."""

import datetime as dt

import pytest
from sqlalchemy import select

from finance.records.units import UnitRow
from finance.rules.folding import fold
from finance.runtime.database import Database
from reports.queries import units
from reports.queries.units import Search, names_of, search_units, unit_named


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("dong tam", ["G1"]),
        ("ĐỒNG TÂM", ["G1"]),
        ("tam dong", ["G1"]),
        ("g2", ["G2"]),
        ("cong doan co so", ["G2", "G1"]),
        ("100%", []),
        ("_", []),
        ("", ["G2", "G1", "A1", "LDA", "TLD"]),
    ],
)
def test_a_search_needs_no_diacritics(june: Database, text: str, codes: list[str]) -> None:
    """Each word is looked for in name and code, whatever its marks, case and order."""
    with june.reading() as session:
        found, count = search_units(session, Search(text))
    assert sorted(unit.code for unit in found) == sorted(codes)
    assert count == len(codes)


def test_a_search_narrows_by_level_parent_and_scope(june: Database) -> None:
    """Level, superior and the reader's scope each keep the others out."""
    with june.reading() as session:
        by_level, _ = search_units(session, Search(level="grassroots"))
        by_parent, _ = search_units(session, Search(parent_code="LDA"))
        seen, _ = search_units(session, Search(), select(UnitRow.code).where(UnitRow.code == "TLD"))
    assert {unit.code for unit in by_level} == {"G1", "G2"}
    assert [unit.code for unit in by_parent] == ["A1"]
    assert [unit.code for unit in seen] == ["TLD"]


def test_pages_of_units(june: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages join without a gap, and each says how many units there are in all."""
    monkeypatch.setattr(units, "PAGE", 2)
    with june.reading() as session:
        pages = [search_units(session, Search(page=page)) for page in (1, 2, 3, 4)]
    assert [len(found) for found, _ in pages] == [2, 2, 1, 0]
    assert {count for _, count in pages} == {5}


def test_a_unit_is_shown_as_last_known(own_june: Database) -> None:
    """A unit under a new name is found once, under the new one."""
    with own_june.writing() as session:
        old = session.get_one(UnitRow, ("G1", dt.date(2020, 1, 1)))
        old.valid_to = dt.date(2026, 6, 30)
        session.add(
            UnitRow(
                code="G1",
                valid_from=dt.date(2026, 7, 1),
                valid_to=dt.date(9999, 12, 31),
                name="Công đoàn cơ sở Bình Minh",
                name_folded=fold("Công đoàn cơ sở Bình Minh"),
                level="grassroots",
                parent_code="A1",
            )
        )
        session.commit()
    with own_june.reading() as session:
        assert search_units(session, Search("dong tam")) == ([], 0)
        assert [unit.name for unit in search_units(session, Search("binh minh"))[0]] == [
            "Công đoàn cơ sở Bình Minh"
        ]
        unit = unit_named(session, "G1")
        assert unit is not None
        assert unit.name == "Công đoàn cơ sở Bình Minh"
        assert unit_named(session, "NOBODY") is None
        assert names_of(session, frozenset({"G1", "TLD"})) == {
            "G1": ("Công đoàn cơ sở Bình Minh", "grassroots"),
            "TLD": ("Tổng Liên đoàn Lao động Việt Nam", "national"),
        }
