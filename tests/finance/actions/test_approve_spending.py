"""A second person posts what a debit row was for, or that this is taken back."""

import pytest

from finance.actions.approve_spending import approve_spending
from finance.actions.refuse_spending import refuse_spending
from finance.actions.take_receipt_back import TakeReceiptBack, take_receipt_back
from finance.actions.undo_clearing import UndoClearing, undo_clearing
from finance.rules.bank_debits import ClearingDecided, NothingWaits, UnknownClearing
from finance.rules.permissions import SamePerson
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from tests.federation import ACCOUNTANT, APPROVER, Federation, federation
from tests.finance.actions.changing import logged
from tests.finance.actions.debits import D1, DAY, LATER, debit_of, gone
from tests.finance.actions.test_ask_spending import ask

ASKED = "LDA/XC/1"


@pytest.fixture
def fed(database: Database) -> Federation:
    """Lan said that 11,000 were a fee."""
    made = federation(database)
    gone(made, 11_000)
    ask(made)
    return made


def test_it_is_posted_and_the_row_waits_no_more(fed: Federation) -> None:
    """Spending against payments to identify."""
    entry = approve_spending(fed.ctx(LATER, APPROVER), ASKED)
    assert entry.startswith("LDA/BK/2026/")
    assert (fed.balance("LDA", "13889"), fed.balance("LDA", "611")) == (0, 11_000)
    assert debit_of(fed).state == "cleared"
    [(_, subject, said)] = logged(fed, "approve_spending")
    assert (subject, said["maker"], said["entry"]) == (ASKED, "lan", entry)
    with pytest.raises(ClearingDecided) as told:
        approve_spending(fed.ctx(LATER, APPROVER), ASKED)
    assert told.value.facts == {"clearing": ASKED, "person": "minh"}
    fed.assert_sound()


def test_two_people_take_it_back_too(fed: Federation) -> None:
    """Asked for by one it still stands; approved by another the row waits again."""
    approve_spending(fed.ctx(LATER, APPROVER), ASKED)
    undo_clearing(fed.ctx(LATER, ACCOUNTANT), UndoClearing(ASKED, "Không phải phí", LATER))
    assert fed.balance("LDA", "611") == 11_000
    approve_spending(fed.ctx(LATER, APPROVER), "LDA/XC/2")
    assert (fed.balance("LDA", "13889"), fed.balance("LDA", "611")) == (11_000, 0)
    assert (debit_of(fed).state, debit_of(fed).open_vnd) == ("waiting", 11_000)
    fed.assert_sound()


def test_nobody_approves_what_they_asked_for(fed: Federation) -> None:
    """Whatever roles they hold; nor does an accountant approve."""
    both = Actor("LAN", (Grant("TLD", "accountant"), Grant("TLD", "approver")))
    with pytest.raises(SamePerson):
        approve_spending(fed.ctx(LATER, both), ASKED)
    with pytest.raises(PermissionRefused):
        approve_spending(fed.ctx(LATER, ACCOUNTANT), ASKED)
    with pytest.raises(UnknownClearing) as told:
        approve_spending(fed.ctx(LATER, APPROVER), "LDA/XC/7")
    assert told.value.facts == {"clearing": "LDA/XC/7"}


def test_what_was_cleared_otherwise_since_is_not_posted_again(fed: Federation) -> None:
    """It took a receipt back, as turned out before the second person looked."""
    receipt = fed.receive("LDA", "A", 11_000, DAY)
    take_receipt_back(fed.ctx(LATER, ACCOUNTANT), TakeReceiptBack(D1, receipt, LATER))
    with pytest.raises(NothingWaits):
        approve_spending(fed.ctx(LATER, APPROVER), ASKED)
    assert refuse_spending(fed.ctx(LATER, APPROVER), ASKED, "Là tiền trả lại") == ASKED
    fed.assert_sound()
