"""Reverse a posted entry: its lines with the sides exchanged, linked, at most once."""

import datetime as dt
import re
from dataclasses import dataclass

from sqlalchemy.orm import Session

from finance.actions.reject_voucher import ReasonWanted
from finance.rules.vouchers import check_control
from finance.runtime import audit
from finance.runtime.context import Context
from ledger import book
from ledger.entries import Draft, Posted
from ledger.errors import UnknownBook, UnknownEntry
from ledger.store import reads

_PARTS = 3  # JOURNAL/YEAR/NUMBER
_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class ReverseEntry:
    """Which entry (JOURNAL/YEAR/NUMBER of a unit), why, and on which day of an open period."""

    unit: str
    number: str
    reason: str
    on: dt.date


def reverse_entry(ctx: Context, request: ReverseEntry) -> str:
    """Reverse an entry that no sub-ledger stands behind.

    Entries on control accounts are undone by the verb that made them (release, assess anew,
    distribute), so that sub-ledger and account stay equal.
    Returns  the public id of the reversal; asked again, the same one.
    Raises   UnknownEntry, AlreadyReversed, ControlAccount, PeriodNotOpen, ReasonWanted,
             PermissionRefused.
    """
    if not request.reason.strip():
        raise ReasonWanted
    with ctx.database.writing() as session:
        ctx.require(session, "entry.reverse", request.unit)
        posted = _find(session, request)
        held = reads.books_by_code(session, {request.unit})[request.unit]
        check_control(posted.draft.lines, reads.chart(session, held.regime))
        draft = Draft(
            book=request.unit,
            journal=posted.draft.journal,
            accounting_on=request.on,
            document_on=request.on,
            text=f"Ghi đảo {posted.public_id}: {request.reason.strip()}"[:1000],
            source="reversal",
            key=posted.public_id,
            lines=posted.draft.lines,
            actor=ctx.actor.name,
        )
        adjusting = ctx.adjusting(session, "entry.reverse", [request.unit])
        reversal = book.reverse(session, ctx.clock.now_us(), posted, draft, adjusting)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "reverse_entry",
            request.unit,
            posted.public_id,
            {"reason": request.reason.strip(), "reversal": reversal.public_id},
        )
        session.commit()
        return reversal.public_id


def _find(session: Session, request: ReverseEntry) -> Posted:
    if request.unit not in reads.books_by_code(session, {request.unit}):
        raise UnknownBook(book=request.unit)
    parts = request.number.removeprefix(f"{request.unit}/").split("/")
    if len(parts) == _PARTS and _NUMBER.fullmatch(parts[1]) and _NUMBER.fullmatch(parts[2]):
        found = reads.entry_by_number(session, request.unit, parts[0], int(parts[1]), int(parts[2]))
        if found is not None:
            return found
    raise UnknownEntry(entry=request.number, book=request.unit)
