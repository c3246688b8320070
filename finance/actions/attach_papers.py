"""Attach papers to a voucher that is still in its makers' hands."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from finance.actions.draft_voucher import hold_to_seen
from finance.records.papers import VoucherAttachmentRow, keep_content, papers_of
from finance.records.vouchers import (
    VoucherKind,
    VoucherRow,
    VoucherState,
    add_maker,
    change,
    voucher_id,
    voucher_of,
)
from finance.rules.papers import PaperWanted, check_sizes, clean_name
from finance.rules.vouchers import MirrorIsFixed
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.papers import judged


@dataclass(frozen=True, slots=True)
class GivenPaper:
    """A file as it was given: its name, and what it holds."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class AttachPapers:
    """Which voucher, and the files; `seen` is when it was last changed, as the person saw it."""

    unit: str
    seq: int
    papers: Sequence[GivenPaper]
    seen: int | None = None


def attach_papers(ctx: Context, request: AttachPapers) -> list[str]:
    """Attach files to a draft or to a voucher that was sent back: all of them, or none.

    A file is judged by what it holds. Who attaches one has a hand in the voucher.
    Returns  the digests of those that were new to the voucher, in order.
    Raises   PaperWanted, WrongKind, PaperTooLarge, TooManyPapers, RunsCode, HasDoctype,
             UnknownVoucher, VoucherNotThere, VoucherChanged, MirrorIsFixed, PermissionRefused.
    """
    if not request.papers:
        raise PaperWanted
    with ctx.database.writing() as session:
        ctx.require(session, "voucher.draft", request.unit)
        row = changeable(session, request.unit, request.seq, request.seen)
        new = _attach(session, ctx, row, request.papers)
        if new:
            add_maker(session, row, ctx.actor.name)
            change(row, ctx.clock.now_us())
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "attach_papers",
            request.unit,
            voucher_id(row),
            {"papers": ", ".join(new)},
        )
        session.commit()
        return new


def changeable(session: Session, unit: str, seq: int, seen: int | None) -> VoucherRow:
    """A voucher whose papers may change: a draft or one sent back, and no reversal; locked.

    Raises   UnknownVoucher, VoucherNotThere, VoucherChanged, MirrorIsFixed.
    """
    row = voucher_of(session, unit, seq, VoucherState.DRAFT, VoucherState.REJECTED)
    if row.kind == VoucherKind.REVERSAL:
        raise MirrorIsFixed(voucher=voucher_id(row), entry=row.reverses)
    hold_to_seen(row, seen)
    return row


def _attach(
    session: Session, ctx: Context, row: VoucherRow, papers: Sequence[GivenPaper]
) -> list[str]:
    there = {paper.digest for paper in papers_of(session, row.unit_code, row.seq)}
    new: list[str] = []
    for given in papers:
        check_sizes(given.name, len(given.content), len(there))
        kind = judged(given.name, given.content)
        digest = keep_content(session, row.unit_code, kind.value, given.content)
        if digest in there:
            continue
        there.add(digest)
        new.append(digest)
        session.add(
            VoucherAttachmentRow(
                unit_code=row.unit_code,
                seq=row.seq,
                digest=digest,
                file_name=clean_name(given.name, kind),
                added_by=ctx.actor.name,
                added_at_us=ctx.clock.now_us(),
            )
        )
    session.flush()
    return new
