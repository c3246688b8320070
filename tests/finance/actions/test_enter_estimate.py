"""An estimate names the units above the grassroots of one line, and can be entered anew."""

import datetime as dt

import pytest

from finance.actions.approve_estimate import ApproveEstimate, EstimateMissing, approve_estimate
from finance.actions.enter_estimate import (
    EnterEstimate,
    EstimatePosted,
    NoEstimate,
    NotAnUpperUnit,
    enter_estimate,
)
from finance.actions.true_up import TrueUp, true_up
from finance.records.estimates import estimate_of
from finance.rules.true_up import EstimateNotWhole
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from tests.builders import E1, unit
from tests.federation import ACCOUNTANT, APPROVER, Federation, contents, federation
from tests.finance.actions.changing import logged

DAY = dt.date(2026, 12, 1)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The units, and another province."""
    made = federation(database)
    made.units(unit("LDB", level="province", parent_code="TLD"))
    return made


def _enter(fed: Federation, decision: str = "QĐ 1", **amounts: int) -> bool:
    wish = EnterEstimate("LDA", 2026, amounts, decision)
    return enter_estimate(fed.ctx(DAY, ACCOUNTANT), wish)


def test_entered_again_it_replaces_what_nobody_approved(fed: Federation) -> None:
    """The same once more is nothing new, also after the approval."""
    assert _enter(fed, A1=1, TLD=2)
    before = contents(fed.database)
    assert not _enter(fed, A1=1, TLD=2)
    assert contents(fed.database) == before
    assert _enter(fed, A1=3, LDA=0)
    with fed.database.reading() as session:
        rows = estimate_of(session, "LDA", 2026)
        assert {row.beneficiary: row.amount_vnd for row in rows} == {"A1": 3, "LDA": 0}
    approve_estimate(fed.ctx(DAY, APPROVER), ApproveEstimate("LDA", 2026))
    assert not _enter(fed, A1=3, LDA=0)


def test_an_approved_one_is_corrected_until_it_is_trued_up(fed: Federation) -> None:
    """The new one is approved anew, the log keeps the old one; after the true-up it stands."""
    last = dt.date(2026, 12, 31)
    fed.pay(E1, "2026-06", 1_000, DAY)
    _enter(fed, A1=100, LDA=100, TLD=49)
    approve = ApproveEstimate("LDA", 2026)
    approve_estimate(fed.ctx(DAY, APPROVER), approve)
    order = TrueUp("LDA", 2026)
    with pytest.raises(EstimateNotWhole):
        true_up(fed.ctx(last, ACCOUNTANT), order)
    assert _enter(fed, "QĐ 2", A1=100, LDA=100, TLD=50)
    with pytest.raises(EstimateMissing):
        true_up(fed.ctx(last, ACCOUNTANT), order)
    said = logged(fed, "enter_estimate")[-1][2]
    assert (said["before"], said["before_decision"]) == ("A1=100, LDA=100, TLD=49", "QĐ 1")
    assert (said["before_maker"], said["before_checker"]) == ("lan", "minh")
    assert approve_estimate(fed.ctx(DAY, APPROVER), approve)
    assert true_up(fed.ctx(last, ACCOUNTANT), order).fresh
    with pytest.raises(EstimatePosted) as refused:
        _enter(fed, "QĐ 3", A1=101, LDA=99, TLD=50)
    assert refused.value.facts["ref"] == "LDA/IB/2"


@pytest.mark.parametrize("code", ["G1", "LDB", "X"])
def test_only_units_above_the_grassroots_of_the_line(fed: Federation, code: str) -> None:
    """A grassroots union, another province, a unit nobody knows."""
    with pytest.raises(NotAnUpperUnit):
        enter_estimate(fed.ctx(DAY, ACCOUNTANT), EnterEstimate("LDA", 2026, {code: 1}, "QĐ"))


def test_what_is_refused(fed: Federation) -> None:
    """No decision, no amounts, an amount below zero, no person."""
    for decision, amounts in ((" ", {"A1": 1}), ("QĐ", {}), ("QĐ", {"A1": -1})):
        with pytest.raises(NoEstimate):
            enter_estimate(fed.ctx(DAY, ACCOUNTANT), EnterEstimate("LDA", 2026, amounts, decision))
    with pytest.raises(PermissionRefused):
        enter_estimate(fed.ctx(DAY), EnterEstimate("LDA", 2026, {"A1": 1}, "QĐ"))
