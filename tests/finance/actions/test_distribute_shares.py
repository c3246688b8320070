"""The shares are paid, once, to who is due them."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from finance.actions.assess_dues import AssessDues, assess_dues
from finance.actions.collect_dues import CollectDues, collect_dues
from finance.actions.distribute_shares import DistributeShares, distribute_shares
from finance.records.payments import Payment
from finance.rules.dues import DuesGroup, MemberMonth, MemberStatus
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.money import Vnd
from ledger.periods import Period
from tests.builders import E1, E2, E3, account_of
from tests.federation import Federation, contents, federation

JUNE = Period("2026-06")
DAY = dt.date(2026, 7, 10)


@pytest.fixture
def fed(database: Database) -> Federation:
    """E1's June is paid and shared: G1 750, A1 120, LDA 80, TLD 50."""
    made = federation(database)
    made.pay(E1, JUNE, 1_000, DAY)
    return made


def _cash(payments: list[Payment]) -> dict[str, int]:
    return {each.payee: each.amount_vnd for each in payments}


def test_what_is_paid_becomes_income(fed: Federation) -> None:
    """The list names account and purpose; income of each is its own share."""
    paid = fed.distribute(DAY)
    assert _cash(paid) == {"A1": 120, "G1": 750, "TLD": 50}
    assert {each.account_no for each in paid} == {account_of(unit) for unit in ("A1", "G1", "TLD")}
    assert {each.purpose for each in paid} >= {"KPCD LDA/IB/2 G1"}
    income = {book: -fed.balance(book, "337861") for book in ("TLD", "LDA", "A1", "G1")}
    assert income == {"TLD": 50, "LDA": 80, "A1": 120, "G1": 750}
    fed.assert_sound()


def test_a_second_run_pays_nothing_and_changes_nothing(fed: Federation) -> None:
    """What is paid is paid."""
    fed.distribute(DAY)
    before = contents(fed.database)
    assert fed.distribute(DAY) == []
    assert contents(fed.database) == before


def test_two_runs_at_once_pay_once(fed: Federation) -> None:
    """Whoever comes second finds nothing to pay."""

    def run(_: int) -> int:
        return sum(each.amount_vnd for each in fed.distribute(DAY))

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(run, range(4))) == [0, 0, 0, 920]
    fed.assert_sound()


def test_custody_is_nobodys_to_pay(fed: Federation) -> None:
    """Where there is no union, three quarters wait; the rest goes its way."""
    fed.pay(E3, JUNE, 1_000, DAY)
    assert _cash(fed.distribute(DAY)) == {"A1": 240, "G1": 750, "TLD": 100}
    assert fed.balance("LDA", "33811") == -750


@pytest.mark.parametrize(("dues", "set_off"), [(100, True), (10_000, False)])
def test_dues_are_set_off_where_the_share_covers_them(
    fed: Federation, dues: int, *, set_off: bool
) -> None:
    """The payer gets the difference and its superior the rest; else both are paid in full."""
    member = MemberMonth(JUNE, DuesGroup.NON_STATE, MemberStatus.WORKING, Vnd(dues * 200))
    assess_dues(fed.ctx(DAY), AssessDues("G1", JUNE, DAY, {"M1": member}))
    collect_dues(fed.ctx(DAY), CollectDues("G1", JUNE, DAY, "112"))
    owed = dues * 30 // 100
    paid = _cash(fed.distribute(DAY, "", "G1", "G2", "TLD"))
    less = owed if set_off else 0
    assert paid == {"A1": 120 + less, "G1": 750 - less, "TLD": 50}
    assert fed.balance("G1", "3362") == less - owed
    fed.assert_sound()


def test_a_beneficiary_whose_month_is_closed_moves_the_day_of_all(fed: Federation) -> None:
    """Both books of a transaction bear one day: the first that is open in each."""
    fed.close("A1", "2026-07", dt.date(2026, 7, 31))
    fed.distribute(dt.date(2026, 7, 31))
    august = fed.tagged(dt.date(2026, 8, 1), dt.date(2026, 8, 1))
    assert {row.book for row in august if row.debit_vnd} == {"TLD", "LDA", "A1", "G1"}
    fed.assert_sound()


def test_the_book_of_a_beneficiary_far_below_is_written_by_the_collector(fed: Federation) -> None:
    """LDA's treasurer pays G1 and TLD; nobody beside or below pays for LDA."""
    fed.pay(E2, JUNE, 1_000, DAY)
    order = DistributeShares(DAY, "LDA")
    below = fed.ctx(DAY, Actor("b", (Grant("A1", "treasurer"),)))
    with pytest.raises(PermissionRefused):
        distribute_shares(below, order)
    with pytest.raises(PermissionRefused):
        distribute_shares(fed.ctx(DAY, Actor("c", (Grant("LDA", "collector"),))), order)
    paid = distribute_shares(fed.ctx(DAY, Actor("t", (Grant("LDA", "treasurer"),))), order)
    assert _cash(paid) == {"A1": 240, "G1": 750, "G2": 750, "TLD": 100}
