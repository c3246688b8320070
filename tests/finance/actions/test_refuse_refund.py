"""A refund is refused with a reason, which stands in the log."""

import pytest

from finance.actions.ask_refund import AskRefund, ask_refund
from finance.actions.ask_reversal import ReasonWanted
from finance.actions.refuse_refund import RefuseRefund, refuse_refund
from finance.records.refunds import RefundDecided, RefundKind
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from tests.builders import E1
from tests.federation import ACCOUNTANT, APPROVER, federation
from tests.finance.actions.changing import DAY, logged, overpay


def test_refused_once(database: Database) -> None:
    """By whoever may approve; without a reason it is not."""
    fed = federation(database)
    overpay(fed, E1, 500, 70)
    wish = AskRefund("LDA", RefundKind.CREDIT, E1, "CV", "2099", DAY)
    ask_refund(fed.ctx(DAY, ACCOUNTANT), wish)
    with pytest.raises(ReasonWanted):
        refuse_refund(fed.ctx(DAY, APPROVER), RefuseRefund("LDA", 1, " "))
    with pytest.raises(PermissionRefused):
        refuse_refund(fed.ctx(DAY, ACCOUNTANT), RefuseRefund("LDA", 1, "Sai"))
    assert refuse_refund(fed.ctx(DAY, APPROVER), RefuseRefund("LDA", 1, "Sai")) == "LDA/HT/1"
    [(_, subject, said)] = logged(fed, "refuse_refund")
    assert (subject, said) == ("LDA/HT/1", {"maker": "lan", "reason": "Sai"})
    with pytest.raises(RefundDecided):
        refuse_refund(fed.ctx(DAY, APPROVER), RefuseRefund("LDA", 1, "Sai"))
