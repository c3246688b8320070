"""The papers of posted vouchers are there, are what they were, and are those of their entries."""

import datetime as dt

import pytest
from sqlalchemy import text

from finance.actions.approve_voucher import ApproveVoucher, approve_voucher
from finance.actions.attach_papers import AttachPapers, GivenPaper, attach_papers
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from finance.records.papers import check_papers
from finance.runtime.database import Database
from ledger.entries import credit, debit
from tests.federation import ACCOUNTANT, APPROVER, federation
from tests.ledger.books import past_the_guards
from tests.papers import PDF, PNG

DAY = dt.date(2026, 7, 22)
LINES = [debit("611", 5, fund="levy", item="31"), credit("112", 5)]
TABLES = ("voucher_attachment", "attachment", "voucher")


@pytest.fixture
def posted(database: Database) -> Database:
    """Three vouchers of G1: posted with two papers, posted without, a draft with one."""
    fed = federation(database)
    maker, checker = fed.ctx(DAY, ACCOUNTANT), fed.ctx(DAY, APPROVER)
    for papers in ((PDF, PNG), (), (PDF,)):
        seq = draft_voucher(maker, DraftVoucher("G1", DAY, DAY, "Chi", LINES))
        if papers:
            given = [GivenPaper("a", content) for content in papers]
            attach_papers(maker, AttachPapers("G1", seq, given))
        if seq < 3:
            submit_voucher(maker, SubmitVoucher("G1", seq))
            approve_voucher(checker, ApproveVoucher("G1", seq))
    return database


def _found(database: Database) -> set[tuple[str, str]]:
    with database.reading() as session:
        return {(each.code, each.where) for each in check_papers(session, "G1")}


def test_what_was_posted_holds(posted: Database) -> None:
    """With papers and without; drafts are not asked."""
    assert _found(posted) == set()


FIRST, SECOND = "G1/PV/2026/1", "G1/PV/2026/2"
DAMAGE = {
    "a content is exchanged": (
        (
            "UPDATE attachment SET content = content || content, size_bytes = 2 * size_bytes "
            "WHERE media_type = 'image/png'"
        ),
        {("verify.paper_content", "G1")},
    ),
    "a size is changed": (
        "UPDATE attachment SET size_bytes = size_bytes + 1 WHERE media_type = 'image/png'",
        {("verify.paper_content", "G1")},
    ),
    "a content is deleted": (
        "DELETE FROM attachment WHERE media_type = 'image/png'",
        {("verify.paper_missing", "G1/V/1")},
    ),
    "a paper is taken away": (
        "DELETE FROM voucher_attachment WHERE seq = 1 AND file_name LIKE '%png'",
        {("verify.papers", FIRST)},
    ),
    "a paper is added": (
        "UPDATE voucher_attachment SET seq = 2 WHERE seq = 3",
        {("verify.papers", SECOND)},
    ),
    "an entry says it has papers": (
        "UPDATE entry SET papers = 'another' WHERE number = 2 AND journal = 'PV'",
        {("verify.papers", SECOND)},
    ),
    "an entry forgets its papers": (
        "UPDATE entry SET papers = '' WHERE number = 1 AND journal = 'PV'",
        {("verify.papers", FIRST)},
    ),
    "a voucher is made undone": (
        "UPDATE voucher SET state = 'draft' WHERE seq = 1",
        {("verify.papers", FIRST)},
    ),
    "a voucher is made posted, which is told once, and not here": (
        "UPDATE voucher SET state = 'posted' WHERE seq = 3",
        set(),
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_found(posted: Database, owner_url: str, damage: str) -> None:
    """By whoever owns the database, past every guard; told at the voucher or the entry."""
    statement, found = DAMAGE[damage]
    with past_the_guards(owner_url, *TABLES) as connection:
        assert connection.execute(text(statement)).rowcount > 0
    assert _found(posted) == found
