"""Take a paper back from a voucher that is still in its makers' hands."""

from dataclasses import dataclass

from finance.actions.attach_papers import changeable
from finance.records.papers import VoucherAttachmentRow
from finance.records.vouchers import add_maker, change, voucher_id
from finance.rules.papers import UnknownPaper
from finance.runtime import audit
from finance.runtime.context import Context


@dataclass(frozen=True, slots=True)
class RemovePaper:
    """Which paper of which voucher; `seen` is when it was last changed, as the person saw it."""

    unit: str
    seq: int
    digest: str
    seen: int | None = None


def remove_paper(ctx: Context, request: RemovePaper) -> None:
    """Take a paper off a draft or a voucher that was sent back; its content stays kept.

    Raises   UnknownPaper, UnknownVoucher, VoucherNotThere, VoucherChanged, MirrorIsFixed,
             PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "voucher.draft", request.unit)
        row = changeable(session, request.unit, request.seq, request.seen)
        key = (request.unit, request.seq, request.digest)
        paper = session.get(VoucherAttachmentRow, key)
        if paper is None:
            raise UnknownPaper(voucher=voucher_id(row))
        session.delete(paper)
        add_maker(session, row, ctx.actor.name)
        change(row, ctx.clock.now_us())
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "remove_paper",
            request.unit,
            voucher_id(row),
            {"paper": request.digest, "name": paper.file_name},
        )
        session.commit()
