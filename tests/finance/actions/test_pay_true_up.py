"""A true-up is paid from neighbour to neighbour, once; what arrives at its unit is income."""

import datetime as dt

import pytest

from finance.actions.approve_estimate import ApproveEstimate, EstimateMissing, approve_estimate
from finance.actions.enter_estimate import EnterEstimate, enter_estimate
from finance.actions.pay_true_up import PayTrueUp, pay_true_up
from finance.actions.true_up import TrueUp, true_up
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from tests.builders import E1
from tests.federation import ACCOUNTANT, APPROVER, Federation, contents, federation

DAY = dt.date(2026, 7, 10)
LAST = dt.date(2026, 12, 31)


@pytest.fixture
def fed(database: Database) -> Federation:
    """A1 gets 30 more: 20 from TLD through LDA, 10 from LDA."""
    made = federation(database)
    made.pay(E1, "2026-06", 1_000, DAY)
    made.distribute(DAY)
    amounts = {"A1": 150, "LDA": 70, "TLD": 30}
    enter_estimate(made.ctx(LAST, ACCOUNTANT), EnterEstimate("LDA", 2026, amounts, "QĐ 1"))
    approve_estimate(made.ctx(LAST, APPROVER), ApproveEstimate("LDA", 2026))
    return made


def _pay(fed: Federation, unit: str) -> dict[str, int]:
    order = PayTrueUp(unit, "LDA", 2026, LAST)
    return {each.payee: each.amount_vnd for each in pay_true_up(fed.ctx(LAST), order)}


def test_from_neighbour_to_neighbour(fed: Federation) -> None:
    """TLD pays LDA, whose none of it is; LDA pays A1, whose all of it is."""
    true_up(fed.ctx(LAST, ACCOUNTANT), TrueUp("LDA", 2026))
    assert _pay(fed, "TLD") == {"LDA": 20}
    assert fed.balance("LDA", "337861") == -70
    assert _pay(fed, "LDA") == {"A1": 30}
    assert fed.balance("A1", "337861") == -150
    assert fed.balance("A1", "33885") == 0
    for book in ("TLD", "LDA", "A1"):
        assert fed.balance(book, "1368") == fed.balance(book, "3368") == 0
    fed.assert_sound()
    before = contents(fed.database)
    assert [_pay(fed, unit) for unit in ("TLD", "LDA", "A1")] == [{}, {}, {}]
    assert contents(fed.database) == before


def test_what_is_refused(fed: Federation) -> None:
    """Before it is posted there is nothing to pay; and a unit is paid for by its own people."""
    with pytest.raises(EstimateMissing):
        _pay(fed, "TLD")
    true_up(fed.ctx(LAST, ACCOUNTANT), TrueUp("LDA", 2026))
    treasurer = Actor("t", (Grant("LDA", "treasurer"),))
    with pytest.raises(PermissionRefused):
        pay_true_up(fed.ctx(LAST, treasurer), PayTrueUp("TLD", "LDA", 2026, LAST))
