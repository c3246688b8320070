"""Papers are attached while a voucher is in its makers' hands; posted, they are in its hash."""

import datetime as dt

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from finance.actions.approve_voucher import ApproveVoucher, approve_voucher
from finance.actions.ask_reversal import AskReversal, ask_reversal
from finance.actions.attach_papers import AttachPapers, GivenPaper, attach_papers
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.reject_voucher import RejectVoucher, reject_voucher
from finance.actions.remove_paper import RemovePaper, remove_paper
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from finance.records.papers import content_of, papers_of
from finance.records.vouchers import VoucherRow, makers_of
from finance.rules.papers import (
    MOST_BYTES,
    MOST_PAPERS,
    HasDoctype,
    PaperTooLarge,
    PaperWanted,
    RunsCode,
    TooManyPapers,
    WrongKind,
    digest_of,
    papers_digest,
)
from finance.rules.permissions import SamePerson
from finance.rules.vouchers import MirrorIsFixed, VoucherChanged, VoucherNotThere
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.entries import credit, debit
from ledger.errors import Refusal
from ledger.store import reads
from tests.federation import ACCOUNTANT, APPROVER, Federation, contents, federation
from tests.papers import INVOICE, PDF, PNG, PROGRAM, with_macros, workbook

DAY = dt.date(2026, 7, 22)
LINES = [debit("611", 5, fund="levy", item="31"), credit("112", 5)]


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June, with a draft of G1."""
    made = federation(database)
    draft_voucher(made.ctx(DAY, ACCOUNTANT), DraftVoucher("G1", DAY, DAY, "Chi", LINES))
    return made


def _attach(
    fed: Federation, *contents_: bytes, actor: Actor = ACCOUNTANT, seen: int | None = None
) -> list[str]:
    given = [GivenPaper(f"{number}.pdf", each) for number, each in enumerate(contents_)]
    return attach_papers(fed.ctx(DAY, actor), AttachPapers("G1", 1, given, seen))


def _row(fed: Federation) -> VoucherRow:
    with fed.database.reading() as session:
        return session.get_one(VoucherRow, ("G1", 1))


def test_they_are_kept_by_their_content(fed: Federation) -> None:
    """Once each, named as their kind is; the same again changes nothing."""
    assert _attach(fed, PDF, PNG, PDF) == [digest_of(PDF), digest_of(PNG)]
    before = contents(fed.database)
    assert _attach(fed, PNG) == []
    assert contents(fed.database) == before
    with fed.database.reading() as session:
        found = {paper.digest: paper for paper in papers_of(session, "G1", 1)}
        assert content_of(session, "G1", digest_of(PNG)) == PNG
        assert content_of(session, "G2", digest_of(PNG)) is None
    assert found[digest_of(PNG)].file_name == "1.pdf.png"
    assert found[digest_of(PDF)].size_bytes == len(PDF)


def test_they_are_in_the_hash_of_the_entry(fed: Federation) -> None:
    """Sorted, so that the order in which they came does not matter."""
    digests = _attach(fed, PDF, INVOICE, workbook())
    submit_voucher(fed.ctx(DAY, ACCOUNTANT), SubmitVoucher("G1", 1))
    approve_voucher(fed.ctx(DAY, APPROVER), ApproveVoucher("G1", 1))
    with fed.database.reading() as session:
        entry = reads.entry_by_seq(session, "G1", 1)
    assert entry is not None
    assert entry.draft.papers == papers_digest(digests)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (PROGRAM, WrongKind),
        (b"", WrongKind),
        (with_macros(), RunsCode),
        (b"<!DOCTYPE a><a/>", HasDoctype),
        (PDF.ljust(MOST_BYTES + 1), PaperTooLarge),
    ],
)
def test_one_bad_file_keeps_all_out(
    fed: Federation, content: bytes, refusal: type[Refusal]
) -> None:
    """Called .pdf or not: nothing of what was sent is kept."""
    before = contents(fed.database)
    with pytest.raises(refusal):
        _attach(fed, PDF, content)
    assert contents(fed.database) == before


def test_a_voucher_takes_twenty(fed: Federation) -> None:
    """And ten mebibytes to the byte."""
    _attach(fed, *(PDF + bytes([number]) for number in range(MOST_PAPERS - 1)))
    _attach(fed, PDF.ljust(MOST_BYTES))
    with pytest.raises(TooManyPapers):
        _attach(fed, PNG)
    with pytest.raises(PaperWanted):
        _attach(fed)


def test_only_while_it_is_in_its_makers_hands(fed: Federation) -> None:
    """Not while it waits, nor once it is posted; after it was sent back, again."""
    ctx = fed.ctx(DAY, ACCOUNTANT)
    digest = _attach(fed, PDF)[0]
    submit_voucher(ctx, SubmitVoucher("G1", 1))
    with pytest.raises(VoucherNotThere):
        _attach(fed, PNG)
    with pytest.raises(VoucherNotThere):
        remove_paper(ctx, RemovePaper("G1", 1, digest))
    reject_voucher(fed.ctx(DAY, APPROVER), RejectVoucher("G1", 1, "Thiếu hóa đơn"))
    assert _attach(fed, INVOICE) == [digest_of(INVOICE)]
    draft_voucher(ctx, DraftVoucher("G1", DAY, DAY, "Chi", LINES, 1))
    submit_voucher(ctx, SubmitVoucher("G1", 1))
    approve_voucher(fed.ctx(DAY, APPROVER), ApproveVoucher("G1", 1))
    with pytest.raises(VoucherNotThere):
        _attach(fed, PNG)
    seq = ask_reversal(ctx, AskReversal("G1", "PV/2026/1", "Nhầm", DAY))
    reject_voucher(fed.ctx(DAY, APPROVER), RejectVoucher("G1", seq, "Không nhầm"))
    with pytest.raises(MirrorIsFixed):
        attach_papers(ctx, AttachPapers("G1", seq, [GivenPaper("a", PDF)]))


def test_who_attaches_a_paper_has_a_hand_in_it(fed: Federation) -> None:
    """And does not approve it; nor does a stranger attach one."""
    _attach(fed, PDF, actor=APPROVER)
    submit_voucher(fed.ctx(DAY, ACCOUNTANT), SubmitVoucher("G1", 1))
    with pytest.raises(SamePerson):
        approve_voucher(fed.ctx(DAY, APPROVER), ApproveVoucher("G1", 1))
    with fed.database.reading() as session:
        assert makers_of(session, _row(fed)) == ["lan", "minh"]
    with pytest.raises(PermissionRefused):
        _attach(fed, PNG, actor=Actor("hoa", (Grant("G2", "accountant"),)))


def test_one_decides_on_the_papers_one_has_seen(fed: Federation) -> None:
    """A paper exchanged between two submissions is looked at again before it is approved."""
    ctx, second = fed.ctx(DAY, ACCOUNTANT), fed.ctx(DAY, APPROVER)
    _attach(fed, PDF)
    submit_voucher(ctx, SubmitVoucher("G1", 1))
    seen = _row(fed).changed_at_us
    reject_voucher(second, RejectVoucher("G1", 1, "x", seen))
    remove_paper(ctx, RemovePaper("G1", 1, digest_of(PDF)))
    draft_voucher(ctx, DraftVoucher("G1", DAY, DAY, "Chi", LINES, 1))
    submit_voucher(ctx, SubmitVoucher("G1", 1))
    for act in (
        lambda: approve_voucher(second, ApproveVoucher("G1", 1, seen)),
        lambda: reject_voucher(second, RejectVoucher("G1", 1, "x", seen)),
    ):
        with pytest.raises(VoucherChanged):
            act()
    approve_voucher(second, ApproveVoucher("G1", 1, _row(fed).changed_at_us))


STATEMENTS = (
    "UPDATE attachment SET content = content",
    "DELETE FROM attachment",
    "DELETE FROM voucher_attachment",
    "UPDATE voucher_attachment SET file_name = 'x'",
    "DELETE FROM voucher_line",
    "UPDATE voucher_line SET amount_vnd = 6",
    (
        "INSERT INTO voucher_line (unit_code, seq, line_no, account, side, amount_vnd) "
        "VALUES ('G1', 1, 3, '112', 'D', 5)"
    ),
    "UPDATE voucher SET text = 'x'",
    "UPDATE voucher SET state = 'draft'",
    "DELETE FROM voucher",
    "DELETE FROM voucher_maker",
    "UPDATE voucher_maker SET name = 'x'",
)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_keeps_what_was_posted(fed: Federation, statement: str) -> None:
    """Lines, papers and hands of a posted voucher are beyond the application's own password."""
    _attach(fed, PDF)
    submit_voucher(fed.ctx(DAY, ACCOUNTANT), SubmitVoucher("G1", 1))
    approve_voucher(fed.ctx(DAY, APPROVER), ApproveVoucher("G1", 1))
    before = contents(fed.database)
    with fed.database.writing() as session, pytest.raises(DBAPIError):
        session.execute(text(statement))
    assert contents(fed.database) == before
