"""A second person sends a voucher back, and says why."""

import datetime as dt

import pytest

from finance.actions.ask_reversal import ReasonWanted
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.reject_voucher import RejectVoucher, reject_voucher
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from finance.records.vouchers import VoucherRow
from finance.rules.permissions import SamePerson
from finance.rules.vouchers import VoucherNotThere
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.entries import credit, debit
from tests.federation import ACCOUNTANT, APPROVER, Federation, federation

DAY = dt.date(2026, 7, 22)
LINES = [debit("611", 3_000, fund="levy", item="31"), credit("112", 3_000)]


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June, with one voucher of G1 that Lan submitted."""
    made = federation(database)
    maker = made.ctx(DAY, ACCOUNTANT)
    draft_voucher(maker, DraftVoucher("G1", DAY, DAY, "Chi", LINES))
    submit_voucher(maker, SubmitVoucher("G1", 1))
    return made


def test_it_goes_back_to_its_maker_who_may_change_it(fed: Federation) -> None:
    """The reason is kept until it is written anew."""
    reject_voucher(fed.ctx(DAY, APPROVER), RejectVoucher("G1", 1, " Thiếu chứng từ gốc "))
    with fed.database.reading() as session:
        row = session.get_one(VoucherRow, ("G1", 1))
    assert (row.state, row.reason, row.checker) == ("rejected", "Thiếu chứng từ gốc", "minh")
    with pytest.raises(VoucherNotThere):
        reject_voucher(fed.ctx(DAY, APPROVER), RejectVoucher("G1", 1, "Nữa"))
    again = DraftVoucher("G1", DAY, DAY, "Chi", LINES, 1)
    draft_voucher(fed.ctx(DAY, ACCOUNTANT), again)
    submit_voucher(fed.ctx(DAY, ACCOUNTANT), SubmitVoucher("G1", 1))
    assert fed.balance("G1", "611") == 0


def test_nothing_is_sent_back_without_a_reason(fed: Federation) -> None:
    """A blank is none."""
    with pytest.raises(ReasonWanted):
        reject_voucher(fed.ctx(DAY, APPROVER), RejectVoucher("G1", 1, " \n"))


def test_by_a_second_person_with_the_role(fed: Federation) -> None:
    """Not by its maker, nor by a neighbour."""
    order = RejectVoucher("G1", 1, "Sai")
    with pytest.raises(SamePerson):
        reject_voucher(fed.ctx(DAY, Actor("lan", (Grant("TLD", "approver"),))), order)
    with pytest.raises(PermissionRefused):
        reject_voucher(fed.ctx(DAY, Actor("b", (Grant("G2", "approver"),))), order)
