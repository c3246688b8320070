"""Whoever entered an estimate does not approve it."""

import datetime as dt

import pytest

from finance.actions.approve_estimate import ApproveEstimate, EstimateMissing, approve_estimate
from finance.actions.enter_estimate import EnterEstimate, enter_estimate
from finance.records.estimates import estimate_of
from finance.rules.permissions import SamePerson
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from tests.federation import ACCOUNTANT, APPROVER, contents, federation

DAY = dt.date(2026, 12, 1)
ORDER = ApproveEstimate("LDA", 2026)


def test_by_a_second_person_once(database: Database) -> None:
    """Every row names the checker; approved again, nothing changes."""
    fed = federation(database)
    with pytest.raises(EstimateMissing):
        approve_estimate(fed.ctx(DAY, APPROVER), ORDER)
    enter_estimate(fed.ctx(DAY, ACCOUNTANT), EnterEstimate("LDA", 2026, {"A1": 1, "TLD": 2}, "Q"))
    both = Actor("lan", (Grant("TLD", "approver"),))
    with pytest.raises(SamePerson):
        approve_estimate(fed.ctx(DAY, both), ORDER)
    with pytest.raises(PermissionRefused):
        approve_estimate(fed.ctx(DAY, ACCOUNTANT), ORDER)
    assert approve_estimate(fed.ctx(DAY, APPROVER), ORDER)
    before = contents(database)
    assert not approve_estimate(fed.ctx(DAY, APPROVER), ORDER)
    assert contents(database) == before
    with database.reading() as session:
        assert {row.checker for row in estimate_of(session, "LDA", 2026)} == {"minh"}
