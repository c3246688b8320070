"""A unit's dues of a month are computed member by member, and booked in one entry."""

import datetime as dt

import pytest

from finance.actions.assess_dues import AssessDues, AssessedBefore, assess_dues
from finance.records.dues import DuesRow
from finance.rules.dues import DuesGroup, MemberMonth, MemberStatus
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.money import Vnd
from ledger.periods import Period
from tests.federation import Federation, contents, federation

JUNE = Period("2026-06")
DAY = dt.date(2026, 7, 6)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June."""
    return federation(database)


def _assess(fed: Federation, *wages: tuple[str, int], actor: Actor | None = None) -> int:
    members = {
        number: MemberMonth(JUNE, DuesGroup.NON_STATE, MemberStatus.WORKING, Vnd(wage))
        for number, wage in wages
    }
    ctx = fed.ctx(DAY) if actor is None else fed.ctx(DAY, actor)
    return assess_dues(ctx, AssessDues("G1", JUNE, DAY, members))


def test_half_a_percent_each(fed: Federation) -> None:
    """Rounded member by member; the receivable is their sum."""
    assert _assess(fed, ("M1", 17_600_000), ("M2", 18_333_333)) == 88_000 + 91_667
    assert fed.balance("G1", "13882") == -fed.balance("G1", "33884") == 179_667
    with fed.database.reading() as session:
        row = session.get_one(DuesRow, ("G1", "M2", JUNE))
    assert (row.amount_vnd, row.wage_base_vnd, row.paid_vnd) == (91_667, 18_333_333, 0)
    fed.assert_sound()


def test_members_told_later_are_added_at_the_same_hour_too(fed: Federation) -> None:
    """Two entries of the same amount on the same day are two."""
    for member in ("M1", "M2", "M3"):
        assert _assess(fed, (member, 17_600_000)) == 88_000
    assert fed.balance("G1", "13882") == 264_000
    fed.assert_sound()


def test_again_changes_nothing_and_other_amounts_are_refused(fed: Federation) -> None:
    """A member's month is assessed once."""
    _assess(fed, ("M1", 17_600_000))
    before = contents(fed.database)
    assert _assess(fed, ("M1", 17_600_000)) == 0
    assert contents(fed.database) == before
    with pytest.raises(AssessedBefore):
        _assess(fed, ("M1", 17_600_200), ("M2", 1_000_000))
    assert contents(fed.database) == before


def test_a_month_without_dues_posts_nothing(fed: Federation) -> None:
    """A member on leave owes nothing, and stands in the list."""
    leave = MemberMonth(JUNE, DuesGroup.NON_STATE, MemberStatus.SI_LEAVE, Vnd(10_000_000))
    asked = AssessDues("G1", JUNE, DAY, {"M4": leave})
    assert assess_dues(fed.ctx(DAY), asked) == 0
    with fed.database.reading() as session:
        assert session.get_one(DuesRow, ("G1", "M4", JUNE)).amount_vnd == 0


def test_not_by_a_neighbour(fed: Federation) -> None:
    """The members of G1 are not G2's business."""
    with pytest.raises(PermissionRefused):
        _assess(fed, ("M1", 1), actor=Actor("a", (Grant("G2", "accountant"),)))
