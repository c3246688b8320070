"""A second person approves a voucher, and it is posted: its lines, or the reversal it asks for."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from finance.actions.ask_reversal import post_reversal
from finance.actions.draft_voucher import hold_to_seen
from finance.records.vouchers import (
    Parts,
    VoucherKind,
    VoucherRow,
    VoucherState,
    change,
    parts_of,
    voucher_id,
    voucher_of,
)
from finance.rules.papers import papers_digest
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.parameters import permissions
from ledger import book
from ledger.entries import Draft, Posted, Side, total

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
        row, parts = deciding(session, ctx, request)
        posted = (
            post_reversal(session, ctx, row)
            if row.kind == VoucherKind.REVERSAL
            else _post(session, ctx, row, parts)
        )
        row.state, row.checker = VoucherState.POSTED.value, ctx.actor.name
        row.entry = posted.public_id
        change(row, ctx.clock.now_us())
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "approve_voucher",
            request.unit,
            voucher_id(row),
            {
                "entry": posted.public_id,
                "maker": ", ".join(parts.makers),
                "papers": posted.draft.papers,
            },
        )
        session.commit()
        return posted.public_id


def deciding(session: Session, ctx: Context, request: ApproveVoucher) -> tuple[VoucherRow, Parts]:
    """The submitted voucher a person decides on, locked, once they may: by role, unit and rule.

    Raises   SamePerson, UnknownVoucher, VoucherNotThere, VoucherChanged, PermissionRefused.
    """
    ctx.require(session, DECIDING[VoucherKind.PLAIN], request.unit)
    row = voucher_of(session, request.unit, request.seq, VoucherState.SUBMITTED)
    act = DECIDING[VoucherKind(row.kind)]
    if act != DECIDING[VoucherKind.PLAIN]:
        ctx.require(session, act, request.unit)
    parts = parts_of(session, row)
    permissions().check_second(act, parts.makers, ctx.actor.name, total(parts.lines, Side.DEBIT))
    hold_to_seen(row, request.seen)
    return row, parts


def _post(session: Session, ctx: Context, row: VoucherRow, parts: Parts) -> Posted:
    draft = Draft(
        book=row.unit_code,
        journal=JOURNAL,
        accounting_on=row.accounting_on,
        document_on=row.document_on,
        text=row.text,
        source="voucher",
        key=voucher_id(row),
        lines=parts.lines,
        actor=ctx.actor.name,
        papers=papers_digest(parts.papers),
    )
    adjusting = ctx.adjusting(session, "voucher.approve", [row.unit_code])
    return book.post(session, ctx.clock.now_us(), [draft], adjusting)[0]
