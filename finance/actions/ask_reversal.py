"""Ask for the reversal of a posted entry; a second person approves it, and it is posted.

The reversal waits as a voucher whose lines are the mirror of the entry's; nobody writes them.
"""

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.records.runs import next_numbers
from finance.records.vouchers import (
    Handed,
    VoucherKind,
    VoucherRow,
    VoucherState,
    add_maker,
    change,
    voucher_id,
    write_lines,
)
from finance.rules.errors import RuleError
from finance.rules.vouchers import ReversalWaits, check_control
from finance.runtime import audit
from finance.runtime.context import Context
from ledger import book
from ledger.entries import Posted, Side, mirrored, total
from ledger.errors import AlreadyReversed, PeriodNotOpen, UnknownBook, UnknownEntry
from ledger.periods import period_of
from ledger.store import reads

_PARTS: Final = 3  # JOURNAL/YEAR/NUMBER
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_LONGEST: Final = 1000


class ReasonWanted(RuleError):
    """Nothing is sent back or undone without a reason."""

    code = "reason.wanted"
    vi = "Phải ghi rõ lý do."
    en = "A reason is required."


@dataclass(frozen=True, slots=True)
class AskReversal:
    """Which entry (JOURNAL/YEAR/NUMBER of a unit), why, and on which day of an open period."""

    unit: str
    number: str
    reason: str
    on: dt.date


def ask_reversal(ctx: Context, request: AskReversal) -> int:
    """Make and submit the voucher that asks for the reversal of an entry.

    Entries on control accounts are undone by the verb that made them (release, assess anew,
    distribute), so that sub-ledger and account stay equal.
    Returns  the voucher's number within its unit.
    Raises   UnknownBook, UnknownEntry, AlreadyReversed, ReversalWaits, ControlAccount,
             PeriodNotOpen, ReasonWanted, PermissionRefused.
    """
    if not request.reason.strip():
        raise ReasonWanted
    with ctx.database.writing() as session:
        ctx.require(session, "entry.reverse", request.unit)
        posted = entry_named(session, request.unit, request.number)
        seq = next_numbers(session, request.unit, "voucher", 1)  # one at a time in a unit
        _check(session, posted, request.on)
        row = _write(session, ctx, posted, seq, request)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "ask_reversal",
            request.unit,
            voucher_id(row),
            {
                "entry": posted.public_id,
                "reason": request.reason.strip(),
                "amount_vnd": total(posted.draft.lines, Side.DEBIT),
            },
        )
        session.commit()
        return row.seq


def reversal_text(entry: str, reason: str) -> str:
    """What the reversal of an entry says in the book."""
    return f"Ghi đảo {entry}: {reason.strip()}"[:_LONGEST]


def entry_named(session: Session, unit: str, number: str) -> Posted:
    """The entry JOURNAL/YEAR/NUMBER of a unit; the unit may stand before it.

    Raises   UnknownBook, UnknownEntry.
    """
    if unit not in reads.books_by_code(session, {unit}):
        raise UnknownBook(book=unit)
    parts = number.removeprefix(f"{unit}/").split("/")
    if len(parts) == _PARTS and _NUMBER.fullmatch(parts[1]) and _NUMBER.fullmatch(parts[2]):
        found = reads.entry_by_number(session, unit, parts[0], int(parts[1]), int(parts[2]))
        if found is not None:
            return found
    raise UnknownEntry(entry=number, book=unit)


def waiting_reversal(session: Session, unit: str, entry: str) -> VoucherRow | None:
    """The voucher that asks for the reversal of an entry (its public id) and is not decided on."""
    return session.scalars(
        select(VoucherRow).where(
            VoucherRow.unit_code == unit,
            VoucherRow.reverses == entry,
            VoucherRow.state == VoucherState.SUBMITTED.value,
        )
    ).one_or_none()


def latest_reversal(session: Session, unit: str, entry: str) -> VoucherRow | None:
    """The voucher that asks for the reversal of an entry or was posted as it; none sent back."""
    return session.scalars(
        select(VoucherRow).where(
            VoucherRow.unit_code == unit,
            VoucherRow.reverses == entry,
            VoucherRow.state.in_([VoucherState.SUBMITTED.value, VoucherState.POSTED.value]),
        )
    ).one_or_none()


def post_reversal(session: Session, ctx: Context, row: Handed) -> Posted:
    """Post the reversal a voucher asks for, inside the caller's transaction, with its audit line.

    Raises   AlreadyReversed, ControlAccount, PeriodNotOpen.
    """
    posted = entry_named(session, row.unit_code, row.reverses)
    _check_lines(session, posted)
    draft = replace(
        posted.draft,
        accounting_on=row.accounting_on,
        document_on=row.document_on,
        text=row.text,
        source="reversal",
        key=posted.public_id,
        actor=ctx.actor.name,
        papers="",
    )
    adjusting = ctx.adjusting(session, "reversal.approve", [row.unit_code])
    reversal = book.reverse(session, ctx.clock.now_us(), posted, draft, adjusting)
    audit.write(
        session,
        ctx.clock,
        ctx.actor,
        "reverse_entry",
        row.unit_code,
        posted.public_id,
        {"reversal": reversal.public_id, "voucher": voucher_id(row)},
    )
    return reversal


def _check(session: Session, posted: Posted, on: dt.date) -> None:
    """Refuse now what would be refused when it is posted, and a second one that waits."""
    draft = posted.draft
    _check_lines(session, posted)
    before = reads.reversal_of(session, draft.book, posted.seq)
    if before is not None or draft.reverses_seq is not None:
        raise AlreadyReversed(entry=posted.public_id)
    waiting = waiting_reversal(session, draft.book, posted.public_id)
    if waiting is not None:
        raise ReversalWaits(
            entry=posted.public_id,
            voucher=voucher_id(waiting),
            on=waiting.accounting_on.isoformat(),
        )
    held = reads.books_by_code(session, {draft.book})[draft.book]
    state = reads.period_states(session, held.book_id).get(period_of(on))
    if state is None or state.shut:  # a soft lock is lifted for who approves from above
        told = "none" if state is None else state.value
        raise PeriodNotOpen(book=draft.book, period=period_of(on), state=told)


def _check_lines(session: Session, posted: Posted) -> None:
    held = reads.books_by_code(session, {posted.draft.book})[posted.draft.book]
    check_control(posted.draft.lines, reads.chart(session, held.regime))


def _write(
    session: Session, ctx: Context, posted: Posted, seq: int, request: AskReversal
) -> VoucherRow:
    row = VoucherRow(
        unit_code=request.unit,
        seq=seq,
        accounting_on=request.on,
        document_on=request.on,
        text=reversal_text(posted.public_id, request.reason),
        state=VoucherState.DRAFT.value,
        maker=ctx.actor.name,
        changed_at_us=0,
        kind=VoucherKind.REVERSAL.value,
        reverses=posted.public_id,
    )
    session.add(row)
    session.flush()
    write_lines(session, row, mirrored(posted.draft.lines))
    add_maker(session, row, ctx.actor.name)
    row.state = VoucherState.SUBMITTED.value
    change(row, ctx.clock.now_us())
    session.flush()
    return row
