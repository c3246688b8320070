"""Every step of a voucher stands in the log, or it was not taken: one transaction for both."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from finance.actions.approve_voucher import ApproveVoucher, approve_voucher
from finance.actions.ask_reversal import AskReversal, ask_reversal
from finance.actions.attach_papers import AttachPapers, GivenPaper, attach_papers
from finance.actions.copy_voucher import CopyVoucher, copy_voucher
from finance.actions.discard_voucher import DiscardVoucher, discard_voucher
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.make_template import MakeTemplate, make_template
from finance.actions.reject_voucher import RejectVoucher, reject_voucher
from finance.actions.remove_paper import RemovePaper, remove_paper
from finance.actions.rename_template import RenameTemplate, rename_template
from finance.actions.retire_template import RetireTemplate, retire_template
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from finance.actions.withdraw_voucher import WithdrawVoucher, withdraw_voucher
from finance.records.audit_lines import AuditRow
from finance.rules.papers import digest_of
from finance.runtime.context import Context
from finance.runtime.database import Database
from ledger.entries import credit, debit
from ledger.store.cursor import Question, Reader
from tests.federation import ACCOUNTANT, APPROVER, contents, federation
from tests.papers import PDF, PNG

DAY = dt.date(2026, 7, 22)
LINES = [debit("611", 5, fund="levy", item="31"), credit("112", 5)]
NEW = DraftVoucher("G1", DAY, DAY, "Chi", LINES)
PAPER = AttachPapers("G1", 1, [GivenPaper("hd.pdf", PDF)])


class LogBroken(Exception):
    """The log takes no line."""


@contextmanager
def _broken_log() -> Iterator[None]:
    """Statements before the log's line are run; the line itself is not taken."""
    tell = Reader.tell

    def refuse(reader: Reader, statements: Sequence[Question]) -> None:
        for statement in statements:
            if "INTO audit_line" in statement[0]:
                raise LogBroken
            tell(reader, [statement])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Reader, "tell", refuse)
        yield


Step = Callable[[Context], object]
STEPS: tuple[tuple[str, bool, Step], ...] = (  # the verb, whether by the second person, the step
    ("draft_voucher", False, lambda ctx: draft_voucher(ctx, NEW)),
    ("attach_papers", False, lambda ctx: attach_papers(ctx, PAPER)),
    ("remove_paper", False, lambda ctx: remove_paper(ctx, RemovePaper("G1", 1, digest_of(PDF)))),
    (
        "attach_papers",
        False,
        lambda ctx: attach_papers(ctx, AttachPapers("G1", 1, [GivenPaper("a", PNG)])),
    ),
    ("submit_voucher", False, lambda ctx: submit_voucher(ctx, SubmitVoucher("G1", 1))),
    ("withdraw_voucher", False, lambda ctx: withdraw_voucher(ctx, WithdrawVoucher("G1", 1))),
    ("submit_voucher", False, lambda ctx: submit_voucher(ctx, SubmitVoucher("G1", 1))),
    ("reject_voucher", True, lambda ctx: reject_voucher(ctx, RejectVoucher("G1", 1, "Thiếu"))),
    (
        "draft_voucher",
        False,
        lambda ctx: draft_voucher(ctx, DraftVoucher("G1", DAY, DAY, "Chi", LINES, 1)),
    ),
    ("submit_voucher", False, lambda ctx: submit_voucher(ctx, SubmitVoucher("G1", 1))),
    ("approve_voucher", True, lambda ctx: approve_voucher(ctx, ApproveVoucher("G1", 1))),
    ("copy_voucher", False, lambda ctx: copy_voucher(ctx, CopyVoucher("G1", 1))),
    ("discard_voucher", False, lambda ctx: discard_voucher(ctx, DiscardVoucher("G1", 2))),
    (
        "make_template",
        False,
        lambda ctx: make_template(ctx, MakeTemplate("G1", 1, "Một", with_amounts=True)),
    ),
    (
        "rename_template",
        False,
        lambda ctx: rename_template(ctx, RenameTemplate("G1", 1, "Hai")),
    ),
    ("retire_template", False, lambda ctx: retire_template(ctx, RetireTemplate("G1", 1))),
    (
        "ask_reversal",
        False,
        lambda ctx: ask_reversal(ctx, AskReversal("G1", "PV/2026/1", "Nhầm", DAY)),
    ),
    ("reject_voucher", True, lambda ctx: reject_voucher(ctx, RejectVoucher("G1", 3, "Đúng"))),
    (
        "ask_reversal",
        False,
        lambda ctx: ask_reversal(ctx, AskReversal("G1", "PV/2026/1", "Nhầm thật", DAY)),
    ),
    ("approve_voucher", True, lambda ctx: approve_voucher(ctx, ApproveVoucher("G1", 4))),
)


def test_a_step_that_cannot_be_logged_is_not_taken(database: Database) -> None:
    """Each verb in turn: with a broken log nothing is left of it; then it is taken, and logged."""
    fed = federation(database)
    for verb, second, step in STEPS:
        ctx = fed.ctx(DAY, APPROVER if second else ACCOUNTANT)
        before = contents(database)
        with _broken_log(), pytest.raises(LogBroken):
            step(ctx)
        assert contents(database) == before, verb
        step(ctx)
        assert contents(database) != before, verb
        with database.reading() as session:
            last = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
        assert (last.action, last.actor) == (verb, ctx.actor.name)
    with database.reading() as session:
        reversed_ = session.scalars(select(AuditRow).where(AuditRow.action == "reverse_entry"))
        assert [row.subject for row in reversed_] == ["G1/PV/2026/1"]
