"""A second person approves a voucher, and it is posted: its lines, or the reversal it asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from finance.actions.ask_reversal import post_reversal
from finance.actions.draft_voucher import hold_to_seen
from finance.records.units import line_up_question
from finance.records.vouchers import (
    Handed,
    VoucherKind,
    VoucherState,
    decided,
    handed,
    handed_questions,
    voucher_id,
)
from finance.rules.papers import papers_digest
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.parameters import permissions
from ledger import book
from ledger.entries import Draft, Posted, Side, total
from ledger.errors import Fact
from ledger.store.cursor import Question, Reader

JOURNAL: Final = "PV"
DECIDING: Final = {
    VoucherKind.PLAIN: "voucher.approve",
    VoucherKind.REVERSAL: "reversal.approve",
}


@dataclass(frozen=True, slots=True)
class ApproveVoucher:
    """Which voucher; `seen` is when it was last changed, as the person has seen it."""

    unit: str
    seq: int
    seen: int | None = None


def approve_voucher(ctx: Context, request: ApproveVoucher) -> str:
    """Post a submitted voucher as an entry, with the digest of its papers.

    Nobody who had a hand in it approves it (`four_eyes` in permissions.toml).
    Returns  the entry's public id.
    Raises   SamePerson, UnknownVoucher, VoucherNotThere, VoucherChanged, PeriodNotOpen,
             AlreadyReversed, ControlAccount, PermissionRefused.
    """
    with ctx.database.writing() as session:
        decision = deciding(session, ctx, request)
        if decision.voucher.kind is VoucherKind.REVERSAL:
            posted = post_reversal(session, ctx, decision.voucher)
            decision.reader.tell(decision.granted(ctx, posted))
        else:
            posted = _post(session, ctx, decision)
        session.commit()
        return posted.public_id


@dataclass(frozen=True, slots=True)
class Decision:
    """A submitted voucher, and the transaction in which a person who may decides on it."""

    reader: Reader
    voucher: Handed
    over: tuple[str, ...]  # its unit and those above it

    def granted(self, ctx: Context, posted: Posted) -> list[Question]:
        """What is written once it is posted: its new state and the line of the log."""
        entry, papers = posted.public_id, posted.draft.papers
        details = {"entry": entry, "maker": ", ".join(self.voucher.makers), "papers": papers}
        return self.told(ctx, VoucherState.POSTED, "approve_voucher", details, entry=entry)

    def told(
        self,
        ctx: Context,
        state: VoucherState,
        action: str,
        details: Mapping[str, Fact],
        **said: str,
    ) -> list[Question]:
        """The voucher's new state, what else is `said` in it, and the line of the log."""
        voucher, actor = self.voucher, ctx.actor
        subject = voucher_id(voucher)
        return [
            decided(voucher, state, actor.name, ctx.clock.now_us(), **said),
            audit.line(ctx.clock, actor, action, voucher.unit_code, subject, details),
        ]


def deciding(session: Session, ctx: Context, request: ApproveVoucher) -> Decision:
    """The submitted voucher a person decides on, locked, once they may: by role, unit and rule.

    Raises   SamePerson, UnknownVoucher, VoucherNotThere, VoucherChanged, PermissionRefused.
    """
    unit, seq = request.unit, request.seq
    reader = Reader(session.connection())
    above, *answers = reader.ask(
        [line_up_question(reader, unit, ctx.today), *handed_questions(reader, unit, seq)]
    )
    over = tuple(code for (code,) in above)
    ctx.require(session, DECIDING[VoucherKind.PLAIN], unit, over)
    voucher = handed(reader, unit, seq, answers)
    act = DECIDING[voucher.kind]
    if act != DECIDING[VoucherKind.PLAIN]:
        ctx.require(session, act, unit, over)
    permissions().check_second(
        act, voucher.makers, ctx.actor.name, total(voucher.lines, Side.DEBIT)
    )
    hold_to_seen(voucher, request.seen)
    return Decision(reader, voucher, over)


def _post(session: Session, ctx: Context, decision: Decision) -> Posted:
    voucher = decision.voucher
    draft = Draft(
        book=voucher.unit_code,
        journal=JOURNAL,
        accounting_on=voucher.accounting_on,
        document_on=voucher.document_on,
        text=voucher.text,
        source="voucher",
        key=voucher_id(voucher),
        lines=voucher.lines,
        actor=ctx.actor.name,
        papers=papers_digest(voucher.papers),
    )
    units = [voucher.unit_code]
    adjusting = ctx.adjusting(session, "voucher.approve", units, decision.over)
    [posted] = book.post(
        session,
        ctx.clock.now_us(),
        [draft],
        adjusting,
        beside=lambda made: decision.granted(ctx, made[0]),
    )
    return posted
