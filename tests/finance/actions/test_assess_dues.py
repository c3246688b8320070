"""A unit's dues of a month are computed member by member, and booked in one entry."""

import datetime as dt
import json

import pytest

from finance.actions.assess_dues import (
    AssessDues,
    DuesAssessed,
    MonthNotBegun,
    PaidMore,
    assess_dues,
)
from finance.actions.collect_dues import CollectDues, collect_dues
from finance.records.dues import DuesRow
from finance.rules.dues import DuesGroup, MemberMonth, MemberStatus
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.money import Vnd
from ledger.periods import Period
from tests.dues import hire, member, pay_slip, slip
from tests.federation import Federation, contents, federation

JUNE = Period("2026-06")
DAY = dt.date(2026, 7, 6)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June."""
    return federation(database)


def _assess(fed: Federation, *wages: tuple[str, int], actor: Actor | None = None) -> DuesAssessed:
    members = {
        number: MemberMonth(JUNE, DuesGroup.NON_STATE, MemberStatus.WORKING, Vnd(wage))
        for number, wage in wages
    }
    ctx = fed.ctx(DAY) if actor is None else fed.ctx(DAY, actor)
    return assess_dues(ctx, AssessDues("G1", JUNE, DAY, members))


def test_a_month_to_come_is_refused(fed: Federation) -> None:
    """The month that runs is assessed: its payroll may be there; the next one is not."""
    july = Period("2026-07")
    assert assess_dues(fed.ctx(DAY), AssessDues("G1", july, DAY)).refused == []
    with pytest.raises(MonthNotBegun):
        assess_dues(fed.ctx(DAY), AssessDues("G1", Period("2026-08"), DAY))


def test_half_a_percent_each(fed: Federation) -> None:
    """Rounded member by member; the receivable is their sum."""
    done = _assess(fed, ("M1", 17_600_000), ("M2", 18_333_333))
    assert (done.members, done.change_vnd) == (2, 88_000 + 91_667)
    assert fed.balance("G1", "13882") == -fed.balance("G1", "33884") == 179_667
    with fed.database.reading() as session:
        row = session.get_one(DuesRow, ("G1", "M2", JUNE))
    assert (row.amount_vnd, row.wage_base_vnd, row.paid_vnd) == (91_667, 18_333_333, 0)
    fed.assert_sound()


def test_members_told_later_are_added_at_the_same_hour_too(fed: Federation) -> None:
    """Two entries of the same amount on the same day are two."""
    for number in ("M1", "M2", "M3"):
        assert _assess(fed, (number, 17_600_000)).change_vnd == 88_000
    assert fed.balance("G1", "13882") == 264_000
    fed.assert_sound()


def test_again_changes_nothing(fed: Federation) -> None:
    """A member's month is assessed once."""
    _assess(fed, ("M1", 17_600_000))
    before = contents(fed.database)
    assert not _assess(fed, ("M1", 17_600_000)).changed
    assert contents(fed.database) == before


def test_a_corrected_wage_moves_the_amount_both_ways(fed: Federation) -> None:
    """Only the difference is posted, net for the unit."""
    _assess(fed, ("M1", 17_600_000), ("M2", 10_000_000))
    done = _assess(fed, ("M1", 20_000_000), ("M2", 2_000_000))
    assert (done.members, done.raised, done.lowered) == (0, 1, 1)
    assert done.change_vnd == 12_000 - 40_000
    assert fed.balance("G1", "13882") == -fed.balance("G1", "33884") == 110_000
    fed.assert_sound()


def test_never_below_what_is_paid(fed: Federation) -> None:
    """That member is refused and told; the others go on."""
    _assess(fed, ("M1", 17_600_000))
    collect_dues(fed.ctx(DAY), CollectDues("G1", JUNE, DAY, "112"))
    done = _assess(fed, ("M1", 10_000_000), ("M2", 10_000_000))
    (refused,) = done.refused
    assert isinstance(refused, PaidMore)
    assert refused.facts == {
        "member_no": "M1",
        "period": "2026-06",
        "paid": 88_000,
        "amount": 50_000,
    }
    assert done.change_vnd == 50_000
    fed.assert_sound()


def test_a_month_without_dues_posts_nothing(fed: Federation) -> None:
    """A member on leave owes nothing, and stands in the list."""
    leave = MemberMonth(JUNE, DuesGroup.NON_STATE, MemberStatus.SI_LEAVE, Vnd(10_000_000))
    asked = AssessDues("G1", JUNE, DAY, {"M4": leave})
    assert assess_dues(fed.ctx(DAY), asked).change_vnd == 0
    with fed.database.reading() as session:
        assert session.get_one(DuesRow, ("G1", "M4", JUNE)).amount_vnd == 0


def test_not_by_a_neighbour(fed: Federation) -> None:
    """The members of G1 are not G2's business."""
    with pytest.raises(PermissionRefused):
        _assess(fed, ("M1", 1), actor=Actor("a", (Grant("G2", "accountant"),)))


def test_what_an_amount_was_made_with_stands_beside_it(fed: Federation) -> None:
    """An inspector computes it again: each parameter, its first day and its value."""
    _assess(fed, ("M1", 60_000_000))
    with fed.database.reading() as session:
        row = session.get_one(DuesRow, ("G1", "M1", JUNE))
    assert row.rule == "ceiling"
    assert {"key": "dues.rate.non_state", "from": "2025-07-01", "value": "5/1000"} in json.loads(
        row.used
    )


def test_everybody_of_the_register(fed: Federation) -> None:
    """By group, payroll and fixed amount; whose wage is not told is named, not guessed."""
    hire(fed, member("M1"), member("M2"), member("M3", dues_group=DuesGroup.FIXED))
    pay_slip(fed, slip("M1", 17_600_000))
    done = assess_dues(fed.ctx(DAY), AssessDues("G1", JUNE, DAY))
    assert (done.members, done.change_vnd) == (2, 88_000 + 11_700)
    assert done.without_payroll == ["M2"]
    assert not assess_dues(fed.ctx(DAY), AssessDues("G1", JUNE, DAY)).changed


def test_who_turns_out_to_have_left_owes_nothing(fed: Federation) -> None:
    """A register put right takes back what was assessed."""
    hire(fed, member("M1"))
    pay_slip(fed, slip("M1", 17_600_000))
    assess_dues(fed.ctx(DAY), AssessDues("G1", JUNE, DAY))
    hire(fed, member("M1", left_on=dt.date(2026, 6, 15)))
    done = assess_dues(fed.ctx(DAY), AssessDues("G1", JUNE, DAY))
    assert (done.lowered, done.change_vnd) == (1, -88_000)
    with fed.database.reading() as session:
        assert session.get_one(DuesRow, ("G1", "M1", JUNE)).rule == "not_a_member"
    fed.assert_sound()
