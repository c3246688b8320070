"""Members come into the register: who belongs to which union from when, and how they pay."""

import datetime as dt

import pytest
from sqlalchemy import select

from finance.records.audit_lines import AuditRow
from finance.records.members import MemberRow
from finance.rules.dues import DuesGroup
from finance.rules.facts import MemberFacts
from finance.runtime.batches import RowState
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.money import Vnd
from tests.dues import hire, member
from tests.federation import Federation, codes, contents, federation

LEFT = dt.date(2026, 6, 15)
NEXT = dt.date(2026, 6, 16)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June, without members."""
    return federation(database)


def _rows(fed: Federation) -> list[MemberRow]:
    with fed.database.reading() as session:
        order = (MemberRow.unit_code, MemberRow.member_no, MemberRow.joined_on)
        return list(session.scalars(select(MemberRow).order_by(*order)))


def test_again_changes_nothing_and_others_supersede(fed: Federation) -> None:
    """One row for each unit, member and first day."""
    assert hire(fed, member("M1")).count(RowState.TAKEN) == 1
    before = contents(fed.database)
    assert hire(fed, member("M1")).count(RowState.UNCHANGED) == 1
    assert contents(fed.database) == before
    fixed = member("M1", dues_group=DuesGroup.FIXED, fixed_vnd=Vnd(20_000))
    assert hire(fed, fixed).count(RowState.SUPERSEDED) == 1
    (row,) = _rows(fed)
    assert (row.dues_group, row.fixed_vnd, row.left_on) == ("fixed", 20_000, dt.date.max)


def test_who_moves_has_a_row_in_each_unit(fed: Federation) -> None:
    """The day they leave and the day they join stand in one file."""
    hire(fed, member("M1"))
    judged = hire(fed, member("M1", left_on=LEFT), member("M1", unit_code="G2", joined_on=NEXT))
    assert judged.problems == {}
    assert [(row.unit_code, row.left_on) for row in _rows(fed)] == [
        ("G1", LEFT),
        ("G2", dt.date.max),
    ]


def test_numbers_of_codes_are_kept_for_life(fed: Federation) -> None:
    """Each member has one in a unit; who comes back has the same; another unit counts its own."""
    hire(fed, member("M1", left_on=LEFT), member("M2"))
    hire(fed, member("M1", joined_on=dt.date(2026, 7, 1)), member("M3", unit_code="G2"))
    numbers = [(row.unit_code, row.member_no, row.code_no) for row in _rows(fed)]
    assert numbers == [("G1", "M1", 1), ("G1", "M1", 1), ("G1", "M2", 2), ("G2", "M3", 1)]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ((member("M2", unit_code="NO"),), {2: ["members.unknown_unit"]}),
        ((member("M2", unit_code="A1"),), {2: ["members.not_a_grassroots_union"]}),
        ((member("M2", fixed_vnd=Vnd(1)),), {2: ["members.fixed_amount"]}),
        ((member("M2"), member("M2")), {3: ["register.twice"]}),
        ((member("M1", joined_on=NEXT),), {2: ["register.days_overlap"]}),
        ((member("M2", left_on=dt.date(2019, 1, 1)),), {2: ["register.days_overlap"]}),
        ((member("M1", unit_code="G2", joined_on=NEXT),), {2: ["members.elsewhere"]}),
    ],
)
def test_what_cannot_be_is_quarantined(
    fed: Federation, rows: tuple[MemberFacts, ...], told: dict[int, list[str]]
) -> None:
    """A unit nobody knows, a fixed amount beside a rate, a person in two places on one day."""
    hire(fed, member("M1"))
    assert codes(hire(fed, *rows)) == told


def test_a_number_alone_is_not_a_person(fed: Federation) -> None:
    """Units number their members as they like: another name is somebody else."""
    hire(fed, member("M1"))
    judged = hire(
        fed,
        member("M1", unit_code="G2", name="Trần Thị Hoa"),
        member("M2", unit_code="G2", name=""),
        member("M2", name=""),
    )
    assert judged.problems == {}


def test_each_unit_brings_its_own(fed: Federation) -> None:
    """A row of a unit below somebody else waits; the others are taken."""
    clerk = Actor("a", (Grant("G1", "accountant"),))
    judged = hire(fed, member("M1"), member("M2", unit_code="G2"), actor=clerk)
    assert codes(judged) == {3: ["register.not_your_unit"]}
    assert judged.states[2] is RowState.TAKEN


def test_the_log_names_nobody(fed: Federation) -> None:
    """It counts the rows of a file, and says no name and no number of a person."""
    hire(fed, member("M1", citizen_last4="7890"))
    with fed.database.reading() as session:
        line = session.scalars(select(AuditRow).where(AuditRow.action == "import_members")).one()
    assert line.unit_code == "G1"
    assert not {"M1", "7890", "Nguyễn"} & set(line.details.replace('"', " ").split())
