"""Take back what was said of a debit row: it waits again."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from finance.actions.ask_reversal import ReasonWanted
from finance.actions.clear_debit import Clearing, check_day, keep_clearing, post_clearing
from finance.actions.take_receipt_back import Cleared
from finance.records.debits import (
    ClearingState,
    DebitClearingRow,
    Waits,
    clearing_named,
    said_of,
)
from finance.records.receipts import BankDebitRow, PaymentRow, ReceiptRow
from finance.records.runs import take_turn
from finance.rules.bank_debits import Means, NothingToUndo
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen

_LONGEST: Final = 1_000


@dataclass(frozen=True, slots=True)
class UndoClearing:
    """Which clearing to take back, why, and on which day."""

    clearing: str
    reason: str
    on: dt.date


def undo_clearing(ctx: Context, request: UndoClearing) -> Cleared:
    """Post the opposite of a clearing; the debit row waits for a person again.

    A receipt's money is to be identified again, a payment waits for the bank again. What
    two people put on an account is taken back by two people: it waits for the second one.
    Returns  what was said; the same again changes nothing.
    Raises   ReasonWanted, UnknownClearing, NothingToUndo, DebitDay, PermissionRefused.
    """
    reason = request.reason.strip()[:_LONGEST]
    if not reason:
        raise ReasonWanted
    with ctx.database.writing() as session:
        take_turn(session)
        widen(session)
        row = clearing_named(session, request.clearing, lock=True)
        ctx.require(session, "debit.decide", row.unit_code)
        debit = session.get_one(BankDebitRow, (row.unit_code, row.debit_seq), with_for_update=True)
        said = said_of(session, debit)
        before = _undone_by(said, row)
        if before is not None:
            return Cleared((before.public_id,), changed=False)
        if not said.stands(row):
            raise NothingToUndo(clearing=row.public_id)
        check_day(ctx, debit, request.on)
        made = _undo(session, ctx, debit, row, (request.on, reason))
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "undo_clearing",
            row.unit_code,
            made.public_id,
            {"clearing": row.public_id, "amount_vnd": row.amount_vnd, "reason": reason},
        )
        session.commit()
        return Cleared((made.public_id,), changed=True)


def _undone_by(said: Waits, row: DebitClearingRow) -> DebitClearingRow | None:
    refused = ClearingState.REFUSED.value
    for each in said.clearings:
        if each.undoes == row.seq and each.state != refused:
            return each
    return None


def _undo(
    session: Session,
    ctx: Context,
    debit: BankDebitRow,
    row: DebitClearingRow,
    why: tuple[dt.date, str],
) -> DebitClearingRow:
    on, reason = why
    back = Clearing(
        kind=Means(row.kind),
        amount_vnd=row.amount_vnd,
        name=row.name,
        on=on,
        subject_seq=row.subject_seq,
        account=row.account,
        fund=row.fund,
        item=row.item,
        reason=reason,
        undoes=row.seq,
    )
    if back.kind is Means.SPENDS:
        return keep_clearing(session, ctx, debit, back, ClearingState.ASKED)
    if back.kind is Means.RETURNS:
        receipt = session.get_one(ReceiptRow, (row.unit_code, row.subject_seq))
        receipt.returned_vnd -= row.amount_vnd
        receipt.state = receipt.settled_state().value
    else:
        session.get_one(PaymentRow, (row.unit_code, row.subject_seq)).state = "ordered"
    made = keep_clearing(session, ctx, debit, back)
    post_clearing(session, ctx, debit, made)
    return made
