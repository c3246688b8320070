"""A collection of dues is taken back."""

import datetime as dt

import pytest

from finance.actions.collect_dues import CollectDues, collect_dues
from finance.actions.match_dues import match_dues
from finance.actions.release_dues import ReleaseDues, UnknownCollection, release_dues
from finance.actions.remit_dues import RemitDues, remit_dues
from finance.records.dues import DuesEventRow
from finance.records.dues_codes import code_of
from finance.records.members import latest_member
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM, Actor, Grant
from tests.builders import account_of, bank_row
from tests.dues import JUNE, assessed, months
from tests.federation import ACCOUNTANT, Federation, contents, federation

DAY = dt.date(2026, 7, 20)


@pytest.fixture
def fed(database: Database) -> Federation:
    """M1 of G1 owes 100,000."""
    made = federation(database)
    assessed(made, [("M1", 20_000_000)])
    return made


def _ref(fed: Federation) -> str:
    with fed.database.reading() as session:
        return session.query(DuesEventRow).order_by(DuesEventRow.seq).all()[0].ref


def _release(fed: Federation, ref: str) -> int:
    return release_dues(fed.ctx(DAY, ACCOUNTANT), ReleaseDues("G1", ref, DAY, "Nhầm người"))


@pytest.mark.parametrize("account", ["111", "112"])
def test_taken_back_it_is_owed_again(fed: Federation, account: str) -> None:
    """The opposite lines in both books; a second time nothing is left to take back."""
    collect_dues(fed.ctx(DAY), CollectDues("G1", JUNE, DAY, account))
    assert _release(fed, _ref(fed)) == 100_000
    assert [fed.balance("G1", each) for each in (account, "3362", "337861")] == [0, 0, 0]
    assert fed.balance("A1", "1362") == 0
    assert months(fed) == {("G1", "M1"): (100_000, 0)}
    before = contents(fed.database)
    assert _release(fed, _ref(fed)) == 0
    assert contents(fed.database) == before
    fed.assert_sound()


def test_a_transfer_waits_for_a_person(fed: Federation) -> None:
    """The money lies with the receipts to identify, and its code is not followed again."""
    with fed.database.reading() as session:
        member = latest_member(session, "G1", "M1")
        assert member is not None
        text = code_of(session, member, JUNE)
    fed.bank(DAY, account_of("G1"), bank_row("FT", DAY, 100_000, content=text))
    match_dues(fed.ctx(DAY), "G1", DAY)
    assert _release(fed, _ref(fed)) == 100_000
    assert fed.receipt("G1/R/1").open_vnd == 100_000
    assert fed.balance("G1", "33881") == -100_000
    assert match_dues(fed.ctx(DAY), "G1", DAY).receipts == 0
    fed.assert_sound()


def test_what_went_up_already_is_netted_later(fed: Federation) -> None:
    """The debt to the superior turns round; nobody is asked to send money back."""
    collect_dues(fed.ctx(DAY), CollectDues("G1", JUNE, DAY, "111"))
    remit_dues(fed.ctx(DAY), RemitDues("G1", DAY))
    _release(fed, _ref(fed))
    assert fed.balance("G1", "3362", "A1") == 30_000
    assert fed.balance("A1", "33885") == fed.balance("A1", "337861") == 0
    assert remit_dues(fed.ctx(DAY), RemitDues("G1", DAY)) == []
    fed.assert_sound()


def test_of_its_own_unit_by_who_may(fed: Federation) -> None:
    """A reference nobody collected under, a neighbour, and the system by itself are refused."""
    with pytest.raises(UnknownCollection):
        _release(fed, "G1/IB/999")
    clerk = Actor("a", (Grant("G2", "accountant"),))
    for actor in (clerk, SYSTEM):
        with pytest.raises(PermissionRefused):
            release_dues(fed.ctx(DAY, actor), ReleaseDues("G1", "G1/IB/1", DAY, "x"))
