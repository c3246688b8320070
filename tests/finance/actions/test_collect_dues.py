"""Dues come in; what belongs to the superior is owed at once."""

import datetime as dt

import pytest

from finance.actions.assess_dues import AssessDues, assess_dues
from finance.actions.collect_dues import CollectDues, collect_dues
from finance.rules.dues import DuesGroup, MemberMonth, MemberStatus
from finance.rules.sharing import NoSplitRule
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.money import Vnd
from ledger.periods import Period
from tests.federation import Federation, contents, federation

JUNE = Period("2026-06")
DAY = dt.date(2026, 7, 15)
ORDER = CollectDues("G1", JUNE, DAY, "112")


def _owed(fed: Federation) -> Federation:
    member = MemberMonth(JUNE, DuesGroup.NON_STATE, MemberStatus.WORKING, Vnd(17_600_200))
    assess_dues(fed.ctx(DAY), AssessDues("G1", JUNE, DAY, {"M1": member}))
    return fed


@pytest.fixture
def fed(database: Database) -> Federation:
    """A member of G1 owes 88,001."""
    return _owed(federation(database))


def test_seventy_stay_and_thirty_are_owed_up(fed: Federation) -> None:
    """Half-up for who keeps; the superior sees its part as not yet received."""
    assert collect_dues(fed.ctx(DAY), ORDER) == 88_001
    assert fed.balance("G1", "337861") == -61_601
    assert fed.balance("G1", "3362", "A1") == -26_400
    assert fed.balance("A1", "1362", "G1") == -fed.balance("A1", "33885", "G1") == 26_400
    fed.assert_sound()


def test_in_cash(fed: Federation) -> None:
    """The account of the book is the one named."""
    collect_dues(fed.ctx(DAY), CollectDues("G1", JUNE, DAY, "111"))
    assert (fed.balance("G1", "111"), fed.balance("G1", "112")) == (88_001, 0)


def test_once(fed: Federation) -> None:
    """A second time nothing is open."""
    collect_dues(fed.ctx(DAY), ORDER)
    before = contents(fed.database)
    assert collect_dues(fed.ctx(DAY), ORDER) == 0
    assert contents(fed.database) == before


def test_without_a_rule_nothing_is_collected(database: Database) -> None:
    """How dues are divided is decided, never guessed."""
    fed = _owed(federation(database, rules=False))
    before = contents(database)
    with pytest.raises(NoSplitRule):
        collect_dues(fed.ctx(DAY), ORDER)
    assert contents(database) == before


def test_not_by_a_neighbour(fed: Federation) -> None:
    """The members of G1 pay G1."""
    with pytest.raises(PermissionRefused):
        collect_dues(fed.ctx(DAY, Actor("a", (Grant("G2", "accountant"),))), ORDER)
