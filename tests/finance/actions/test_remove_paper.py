"""A paper is taken back while its voucher is in its makers' hands; its content stays kept."""

import datetime as dt

import pytest

from finance.actions.attach_papers import AttachPapers, GivenPaper, attach_papers
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.remove_paper import RemovePaper, remove_paper
from finance.records.papers import content_of, papers_of
from finance.records.vouchers import VoucherRow, makers_of
from finance.rules.papers import UnknownPaper, digest_of
from finance.rules.vouchers import VoucherChanged
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.entries import credit, debit
from tests.federation import ACCOUNTANT, APPROVER, Federation, federation
from tests.papers import PDF, PNG

DAY = dt.date(2026, 7, 22)
LINES = [debit("611", 5, fund="levy", item="31"), credit("112", 5)]


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June, with a draft of G1 that has a paper."""
    made = federation(database)
    ctx = made.ctx(DAY, ACCOUNTANT)
    draft_voucher(ctx, DraftVoucher("G1", DAY, DAY, "Chi", LINES))
    attach_papers(ctx, AttachPapers("G1", 1, [GivenPaper("hd.pdf", PDF)]))
    return made


def test_it_is_taken_back(fed: Federation) -> None:
    """Who does it has a hand in the voucher; it may be attached again."""
    remove_paper(fed.ctx(DAY, APPROVER), RemovePaper("G1", 1, digest_of(PDF)))
    with fed.database.reading() as session:
        assert papers_of(session, "G1", 1) == []
        assert content_of(session, "G1", digest_of(PDF)) == PDF
        row = session.get_one(VoucherRow, ("G1", 1))
        assert makers_of(session, row) == ["lan", "minh"]
    with pytest.raises(UnknownPaper):
        remove_paper(fed.ctx(DAY, ACCOUNTANT), RemovePaper("G1", 1, digest_of(PDF)))
    again = AttachPapers("G1", 1, [GivenPaper("hd.pdf", PDF)])
    assert attach_papers(fed.ctx(DAY, ACCOUNTANT), again) == [digest_of(PDF)]


def test_not_by_a_stranger_nor_unseen_nor_another(fed: Federation) -> None:
    """Each is refused by its name."""
    hoa = Actor("hoa", (Grant("G2", "accountant"),))
    with pytest.raises(PermissionRefused):
        remove_paper(fed.ctx(DAY, hoa), RemovePaper("G1", 1, digest_of(PDF)))
    with pytest.raises(VoucherChanged):
        remove_paper(fed.ctx(DAY, ACCOUNTANT), RemovePaper("G1", 1, digest_of(PDF), seen=1))
    with pytest.raises(UnknownPaper):
        remove_paper(fed.ctx(DAY, ACCOUNTANT), RemovePaper("G1", 1, digest_of(PNG)))
