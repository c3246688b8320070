"""An estimate names the units above the grassroots of one line, and can be entered anew."""

import datetime as dt

import pytest

from finance.actions.approve_estimate import ApproveEstimate, approve_estimate
from finance.actions.enter_estimate import (
    EnterEstimate,
    EstimateApproved,
    NoEstimate,
    NotAnUpperUnit,
    enter_estimate,
)
from finance.records.estimates import estimate_of
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from tests.builders import unit
from tests.federation import ACCOUNTANT, APPROVER, Federation, contents, federation

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
    """The same once more is nothing new; after the approval only the same is taken."""
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
    with pytest.raises(EstimateApproved):
        _enter(fed, "QĐ 2", A1=3, LDA=0)


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
