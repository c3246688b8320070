"""Employers come into the register: who pays, whose workers they are, who collects."""

import datetime as dt

import pytest
from sqlalchemy import select

from finance.actions.import_employers import import_employers
from finance.records.employers import EmployerRow
from finance.rules.facts import EmployerFacts
from finance.runtime.batches import RowState
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from tests.builders import E1, E3, OPENED, employer
from tests.federation import Batches, Federation, codes, contents, federation

NEW = "9900000062"
DAY = dt.date(2026, 7, 1)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June."""
    return federation(database)


def test_known_rows_change_nothing_and_others_supersede(fed: Federation) -> None:
    """One row for each employer and first day."""
    before = contents(fed.database)
    assert fed.employers(employer(E1)).count(RowState.UNCHANGED) == 1
    assert contents(fed.database) == before
    judged = fed.employers(employer(E1, name="Công ty Đổi Tên"), employer(NEW))
    assert [judged.states[row] for row in (2, 3)] == [RowState.SUPERSEDED, RowState.TAKEN]
    with fed.database.reading() as session:
        row = session.get_one(EmployerRow, (E1, dt.date(2020, 1, 1)))
    assert row.name_folded == "CONG TY DOI TEN"


def test_a_change_on_a_day_is_a_second_row(fed: Federation) -> None:
    """The first is given its last day in the same file."""
    judged = fed.employers(
        employer(E3, valid_to=OPENED), employer(E3, valid_from=DAY, grassroots_unit="G2")
    )
    assert judged.problems == {}
    with fed.database.reading() as session:
        rows = session.scalars(select(EmployerRow).where(EmployerRow.tax_code == E3))
        assert [row.grassroots_unit for row in rows] == ["", "G2"]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ((employer(NEW, grassroots_unit="NO"),), {2: ["employers.unknown_unit"]}),
        ((employer(NEW, collecting_unit="NO"),), {2: ["employers.unknown_unit"]}),
        ((employer(NEW, upper_unit="NO"),), {2: ["employers.unknown_unit"]}),
        ((employer(NEW, grassroots_unit="LDA"),), {2: ["employers.not_a_grassroots_union"]}),
        ((employer(NEW, upper_unit="G1"),), {2: ["employers.not_an_upper_unit"]}),
        (
            (employer(NEW, grassroots_unit="", upper_unit=""),),
            {2: ["employers.nobody_above"]},
        ),
        ((employer(NEW), employer(NEW)), {3: ["register.twice"]}),
        ((employer(E1, valid_from=DAY),), {2: ["register.days_overlap"]}),
        ((employer(NEW, valid_to=dt.date(2019, 1, 1)),), {2: ["register.days_overlap"]}),
    ],
)
def test_what_leads_nowhere_is_quarantined(
    fed: Federation, rows: tuple[EmployerFacts, ...], told: dict[int, list[str]]
) -> None:
    """A unit nobody knows, a province in the place of the workers' union, days that overlap."""
    assert codes(fed.employers(*rows)) == told


def test_registers_are_for_who_stands_above_all(fed: Federation) -> None:
    """An accountant of a province does not say who collects."""
    with pytest.raises(PermissionRefused):
        import_employers(fed.ctx(DAY, Actor("a", (Grant("LDA", "accountant"),))), [], Batches())
