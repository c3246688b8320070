"""What payrolls say of members' months is kept, and a later file supersedes it."""

import pytest
from sqlalchemy import select

from finance.records.dues import PayrollRow
from finance.rules.dues import MemberStatus
from finance.rules.facts import PayrollFacts
from finance.runtime.batches import RowState
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.money import Vnd
from ledger.periods import Period
from tests.dues import hire, member, pay_slip, slip
from tests.federation import Federation, codes, contents, federation


@pytest.fixture
def fed(database: Database) -> Federation:
    """M1 and M2 are members of G1."""
    made = federation(database)
    hire(made, member("M1"), member("M2"))
    return made


def test_again_changes_nothing_and_a_later_file_supersedes(fed: Federation) -> None:
    """What stands last is what counts, with the file and row it came from."""
    assert pay_slip(fed, slip("M1", 10), slip("M2", 20)).count(RowState.TAKEN) == 2
    before = contents(fed.database)
    assert pay_slip(fed, slip("M1", 10), slip("M2", 20)).count(RowState.UNCHANGED) == 2
    assert contents(fed.database) == before
    judged = pay_slip(fed, slip("M1", 10), slip("M2", 30, withheld_vnd=Vnd(5)))
    assert (judged.states[2], judged.states[3]) == (RowState.UNCHANGED, RowState.SUPERSEDED)
    with fed.database.reading() as session:
        row = session.get_one(PayrollRow, ("G1", "M2", "2026-06"))
    assert (row.wage_base_vnd, row.withheld_vnd, row.batch_id, row.row_no) == (
        30,
        5,
        len(fed.batches.judged),
        3,
    )


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ((slip("M1", 1, unit_code="NO"),), {2: ["payroll.unknown_unit"]}),
        ((slip("M9", 1),), {2: ["payroll.unknown_member"]}),
        ((slip("M1", 1, unit_code="G2"),), {2: ["payroll.unknown_member"]}),
        ((slip("M1", 1, period=Period("2026-08")),), {2: ["payroll.unknown_period"]}),
        (
            (slip("M1", 1, period=Period("2016-12")),),
            {2: ["payroll.unknown_member", "payroll.unknown_period"]},
        ),
        ((slip("M1", 1), slip("M1", 2)), {3: ["register.twice"]}),
    ],
)
def test_what_leads_to_nobody_waits(
    fed: Federation, rows: tuple[PayrollFacts, ...], told: dict[int, list[str]]
) -> None:
    """A unit, a member or a month that is not known; the others of the file are taken."""
    judged = pay_slip(fed, *rows, slip("M2", 1, status=MemberStatus.SI_LEAVE))
    assert codes(judged) == told
    assert judged.count(RowState.TAKEN) == 1 + (len(rows) - len(told))


def test_no_rows_no_units(fed: Federation) -> None:
    """An empty file is taken and says nothing."""
    assert pay_slip(fed).states == {}


def test_each_unit_brings_its_own(fed: Federation) -> None:
    """The payroll of a neighbour's members waits."""
    clerk = Actor("a", (Grant("G2", "accountant"),))
    assert codes(pay_slip(fed, slip("M1", 1), actor=clerk)) == {2: ["register.not_your_unit"]}
    with fed.database.reading() as session:
        assert session.scalars(select(PayrollRow)).all() == []
