"""A draft that is thrown away keeps its number, with who did it and when."""

import datetime as dt

import pytest

from finance.actions.discard_voucher import DiscardVoucher, discard_voucher
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.reject_voucher import RejectVoucher, reject_voucher
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from finance.records.vouchers import VoucherRow
from finance.rules.vouchers import VoucherChanged, VoucherNotThere
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.entries import credit, debit
from tests.federation import ACCOUNTANT, APPROVER, Federation, federation

DAY = dt.date(2026, 7, 22)
LINES = [debit("611", 5, fund="levy", item="31"), credit("112", 5)]


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June, with a draft of G1."""
    made = federation(database)
    draft_voucher(made.ctx(DAY, ACCOUNTANT), DraftVoucher("G1", DAY, DAY, "Chi", LINES))
    return made


def test_its_number_stays(fed: Federation) -> None:
    """The next voucher has the next number; nothing is done to this one any more."""
    ctx = fed.ctx(DAY, ACCOUNTANT)
    discard_voucher(ctx, DiscardVoucher("G1", 1))
    with fed.database.reading() as session:
        row = session.get_one(VoucherRow, ("G1", 1))
    assert (row.state, row.discarded_by) == ("discarded", "lan")
    assert row.changed_at_us >= ctx.clock.now_us()
    assert draft_voucher(ctx, DraftVoucher("G1", DAY, DAY, "Chi", LINES)) == 2
    for step in (
        lambda: discard_voucher(ctx, DiscardVoucher("G1", 1)),
        lambda: submit_voucher(ctx, SubmitVoucher("G1", 1)),
        lambda: draft_voucher(ctx, DraftVoucher("G1", DAY, DAY, "Chi", LINES, 1)),
    ):
        with pytest.raises(VoucherNotThere):
            step()


def test_one_that_was_sent_back_too(fed: Federation) -> None:
    """But none that waits for its second person."""
    ctx = fed.ctx(DAY, ACCOUNTANT)
    submit_voucher(ctx, SubmitVoucher("G1", 1))
    with pytest.raises(VoucherNotThere):
        discard_voucher(ctx, DiscardVoucher("G1", 1))
    reject_voucher(fed.ctx(DAY, APPROVER), RejectVoucher("G1", 1, "Không cần"))
    with pytest.raises(VoucherChanged):
        discard_voucher(ctx, DiscardVoucher("G1", 1, seen=1))
    discard_voucher(ctx, DiscardVoucher("G1", 1))


def test_by_who_may_draft(fed: Federation) -> None:
    """No neighbour."""
    with pytest.raises(PermissionRefused):
        discard_voucher(
            fed.ctx(DAY, Actor("a", (Grant("G2", "accountant"),))), DiscardVoucher("G1", 1)
        )
