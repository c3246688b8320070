"""A grassroots union pays a sick member's grant, and everything that can go wrong with the paper.

CĐCS G1 has one accountant, Hoa; the approver, Minh, sits at the unit above. Every step stands in
the log; what is posted carries the digest of its papers, and whoever exchanges one is found out.
"""

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from finance.actions.approve_voucher import ApproveVoucher, approve_voucher
from finance.actions.ask_reversal import AskReversal, ask_reversal
from finance.actions.attach_papers import AttachPapers, GivenPaper, attach_papers
from finance.actions.copy_voucher import CopyVoucher, copy_voucher
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.reject_voucher import RejectVoucher, reject_voucher
from finance.actions.remove_paper import RemovePaper, remove_paper
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from finance.records.audit_lines import acts_on
from finance.records.papers import papers_of
from finance.records.vouchers import VoucherRow
from finance.rules.papers import PaperTooLarge, RunsCode, WrongKind, digest_of, papers_digest
from finance.rules.permissions import SamePerson
from finance.rules.vouchers import VoucherChanged, VoucherNotThere
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.entries import credit, debit
from ledger.errors import Refusal
from ledger.store import reads
from reports.queries.checks import check_books
from tests.federation import Federation, federation
from tests.ledger.books import past_the_guards
from tests.papers import INVOICE, PDF, PROGRAM, with_macros

DAY = dt.date(2026, 7, 22)
GRANT = [debit("611", 500_000, fund="levy", item="31"), credit("112", 500_000)]
HOA = Actor("hoa", (Grant("G1", "accountant"),))
MINH = Actor("minh", (Grant("A1", "approver"),))  # of the unit above
NAM = Actor("nam", (Grant("A1", "approver"),))
MEBIBYTE = 1 << 20


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June, and Hoa's draft."""
    made = federation(database)
    draft_voucher(made.ctx(DAY, HOA), DraftVoucher("G1", DAY, DAY, "Trợ cấp ốm", GRANT))
    return made


def _attach(fed: Federation, name: str, content: bytes, actor: Actor = HOA) -> None:
    wish = AttachPapers("G1", 1, [GivenPaper(name, content)])
    attach_papers(fed.ctx(DAY, actor), wish)


def _seen(fed: Federation, seq: int = 1) -> int:
    with fed.database.reading() as session:
        return session.get_one(VoucherRow, ("G1", seq)).changed_at_us


def _steps(fed: Federation, seq: int = 1) -> list[str]:
    with fed.database.reading() as session:
        return [f"{act.actor} {act.action}" for act in acts_on(session, "G1", [f"G1/V/{seq}"])]


def test_from_the_invoice_to_the_book_and_back(fed: Federation) -> None:
    """One accountant and the approver of the unit above are two people; each step is told."""
    _attach(fed, "Hóa đơn.xml", INVOICE)
    submit_voucher(fed.ctx(DAY, HOA), SubmitVoucher("G1", 1))
    with pytest.raises(VoucherNotThere):
        _attach(fed, "muộn.pdf", PDF)
    reject_voucher(fed.ctx(DAY, MINH), RejectVoucher("G1", 1, "Thiếu đơn đề nghị", _seen(fed)))
    _attach(fed, "Đơn đề nghị.pdf", PDF)
    draft_voucher(fed.ctx(DAY, HOA), DraftVoucher("G1", DAY, DAY, "Trợ cấp ốm", GRANT, 1))
    submit_voucher(fed.ctx(DAY, HOA), SubmitVoucher("G1", 1))
    entry = approve_voucher(fed.ctx(DAY, MINH), ApproveVoucher("G1", 1, _seen(fed)))
    with fed.database.reading() as session:
        posted = reads.entry_by_number(session, "G1", "PV", 2026, 1)
        names = [paper.file_name for paper in papers_of(session, "G1", 1)]
        assert check_books(session, "G1").clean
    assert posted is not None
    assert posted.public_id == entry
    assert sorted(names) == ["Hóa đơn.xml", "Đơn đề nghị.pdf"]
    assert posted.draft.papers == papers_digest([digest_of(PDF), digest_of(INVOICE)])

    asked = ask_reversal(fed.ctx(DAY, HOA), AskReversal("G1", entry, "Ghi trùng", DAY))
    assert fed.balance("G1", "611") == 500_000
    approve_voucher(fed.ctx(DAY, MINH), ApproveVoucher("G1", asked, _seen(fed, asked)))
    assert fed.balance("G1", "611") == 0
    assert _steps(fed) == [
        "hoa draft_voucher",
        "hoa attach_papers",
        "hoa submit_voucher",
        "minh reject_voucher",
        "hoa attach_papers",
        "hoa draft_voucher",
        "hoa submit_voucher",
        "minh approve_voucher",
    ]
    assert _steps(fed, asked) == ["hoa ask_reversal", "minh approve_voucher"]
    with fed.database.reading() as session:
        rejected = acts_on(session, "G1", ["G1/V/1"])[3]
        assert json.loads(rejected.details) == {"reason": "Thiếu đơn đề nghị"}
        assert check_books(session, "G1").clean
    again = copy_voucher(fed.ctx(DAY, HOA), CopyVoucher("G1", 1))
    with fed.database.reading() as session:
        assert papers_of(session, "G1", again) == []


