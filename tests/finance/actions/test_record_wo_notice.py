"""A workers' organisation's notice is kept, and its month shared by it."""

import datetime as dt

import pytest

from finance.actions.move_employer import MoveEmployer, move_employer
from finance.actions.record_wo_notice import (
    NoOrganisation,
    NoSuchObligation,
    OtherOrganisation,
    WoNotice,
    record_wo_notice,
)
from finance.rules.sharing import WorkersOrganisationPart
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.money import Vnd
from ledger.periods import Period
from tests.builders import E1, E2, decision, organisation, unit
from tests.federation import ACCOUNTANT, Federation, contents, federation
from tests.finance.actions.changing import LATER, with_ldb

JUNE = Period("2026-06")
DAY = dt.date(2026, 7, 16)


@pytest.fixture
def fed(database: Database) -> Federation:
    """E2 owes 1,000, and has a workers' organisation."""
    made = federation(database)
    made.add(organisation(E2, "WO"))
    made.owe(E2, JUNE, 1_000)
    return made


def _notice(levy: int, who: str = E2) -> WoNotice:
    return WoNotice(who, JUNE, Vnd(levy), DAY)


def test_a_notice_before_the_money_is_kept_for_it(fed: Federation) -> None:
    """Then the part never waits in custody."""
    assert record_wo_notice(fed.ctx(DAY), _notice(300)).ref == ""
    fed.pay(E2, JUNE, 1_000, DAY)
    assert fed.balance("LDA", "33811") == 0
    assert fed.balance("LDA", "33812") == -225
    assert fed.balance("LDA", "3361", "G2") == -525
    fed.assert_sound()


def test_a_second_notice_replaces_the_first_by_difference(fed: Federation) -> None:
    """And the same one again moves nothing."""
    fed.pay(E2, JUNE, 1_000, DAY)
    record_wo_notice(fed.ctx(DAY), _notice(300))
    record_wo_notice(fed.ctx(DAY), _notice(400))
    assert fed.balance("LDA", "33812") == -300
    before = contents(fed.database)
    assert record_wo_notice(fed.ctx(DAY), _notice(400)).fresh is False
    assert contents(fed.database) == before


def test_nothing_of_the_members_leaves_all_to_the_union(fed: Federation) -> None:
    """A notice of nothing ends the waiting."""
    fed.pay(E2, JUNE, 1_000, DAY)
    record_wo_notice(fed.ctx(DAY), _notice(0))
    assert fed.balance("LDA", "3361", "G2") == -750


@pytest.mark.parametrize("levy", [-1, 1_001])
def test_no_more_than_the_employer_owes(fed: Federation, levy: int) -> None:
    """The levy on the members' wages is a part of the levy on all wages."""
    with pytest.raises(WorkersOrganisationPart):
        record_wo_notice(fed.ctx(DAY), _notice(levy))


def test_a_month_nobody_assessed(fed: Federation) -> None:
    """There is nothing to divide."""
    with pytest.raises(NoSuchObligation):
        record_wo_notice(fed.ctx(DAY), _notice(1, E1))


def test_where_the_obligation_is_kept(fed: Federation) -> None:
    """A collector of the upper unit does not divide the province's obligations."""
    with pytest.raises(PermissionRefused):
        record_wo_notice(fed.ctx(DAY, Actor("a", (Grant("A1", "collector"),))), _notice(1))


def test_the_first_notice_registers_the_organisation(fed: Federation) -> None:
    """What was the union's alone is divided; the answer says that nobody had registered it."""
    fed.pay(E1, JUNE, 1_000, DAY)
    kept = record_wo_notice(fed.ctx(DAY), WoNotice(E1, JUNE, Vnd(400), DAY, "Tổ chức A"))
    assert (kept.organisation, kept.registered, kept.fresh) == ("Tổ chức A", True, True)
    assert kept.due_on == dt.date(2026, 7, 31)
    assert fed.balance("LDA", "33812") == -300
    assert fed.balance("LDA", "3361", "G1") == -450
    again = record_wo_notice(fed.ctx(DAY), WoNotice(E1, JUNE, Vnd(400), DAY, "TO CHUC A"))
    assert (again.registered, again.fresh, again.ref) == (False, False, "")
    fed.assert_sound()


def test_another_name_is_another_organisation(fed: Federation) -> None:
    """The part of a month is divided with one; before it was there, and without a name, none is."""
    with pytest.raises(OtherOrganisation):
        record_wo_notice(fed.ctx(DAY), WoNotice(E2, JUNE, Vnd(1), DAY, "Khác"))
    fed.owe(E1, JUNE, 1_000)
    with pytest.raises(NoOrganisation):
        record_wo_notice(fed.ctx(DAY), WoNotice(E1, JUNE, Vnd(1), DAY))
    record_wo_notice(fed.ctx(DAY), WoNotice(E1, JUNE, Vnd(1), DAY, "A"))
    fed.owe(E1, "2026-05", 1_000)
    with pytest.raises(NoOrganisation):
        record_wo_notice(fed.ctx(DAY), WoNotice(E1, Period("2026-05"), Vnd(1), DAY, "A"))


def test_a_late_notice_is_kept_and_paid_a_month_later(fed: Federation) -> None:
    """Told in August: nothing is paid to it in August; its part is due all the same."""
    fed.pay(E2, JUNE, 1_000, DAY)
    late = dt.date(2026, 8, 3)
    kept = record_wo_notice(fed.ctx(late), WoNotice(E2, JUNE, Vnd(400), late))
    assert kept.missed
    assert fed.balance("LDA", "33812") == -300
    assert "WO" not in {each.payee for each in fed.distribute(late)}
    assert fed.balance("LDA", "33812") == -300
    paid = fed.distribute(dt.date(2026, 9, 1))
    assert {each.payee: each.amount_vnd for each in paid} == {"WO": 300}
    fed.assert_sound()


def test_a_correction_does_not_make_a_notice_late(fed: Federation) -> None:
    """The day the first one came is the day that counts."""
    fed.pay(E2, JUNE, 1_000, DAY)
    record_wo_notice(fed.ctx(DAY), _notice(300))
    late = dt.date(2026, 8, 3)
    kept = record_wo_notice(fed.ctx(late), WoNotice(E2, JUNE, Vnd(400), late))
    assert (kept.missed, kept.fresh) == (False, True)
    assert {p.payee: p.amount_vnd for p in fed.distribute(late)}["WO"] == 300


def test_a_month_that_moved_is_noticed_where_it_is(fed: Federation) -> None:
    """E2 goes to LDB with its open June: the notice is taken there, once it is paid there."""
    with_ldb(fed).units(unit("B1", level="upper", parent_code="LDB"))
    wish = MoveEmployer(E2, LATER, "QĐ", to_unit="LDB", grassroots_unit="", upper_unit="B1")
    move_employer(fed.ctx(LATER, ACCOUNTANT), wish)
    receipt = fed.receive("LDB", "R", 1_000, LATER)
    laid = decision(receipt, E2, {JUNE: 1_000}, collector="LDB")
    assert fed.match(LATER, laid).refused == []
    assert fed.balance("LDB", "33811") == -750
    record_wo_notice(fed.ctx(LATER), WoNotice(E2, JUNE, Vnd(400), LATER))
    assert (fed.balance("LDB", "33811"), fed.balance("LDB", "33812")) == (-450, -300)
    fed.assert_sound()
