"""A second person refuses what a debit row is said to have paid."""

import pytest

from finance.actions.approve_spending import approve_spending
from finance.actions.ask_reversal import ReasonWanted
from finance.actions.refuse_spending import refuse_spending
from finance.rules.bank_debits import ClearingDecided
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from tests.federation import ACCOUNTANT, APPROVER, federation
from tests.finance.actions.changing import logged
from tests.finance.actions.debits import LATER, debit_of, gone
from tests.finance.actions.test_ask_spending import ask

ASKED = "LDA/XC/1"


def test_with_a_reason_and_the_row_waits_as_before(database: Database) -> None:
    """Then it may be said anew; what was refused is not approved."""
    fed = federation(database)
    gone(fed, 11_000)
    ask(fed)
    with pytest.raises(ReasonWanted):
        refuse_spending(fed.ctx(LATER, APPROVER), ASKED, " ")
    with pytest.raises(PermissionRefused):
        refuse_spending(fed.ctx(LATER, ACCOUNTANT), ASKED, "Sai")
    refuse_spending(fed.ctx(LATER, APPROVER), ASKED, "Thiếu chứng từ")
    assert debit_of(fed).open_vnd == 11_000
    [(_, subject, said)] = logged(fed, "refuse_spending")
    assert (subject, said["reason"]) == (ASKED, "Thiếu chứng từ")
    with pytest.raises(ClearingDecided):
        approve_spending(fed.ctx(LATER, APPROVER), ASKED)
    assert ask(fed).clearings == ("LDA/XC/2",)
    fed.assert_sound()
