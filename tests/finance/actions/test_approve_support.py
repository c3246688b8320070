"""Support is paid when another person approves it, once, and leaves on consolidation."""

import datetime as dt

import pytest

from finance.actions.approve_support import (
    ApproveSupport,
    NotOnTheAccount,
    UnknownSupport,
    approve_support,
)
from finance.actions.propose_support import ProposeSupport, propose_support
from finance.rules.permissions import SamePerson
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from tests.builders import account_of, bank_row, opening
from tests.federation import ACCOUNTANT, APPROVER, Federation, contents, federation

DAY = dt.date(2026, 7, 10)


@pytest.fixture
def fed(database: Database) -> Federation:
    """LDA proposes to give G1 300,000."""
    made = federation(database)
    made.openings(opening("LDA", "112", 900_000), opening("LDA", "4316", -900_000, "levy"))
    order = ProposeSupport("LDA", "G1", 300_000, "QĐ 9", DAY)
    propose_support(made.ctx(DAY, ACCOUNTANT), order)
    return made


def test_both_books_and_the_banks_order(fed: Federation) -> None:
    """Approved again, nothing moves; what arrives at G1 is not posted twice."""
    [paid] = approve_support(fed.ctx(DAY, APPROVER), ApproveSupport("LDA/S/1", DAY))
    assert (paid.payee, paid.amount_vnd, paid.account_no) == ("G1", 300_000, account_of("G1"))
    assert fed.balance("LDA", "611", "G1") == 300_000
    assert fed.balance("G1", "337861", "LDA") == -300_000
    before = contents(fed.database)
    assert approve_support(fed.ctx(DAY, APPROVER), ApproveSupport("LDA/S/1", DAY)) == []
    assert contents(fed.database) == before
    fed.bank(DAY, account_of("G1"), bank_row("DEN", DAY, 300_000, content=paid.purpose))
    assert fed.balance("G1", "112") == 300_000
    fed.assert_sound()


def test_who_made_it_does_not_approve_it(fed: Federation) -> None:
    """Whatever roles they hold; nor the system, nor a unit below."""
    both = Actor("lan", (Grant("TLD", "accountant"), Grant("TLD", "approver")))
    with pytest.raises(SamePerson):
        approve_support(fed.ctx(DAY, both), ApproveSupport("LDA/S/1", DAY))
    for actor in (Actor("x", (Grant("A1", "approver"),)), ACCOUNTANT):
        with pytest.raises(PermissionRefused):
            approve_support(fed.ctx(DAY, actor), ApproveSupport("LDA/S/1", DAY))


@pytest.mark.parametrize("name", ["LDA/S/9", "LDA/S/x"])
def test_there_is_no_such_proposal(fed: Federation, name: str) -> None:
    """By number, or by a name that is none."""
    with pytest.raises(UnknownSupport):
        approve_support(fed.ctx(DAY, APPROVER), ApproveSupport(name, DAY))


def test_nobody_gives_what_is_not_on_the_account(fed: Federation) -> None:
    """600,000 are left after the first: 600,001 are refused, and nothing is posted."""
    approve_support(fed.ctx(DAY, APPROVER), ApproveSupport("LDA/S/1", DAY))
    for seq, amount in ((2, 600_001), (3, 600_000)):
        order = ProposeSupport("LDA", "G1", amount, "QĐ 10", DAY)
        assert propose_support(fed.ctx(DAY, ACCOUNTANT), order) == (f"LDA/S/{seq}", True)
    with pytest.raises(NotOnTheAccount) as refused:
        approve_support(fed.ctx(DAY, APPROVER), ApproveSupport("LDA/S/2", DAY))
    facts = refused.value.facts
    assert (facts["giver"], facts["held"], facts["amount"]) == ("LDA", 600_000, 600_001)
    approve_support(fed.ctx(DAY, APPROVER), ApproveSupport("LDA/S/3", DAY))
    assert fed.balance("LDA", "112") == 0
    later = dt.date(2026, 7, 20)
    fed.receive("LDA", "R", 5, later)
    propose_support(fed.ctx(later, ACCOUNTANT), ProposeSupport("LDA", "G1", 5, "QĐ 11", DAY))
    with pytest.raises(NotOnTheAccount):
        approve_support(fed.ctx(later, APPROVER), ApproveSupport("LDA/S/4", DAY))
