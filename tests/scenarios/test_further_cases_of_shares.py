"""Further cases of a share on its way, each alone and with small figures.

The lines of K09, K11, K13 and K14 stand in the table beside this file.
"""

import datetime as dt

import pytest

from finance.actions.approve_estimate import ApproveEstimate, approve_estimate
from finance.actions.approve_support import ApproveSupport, approve_support
from finance.actions.enter_estimate import EnterEstimate, enter_estimate
from finance.actions.pay_true_up import PayTrueUp, pay_true_up
from finance.actions.propose_support import ProposeSupport, propose_support
from finance.actions.release_custody import ReleaseCustody, release_custody
from finance.actions.true_up import TrueUp, true_up
from finance.records.payments import Payment
from finance.rules.consolidation import consolidate
from finance.runtime.database import Database
from tests.builders import BOOKS, E1, E3, account_of, bank_row, employer, opening, unit
from tests.federation import ACCOUNTANT, APPROVER, Federation, federation
from tests.scenarios.june_2026 import case, entries, since

JUNE = "2026-06"
DAY = dt.date(2026, 7, 10)
NEXT = dt.date(2026, 7, 13)
LATER = dt.date(2026, 8, 10)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June, nothing happened yet."""
    return federation(database)


def _cash(payments: list[Payment]) -> dict[str, int]:
    return {each.payee: each.amount_vnd for each in payments}


def test_k09_custody_is_released_when_a_union_is_founded(fed: Federation) -> None:
    """E3's part is G3's from that day: owed by LDA, shared and not yet received in G3's book."""
    fed.pay(E3, JUNE, 9_000_000, DAY)
    founded = dt.date(2026, 8, 1)
    fed.units(unit("G3", valid_from=founded), on=founded)
    fed.employers(
        employer(E3, valid_to=founded - dt.timedelta(days=1)),
        employer(E3, valid_from=founded, grassroots_unit="G3"),
        on=founded,
    )
    before = set(entries(fed, (*BOOKS, "G3")))
    release_custody(fed.ctx(LATER, ACCOUNTANT), ReleaseCustody(E3, LATER))
    assert since(fed, before) == case("K09")
    fed.assert_sound()
    assert _cash(fed.distribute(LATER))["G3"] == 6_750_000
    assert fed.balance("G3", "337861") == -6_750_000
    assert fed.balance("LDA", "33811") == 0
    fed.assert_sound()


def test_k11_a_distribution_comes_back_from_the_bank(fed: Federation) -> None:
    """G1's 500,000 come back: unpaid again in both books, income no more, and paid once more."""
    fed.pay(E1, JUNE, 666_667, DAY)
    paid = {each.payee: each for each in fed.distribute(DAY)}
    assert paid["G1"].amount_vnd == 500_000
    before = set(entries(fed))
    text = f"HOAN TRA GD SAI TAI KHOAN {paid['G1'].purpose}"
    fed.bank(NEXT, account_of("LDA"), bank_row("HT1", NEXT, 500_000, content=text))
    assert since(fed, before) == case("K11")
    fed.assert_sound()
    assert _cash(fed.distribute(LATER)) == {"G1": 500_000}
    assert fed.balance("G1", "337861") == -500_000
    assert fed.balance("LDA", "112") == 666_667 - 500_000 - paid["A1"].amount_vnd - (
        paid["TLD"].amount_vnd
    )
    fed.assert_sound()


def test_k13_the_year_is_trued_up_to_the_estimate(fed: Federation) -> None:
    """A1 shall have 500,000 more and TLD less: it runs through LDA, and is paid the same way."""
    fed.pay(E1, JUNE, 100_000_000, DAY)
    fed.distribute(DAY)
    last = dt.date(2026, 12, 31)
    amounts = {"A1": 12_500_000, "LDA": 8_000_000, "TLD": 4_500_000}
    maker, checker = fed.ctx(last, ACCOUNTANT), fed.ctx(last, APPROVER)
    enter_estimate(maker, EnterEstimate("LDA", 2026, amounts, "QĐ 5/TLĐ"))
    approve_estimate(checker, ApproveEstimate("LDA", 2026))
    before = set(entries(fed))
    true_up(maker, TrueUp("LDA", 2026))
    assert since(fed, before) == case("K13")
    fed.assert_sound()
    for payer in ("TLD", "LDA"):
        pay_true_up(fed.ctx(last), PayTrueUp(payer, "LDA", 2026, last))
    income = {book: -fed.balance(book, "337861") for book in amounts}
    assert income == amounts
    fed.assert_sound()


def test_k14_support_is_given_downward(fed: Federation) -> None:
    """LDA spends 300,000 on support, G1 has it as income; together it is neither."""
    fed.openings(opening("LDA", "112", 300_000), opening("LDA", "4316", -300_000, "levy"))
    before = set(entries(fed))
    maker, checker = fed.ctx(DAY, ACCOUNTANT), fed.ctx(DAY, APPROVER)
    order = ProposeSupport("LDA", "G1", 300_000, "QĐ 9/LĐLĐ", DAY)
    name, _ = propose_support(maker, order)
    assert set(entries(fed)) == before
    [paid] = approve_support(checker, ApproveSupport(name, DAY))
    assert (paid.payee, paid.amount_vnd) == ("G1", 300_000)
    assert since(fed, before) == case("K14")
    fed.assert_sound()
    rows = fed.tagged(DAY, DAY)
    whole = consolidate(rows, frozenset(BOOKS))
    assert not any(row.account in ("337861", "611") and row.closing_vnd for row in whole.rows)
