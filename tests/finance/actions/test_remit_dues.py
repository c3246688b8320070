"""The upper part of the dues goes up, step by step."""

import datetime as dt

import pytest

from finance.actions.assess_dues import AssessDues, assess_dues
from finance.actions.collect_dues import CollectDues, collect_dues
from finance.actions.remit_dues import RemitDues, SetOff, remit_dues, set_off_dues
from finance.rules.dues import DuesGroup, MemberMonth, MemberStatus
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.money import Vnd
from ledger.periods import Period
from tests.federation import Federation, contents, federation

JUNE = Period("2026-06")
DAY = dt.date(2026, 7, 20)


@pytest.fixture
def fed(database: Database) -> Federation:
    """G1 collected 100,000 in dues."""
    made = federation(database)
    member = MemberMonth(JUNE, DuesGroup.NON_STATE, MemberStatus.WORKING, Vnd(20_000_000))
    assess_dues(made.ctx(DAY), AssessDues("G1", JUNE, DAY, {"M1": member}))
    collect_dues(made.ctx(DAY), CollectDues("G1", JUNE, DAY, "112"))
    return made


def test_each_level_keeps_its_part_and_owes_the_rest(fed: Federation) -> None:
    """70, 15, 9 and 6 of a hundred, when all have passed on."""
    paid = [remit_dues(fed.ctx(DAY), RemitDues(unit, DAY)) for unit in ("G1", "A1", "LDA")]
    lists = [[(line.payee, line.amount_vnd) for line in lines] for lines in paid]
    assert lists == [[("A1", 30_000)], [("LDA", 15_000)], [("TLD", 6_000)]]
    income = {book: -fed.balance(book, "337861") for book in ("G1", "A1", "LDA", "TLD")}
    assert income == {"G1": 70_000, "A1": 15_000, "LDA": 9_000, "TLD": 6_000}
    assert all(fed.balance(book, account) == 0 for book in income for account in ("3362", "33885"))
    fed.assert_sound()


def test_what_is_paid_is_paid(fed: Federation) -> None:
    """The second time nothing is owed; who never collected owes nothing."""
    remit_dues(fed.ctx(DAY), RemitDues("G1", DAY))
    before = contents(fed.database)
    assert remit_dues(fed.ctx(DAY), RemitDues("G1", DAY)) == []
    assert remit_dues(fed.ctx(DAY), RemitDues("G2", DAY)) == []
    assert contents(fed.database) == before


@pytest.mark.parametrize(
    ("cash", "after"),
    [
        ({"G1": 50_000, "A1": 0}, {"G1": 20_000, "A1": 30_000}),
        ({"G1": 30_000, "A1": 5}, {"G1": 0, "A1": 30_005}),
        ({"G1": 29_999, "A1": 0}, {"G1": 29_999, "A1": 0}),
        ({"G1": 50_000}, {"G1": 50_000}),
    ],
)
def test_set_off_only_where_the_share_covers_it(
    fed: Federation, cash: dict[str, int], after: dict[str, int]
) -> None:
    """And the superior is paid in the same list: else nothing is touched."""
    left = dict(cash)
    with fed.database.reading() as session:
        books = set_off_dues(session, SetOff("LDA", "R", DAY, frozenset({"G1"})), left)
    assert left == after
    assert bool(books) == (sum(after.values()) > 0 and after.get("A1", 0) >= 30_000)


def test_not_for_another_unit(fed: Federation) -> None:
    """A treasurer pays for the own unit and below."""
    with pytest.raises(PermissionRefused):
        remit_dues(fed.ctx(DAY, Actor("a", (Grant("G2", "treasurer"),))), RemitDues("G1", DAY))
