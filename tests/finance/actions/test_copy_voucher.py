"""A voucher is written again: its lines in a new draft, dated today."""

import datetime as dt

import pytest

from finance.actions.approve_voucher import ApproveVoucher, approve_voucher
from finance.actions.attach_papers import AttachPapers, GivenPaper, attach_papers
from finance.actions.copy_voucher import CopyVoucher, copy_voucher
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from finance.records.papers import papers_of
from finance.records.vouchers import VoucherRow, makers_of, voucher_lines
from finance.rules.vouchers import UnknownVoucher
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.entries import credit, debit
from tests.federation import ACCOUNTANT, APPROVER, Federation, federation
from tests.papers import PDF

DAY, NEXT = dt.date(2026, 7, 22), dt.date(2026, 8, 3)
LINES = [debit("611", 5, fund="levy", item="31"), credit("112", 5)]


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June, with a posted voucher of G1 and its paper."""
    made = federation(database)
    ctx = made.ctx(DAY, ACCOUNTANT)
    draft_voucher(ctx, DraftVoucher("G1", DAY, DAY, "Chi thăm hỏi", LINES))
    attach_papers(ctx, AttachPapers("G1", 1, [GivenPaper("hd.pdf", PDF)]))
    submit_voucher(ctx, SubmitVoucher("G1", 1))
    approve_voucher(made.ctx(DAY, APPROVER), ApproveVoucher("G1", 1))
    return made


def test_the_lines_without_the_papers(fed: Federation) -> None:
    """Whoever copies it is its maker; the one it came from stays as it is."""
    hoa = Actor("hoa", (Grant("G1", "accountant"),))
    assert copy_voucher(fed.ctx(NEXT, hoa), CopyVoucher("G1", 1)) == 2
    with fed.database.reading() as session:
        row = session.get_one(VoucherRow, ("G1", 2))
        assert (row.state, row.text, row.entry) == ("draft", "Chi thăm hỏi", "")
        assert row.accounting_on == row.document_on == NEXT
        assert voucher_lines(session, row) == tuple(LINES)
        assert papers_of(session, "G1", 2) == []
        assert makers_of(session, row) == ["hoa"]
        assert session.get_one(VoucherRow, ("G1", 1)).state == "posted"


def test_by_who_may_draft(fed: Federation) -> None:
    """And of a voucher that is there."""
    with pytest.raises(PermissionRefused):
        copy_voucher(fed.ctx(NEXT, Actor("a", (Grant("G2", "accountant"),))), CopyVoucher("G1", 1))
    with pytest.raises(UnknownVoucher):
        copy_voucher(fed.ctx(NEXT, ACCOUNTANT), CopyVoucher("G1", 9))
