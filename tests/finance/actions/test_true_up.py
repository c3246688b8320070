"""The year's upper parts are brought to the approved estimate, once, after the year is over."""

import datetime as dt

import pytest

from finance.actions.approve_estimate import ApproveEstimate, EstimateMissing, approve_estimate
from finance.actions.carry_forward import YearNotOver
from finance.actions.enter_estimate import EnterEstimate, enter_estimate
from finance.actions.true_up import TrueUp, true_up
from finance.rules.true_up import EstimateNotWhole
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from tests.builders import E1
from tests.federation import ACCOUNTANT, APPROVER, Federation, contents, federation

DAY = dt.date(2026, 7, 10)
LAST = dt.date(2026, 12, 31)
ORDER = TrueUp("LDA", 2026)


@pytest.fixture
def fed(database: Database) -> Federation:
    """E1's June: A1 120, LDA 80, TLD 50; the books of 2027 are not open yet."""
    made = federation(database)
    made.pay(E1, "2026-06", 1_000, DAY)
    return made


def _estimate(fed: Federation, *, approved: bool = True, **amounts: int) -> None:
    wish = EnterEstimate("LDA", 2026, amounts, "QĐ 1")
    enter_estimate(fed.ctx(LAST, ACCOUNTANT), wish)
    if approved:
        approve_estimate(fed.ctx(LAST, APPROVER), ApproveEstimate("LDA", 2026))


def test_the_difference_is_posted_once(fed: Federation) -> None:
    """A1 gets 30 more: 20 from TLD through LDA, 10 from LDA itself; again, nothing."""
    _estimate(fed, A1=150, LDA=70, TLD=30)
    done = true_up(fed.ctx(LAST, ACCOUNTANT), ORDER)
    assert (done.changes, done.fresh) == ({"A1": 30, "LDA": -10, "TLD": -20}, True)
    assert fed.balance("A1", "1368", "LDA") == 30
    assert fed.balance("LDA", "3368", "A1") == -30
    assert fed.balance("LDA", "1368", "TLD") == 20
    assert fed.balance("LDA", "337861") == -70
    fed.assert_sound()
    before = contents(fed.database)
    again = true_up(fed.ctx(LAST, ACCOUNTANT), ORDER)
    assert (again.changes, again.ref, again.fresh) == (done.changes, done.ref, False)
    assert contents(fed.database) == before


def test_an_estimate_that_fits_already_moves_nothing(fed: Federation) -> None:
    """It is kept that the year was looked at; no entry is made."""
    _estimate(fed, A1=120, LDA=80, TLD=50)
    assert set(true_up(fed.ctx(LAST, ACCOUNTANT), ORDER).changes.values()) == {0}
    assert not true_up(fed.ctx(LAST, ACCOUNTANT), ORDER).fresh
    assert fed.balance("LDA", "1368") == 0


def test_what_is_refused(fed: Federation) -> None:
    """Nothing entered, nobody approved, the year not over, a sum that does not fit, no person."""
    ctx = fed.ctx(LAST, ACCOUNTANT)
    with pytest.raises(EstimateMissing):
        true_up(ctx, ORDER)
    _estimate(fed, approved=False, A1=100)
    with pytest.raises(EstimateMissing):
        true_up(ctx, ORDER)
    _estimate(fed, A1=100, LDA=100, TLD=49)
    with pytest.raises(EstimateNotWhole):
        true_up(ctx, ORDER)
    with pytest.raises(YearNotOver):
        true_up(fed.ctx(LAST - dt.timedelta(days=1), ACCOUNTANT), ORDER)
    with pytest.raises(PermissionRefused):
        true_up(fed.ctx(LAST), ORDER)


def test_what_moves_after_it_is_told(fed: Federation) -> None:
    """A receipt of the year matched since then: the differences stand, and what moved is named."""
    _estimate(fed, A1=150, LDA=70, TLD=30)
    done = true_up(fed.ctx(LAST, ACCOUNTANT), ORDER)
    assert done.moved == {}
    fed.pay(E1, "2026-07", 1_000, dt.date(2026, 12, 30))
    again = true_up(fed.ctx(LAST, ACCOUNTANT), ORDER)
    assert (again.changes, again.fresh) == (done.changes, False)
    assert again.moved == {"A1": 120, "LDA": 80, "TLD": 50}
