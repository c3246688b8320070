"""A second person approves a voucher, and it is posted."""

from dataclasses import dataclass
from typing import Final

from finance.actions.draft_voucher import voucher_id, voucher_lines, voucher_of
from finance.records.vouchers import VoucherState
from finance.rules.permissions import four_eyes
from finance.runtime import audit
from finance.runtime.context import Context
from ledger import book
from ledger.entries import Draft

JOURNAL: Final = "PV"


@dataclass(frozen=True, slots=True)
class ApproveVoucher:
    """Which voucher."""

    unit: str
    seq: int


def approve_voucher(ctx: Context, request: ApproveVoucher) -> str:
    """Post a submitted voucher as an entry; maker and checker are two people.

    Returns  the entry's public id.
    Raises   SamePerson, UnknownVoucher, VoucherNotThere, PeriodNotOpen, PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "voucher.approve", request.unit)
        row = voucher_of(session, request.unit, request.seq, VoucherState.SUBMITTED)
        four_eyes(row.maker, ctx.actor.name)
        draft = Draft(
            book=request.unit,
            journal=JOURNAL,
            accounting_on=row.accounting_on,
            document_on=row.document_on,
            text=row.text,
            source="voucher",
            key=voucher_id(row),
            lines=voucher_lines(session, row),
            actor=ctx.actor.name,
        )
        adjusting = ctx.adjusting(session, "voucher.approve", [request.unit])
        posted = book.post(session, ctx.clock.now_us(), [draft], adjusting)[0]
        row.state, row.checker = VoucherState.POSTED.value, ctx.actor.name
        row.entry, row.changed_at_us = posted.public_id, ctx.clock.now_us()
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "approve_voucher",
            request.unit,
            voucher_id(row),
            {"entry": posted.public_id, "maker": row.maker},
        )
        session.commit()
        return posted.public_id
