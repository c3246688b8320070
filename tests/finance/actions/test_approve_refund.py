"""A refund is paid by a second person, from the earliest credits first."""

import datetime as dt

import pytest

from finance.actions.approve_refund import (
    ApproveRefund,
    RefundBeforeItCame,
    RefundChanged,
    approve_refund,
)
from finance.actions.ask_refund import AskRefund, ask_refund
from finance.actions.move_employer import MoveEmployer, move_employer
from finance.actions.release_receipt import ReleaseReceipt, release_receipt
from finance.records.refunds import RefundKind, RefundRow
from finance.rules.levy import EmployerType
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from ledger.money import Vnd
from tests.builders import E1, decision, employer, unit
from tests.federation import ACCOUNTANT, APPROVER, Federation, federation
from tests.finance.actions.changing import DAY, JUNE, LATER, logged, overpay, with_ldb


def _asked(fed: Federation, amount: int | None, kind: RefundKind = RefundKind.CREDIT) -> None:
    vnd = None if amount is None else Vnd(amount)
    ask_refund(fed.ctx(DAY, ACCOUNTANT), AskRefund("LDA", kind, E1, "CV", "2099", DAY, vnd))


def test_the_earliest_credit_goes_first(database: Database) -> None:
    """Two receipts with 70 and 50 of credit, 100 refunded: 20 are left of the later."""
    fed = federation(database)
    first = overpay(fed, E1, 500, 70)
    second = fed.receive("LDA", "S", 50, LATER)
    fed.match(LATER, decision(second, E1, {}, 50))
    _asked(fed, 100)
    paid = approve_refund(fed.ctx(LATER, APPROVER), ApproveRefund("LDA", 1, LATER))
    assert [(each.account_no, each.amount_vnd) for each in paid] == [("2099", 100)]
    assert (fed.receipt(first).credit_vnd, fed.receipt(second).credit_vnd) == (0, 20)
    with fed.database.reading() as session:
        row = session.get_one(RefundRow, ("LDA", 1))
        assert (row.state, row.checker, row.ref) == ("paid", "minh", paid[0].purpose.split()[3])
    [(_, subject, said)] = logged(fed, "approve_refund")
    assert (subject, said["maker"], said["amount_vnd"]) == ("LDA/HT/1", "lan", 100)
    fed.assert_sound()


def test_a_right_is_needed(database: Database) -> None:
    """Nor does the system approve."""
    fed = federation(database)
    overpay(fed, E1, 500, 70)
    _asked(fed, None)
    with pytest.raises(PermissionRefused):
        approve_refund(fed.ctx(LATER), ApproveRefund("LDA", 1, LATER))


def test_a_month_that_was_moved_is_refunded_where_it_was_paid(database: Database) -> None:
    """Assessed in LDA, moved to LDB and paid there: LDB gives it back."""
    fed = with_ldb(federation(database))
    fed.units(unit("B1", level="upper", parent_code="LDB"))
    fed.owe(E1, JUNE, 500)
    move = MoveEmployer(E1, DAY, "QĐ", to_unit="LDB", grassroots_unit="", upper_unit="B1")
    move_employer(fed.ctx(DAY, ACCOUNTANT), move)
    receipt = fed.receive("LDB", "S", 500, DAY)
    laid = decision(receipt, E1, {JUNE: 500}, collector="LDB")
    assert fed.match(DAY, laid).refused == []
    funded = EmployerType.STATE_FUNDED
    before = DAY - dt.timedelta(days=1)
    fed.employers(
        employer(E1, employer_type=funded, valid_to=before),
        employer(E1, employer_type=funded, valid_from=DAY, collecting_unit="LDB"),
    )
    wish = AskRefund("LDB", RefundKind.STOPPED, E1, "CV", "2099", DAY)
    ask_refund(fed.ctx(DAY, ACCOUNTANT), wish)
    paid = approve_refund(fed.ctx(LATER, APPROVER), ApproveRefund("LDB", 1, LATER))
    assert [each.amount_vnd for each in paid] == [500]
    assert fed.balance("LDB", "33811") == fed.balance("LDB", "33882") == 0
    fed.assert_sound()


def test_what_stopped_is_what_is_paid_by_then(database: Database) -> None:
    """Released meanwhile, there is nothing to give back of it."""
    fed = federation(database)
    receipt = fed.pay(E1, JUNE, 500, DAY)
    fed.employers(employer(E1, employer_type=EmployerType.STATE_FUNDED))
    _asked(fed, None, RefundKind.STOPPED)
    release_receipt(fed.ctx(LATER, ACCOUNTANT), ReleaseReceipt(receipt, LATER, "Nhầm"))
    with pytest.raises(RefundChanged):
        approve_refund(fed.ctx(LATER, APPROVER), ApproveRefund("LDA", 1, LATER))


@pytest.mark.parametrize("kind", RefundKind)
def test_nothing_goes_back_before_it_came(database: Database, kind: RefundKind) -> None:
    """Asked for on the 10th and paid on the 9th is refused; so is what was shared later."""
    fed = federation(database)
    overpay(fed, E1, 500, 70)
    fed.distribute(LATER)
    funded = employer(E1, employer_type=EmployerType.STATE_FUNDED)
    if kind is RefundKind.STOPPED:
        fed.employers(funded)
    _asked(fed, None, kind)
    day, since = (LATER, LATER) if kind is RefundKind.STOPPED else (DAY, DAY)
    early = day - dt.timedelta(days=1)
    with pytest.raises(RefundBeforeItCame) as refused:
        approve_refund(fed.ctx(LATER, APPROVER), ApproveRefund("LDA", 1, early))
    assert (refused.value.facts["since"], refused.value.facts["on"]) == (
        since.isoformat(),
        early.isoformat(),
    )
    approve_refund(fed.ctx(LATER, APPROVER), ApproveRefund("LDA", 1, day))
    fed.assert_sound()