def test_a_program_in_a_papers_clothes(fed: Federation) -> None:
    """Renamed, with macros, or a byte too large: not kept; the last byte that fits is."""
    for name, content, refusal in (
        ("Hóa đơn.pdf", PROGRAM, WrongKind),
        ("Bảng kê.xlsx", with_macros(), RunsCode),
        ("Hợp đồng.pdf", PDF.ljust(10 * MEBIBYTE + 1), PaperTooLarge),
    ):
        with pytest.raises(refusal):
            _attach(fed, name, content)
    _attach(fed, "Hợp đồng.pdf", PDF.ljust(10 * MEBIBYTE))


@pytest.mark.parametrize("name", ["hoa", "Hoa", "HOA"])
def test_one_person_under_two_names(fed: Federation, name: str) -> None:
    """A maker who writes their name with other letters is still the maker."""
    submit_voucher(fed.ctx(DAY, HOA), SubmitVoucher("G1", 1))
    both = Actor(name, (Grant("G1", "accountant"), Grant("A1", "approver")))
    with pytest.raises(SamePerson):
        approve_voucher(fed.ctx(DAY, both), ApproveVoucher("G1", 1))


def test_every_hand_counts(fed: Federation) -> None:
    """Minh once changed the draft; that Hoa wrote it anew and Nam sent it back frees nobody."""
    change = DraftVoucher("G1", DAY, DAY, "Trợ cấp ốm", GRANT, 1)
    draft_voucher(fed.ctx(DAY, MINH), change)
    submit_voucher(fed.ctx(DAY, HOA), SubmitVoucher("G1", 1))
    reject_voucher(fed.ctx(DAY, NAM), RejectVoucher("G1", 1, "Xem lại"))
    draft_voucher(fed.ctx(DAY, HOA), change)
    submit_voucher(fed.ctx(DAY, HOA), SubmitVoucher("G1", 1))
    with pytest.raises(SamePerson):
        approve_voucher(fed.ctx(DAY, MINH), ApproveVoucher("G1", 1))
    approve_voucher(fed.ctx(DAY, NAM), ApproveVoucher("G1", 1))


def test_the_paper_was_exchanged_while_minh_was_reading(fed: Federation) -> None:
    """He decides on what he has seen, or he looks again."""
    _attach(fed, "Hóa đơn.pdf", PDF)
    submit_voucher(fed.ctx(DAY, HOA), SubmitVoucher("G1", 1))
    seen = _seen(fed)
    reject_voucher(fed.ctx(DAY, NAM), RejectVoucher("G1", 1, "Sai"))
    remove_paper(fed.ctx(DAY, HOA), RemovePaper("G1", 1, digest_of(PDF)))
    _attach(fed, "Hóa đơn.xml", INVOICE)
    draft_voucher(fed.ctx(DAY, HOA), DraftVoucher("G1", DAY, DAY, "Trợ cấp ốm", GRANT, 1))
    submit_voucher(fed.ctx(DAY, HOA), SubmitVoucher("G1", 1))
    with pytest.raises(VoucherChanged):
        approve_voucher(fed.ctx(DAY, MINH), ApproveVoucher("G1", 1, seen))
    assert fed.balance("G1", "611") == 0


def test_two_approvers_and_a_late_paper_at_once(fed: Federation) -> None:
    """One approves, the other is told; the entry has the papers that were seen."""
    _attach(fed, "Hóa đơn.pdf", PDF)
    submit_voucher(fed.ctx(DAY, HOA), SubmitVoucher("G1", 1))

    def run(number: int) -> str:
        try:
            if number == 2:
                _attach(fed, "muộn.xml", INVOICE)
                return "attached"
            actor = (MINH, NAM)[number]
            return approve_voucher(fed.ctx(DAY, actor), ApproveVoucher("G1", 1))
        except Refusal as refusal:
            return refusal.code

    with ThreadPoolExecutor(3) as pool:
        told = sorted(pool.map(run, range(3)))
    assert told == ["G1/PV/2026/1", "voucher.wrong_state", "voucher.wrong_state"]
    with fed.database.reading() as session:
        assert check_books(session, "G1").clean


def test_a_paper_exchanged_after_posting_is_found(fed: Federation, owner_url: str) -> None:
    """By whoever owns the database: the content no longer has the digest the entry carries."""
    _attach(fed, "Hóa đơn.pdf", PDF)
    submit_voucher(fed.ctx(DAY, HOA), SubmitVoucher("G1", 1))
    approve_voucher(fed.ctx(DAY, MINH), ApproveVoucher("G1", 1))
    with past_the_guards(owner_url, "attachment") as connection:
        connection.execute(
            text("UPDATE attachment SET content = :c, size_bytes = :s"),
            {"c": INVOICE, "s": len(INVOICE)},
        )
    with fed.database.reading() as session:
        found = check_books(session, "G1")
    assert [each.code for each in found.rows] == ["verify.paper_content"]
