"""What was said of a debit row is taken back once, with a reason."""

import pytest

from finance.actions.approve_spending import approve_spending
from finance.actions.ask_reversal import ReasonWanted
from finance.actions.refuse_spending import refuse_spending
from finance.actions.take_receipt_back import Cleared, TakeReceiptBack, take_receipt_back
from finance.actions.undo_clearing import UndoClearing, undo_clearing
from finance.rules.bank_debits import DebitDay, NothingToUndo
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from tests.federation import ACCOUNTANT, APPROVER, Federation, contents, federation
from tests.finance.actions.changing import logged
from tests.finance.actions.debits import D1, DAY, LATER, gone
from tests.finance.actions.test_ask_spending import ask

FIRST = "LDA/XC/1"


@pytest.fixture
def fed(database: Database) -> Federation:
    """A debit row of 500 took a receipt back."""
    made = federation(database)
    receipt = made.receive("LDA", "A", 500, DAY)
    gone(made, 500, 70)
    take_receipt_back(made.ctx(LATER, ACCOUNTANT), TakeReceiptBack(D1, receipt, LATER))
    return made


def _undo(fed: Federation, clearing: str = FIRST, reason: str = "Nhầm") -> Cleared:
    return undo_clearing(fed.ctx(LATER, ACCOUNTANT), UndoClearing(clearing, reason, LATER))


def test_told_again_nothing_changes(fed: Federation) -> None:
    """And what takes something back is itself not undone: it is said anew."""
    assert _undo(fed) == Cleared(("LDA/XC/2",), changed=True)
    before = contents(fed.database)
    assert _undo(fed) == Cleared(("LDA/XC/2",), changed=False)
    assert contents(fed.database) == before
    with pytest.raises(NothingToUndo) as told:
        _undo(fed, "LDA/XC/2")
    assert told.value.facts == {"clearing": "LDA/XC/2"}
    [(_, subject, said)] = logged(fed, "undo_clearing")
    assert (subject, said["clearing"], said["reason"]) == ("LDA/XC/2", FIRST, "Nhầm")


def test_what_was_not_done_is_not_undone(fed: Federation) -> None:
    """Neither while it waits nor once it was refused; an undoing that was refused is asked anew."""
    asked = ask_second(fed)
    with pytest.raises(NothingToUndo):
        _undo(fed, asked)
    approve_spending(fed.ctx(LATER, APPROVER), asked)
    first = _undo(fed, asked)
    assert _undo(fed, asked) == Cleared(first.clearings, changed=False)
    refuse_spending(fed.ctx(LATER, APPROVER), first.clearings[0], "Đúng là phí")
    again = _undo(fed, asked)
    assert (again.changed, again.clearings != first.clearings) == (True, True)
    fed.assert_sound()


def test_a_reason_a_day_and_a_right(fed: Federation) -> None:
    """Each is refused without."""
    with pytest.raises(ReasonWanted):
        _undo(fed, reason=" ")
    with pytest.raises(DebitDay):
        undo_clearing(fed.ctx(LATER, ACCOUNTANT), UndoClearing(FIRST, "Nhầm", DAY))
    with pytest.raises(PermissionRefused):
        undo_clearing(fed.ctx(LATER, APPROVER), UndoClearing(FIRST, "Nhầm", LATER))


def ask_second(fed: Federation) -> str:
    """Lan says that the second row was a fee."""
    [name] = ask(fed, debit="LDA/D/2").clearings
    return name
