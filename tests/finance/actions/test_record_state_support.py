"""The State's support is said of a whole receipt, by a person with a decision."""

import pytest

from finance.actions.record_state_support import RecordStateSupport, record_state_support
from finance.actions.release_receipt import UnknownReceipt
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from tests.federation import ACCOUNTANT, federation
from tests.finance.actions.changing import DAY, logged


def test_the_act_stands_in_the_log(database: Database) -> None:
    """With its decision; the system does not decide it."""
    fed = federation(database)
    receipt = fed.receive("G1", "KB", 700, DAY)
    wish = RecordStateSupport("KB", DAY, "QĐ 8")
    with pytest.raises(PermissionRefused):
        record_state_support(fed.ctx(DAY), wish)
    assert record_state_support(fed.ctx(DAY, ACCOUNTANT), wish) == receipt
    assert fed.receipt(receipt).decided_by == "lan"
    [(unit, subject, said)] = logged(fed, "record_state_support")
    assert (unit, subject) == ("G1", receipt)
    assert said == {"decision": "QĐ 8", "amount_vnd": 700, "undo": False}
    with pytest.raises(UnknownReceipt):
        record_state_support(fed.ctx(DAY, ACCOUNTANT), RecordStateSupport("XX", DAY, "1"))
    fed.assert_sound()
