"""A person says that a debit row of the bank took a receipt back, whole or in part."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from finance.actions.clear_debit import (
    Clearing,
    check_day,
    check_open,
    keep_clearing,
    post_clearing,
)
from finance.actions.release_receipt import TakenOff, find_receipt, take_off
from finance.records.debits import DebitClearingRow, debit_named, standing
from finance.records.parts import parts_of_receipt
from finance.records.receipts import BankDebitRow, ReceiptRow
from finance.records.runs import take_turn
from finance.rules.bank_debits import (
    AnotherUnitsReceipt,
    Means,
    NotThatMuchThere,
    OtherwiseDecided,
)
from finance.rules.posting import RECEIPTS_TO_IDENTIFY
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen

_REASON = "Ngân hàng hoàn trả"


@dataclass(frozen=True, slots=True)
class TakeReceiptBack:
    """Which debit row took which receipt back, and how much (None: as much as both have)."""

    debit: str
    receipt: str
    on: dt.date
    amount_vnd: int | None = None


@dataclass(frozen=True, slots=True)
class Cleared:
    """The public ids of what was said, and whether it was said just now."""

    clearings: tuple[str, ...]
    changed: bool


def take_receipt_back(ctx: Context, request: TakeReceiptBack) -> Cleared:
    """Take what the bank took back off what the receipt pays; its shares are taken back with it.

    What was not identified goes first, then the payer's credit, then months, the latest first. One
    debit row may take several receipts back, and several rows one receipt.
    Posts    what the receipt paid is released; then receipts to identify against payments to
             identify. The bank was posted when the row came in.
    Returns  what was said; the same again changes nothing.
    Raises   UnknownDebit, UnknownReceipt, NothingWaits, NotThatMuchWaits, NotThatMuchThere,
             AnotherUnitsReceipt, OtherwiseDecided, DebitDay; PermissionRefused unless the actor
             may do this where the money lies, and release where it was collected.
    """
    with ctx.database.writing() as session:
        take_turn(session)
        widen(session)
        debit = debit_named(session, request.debit)
        ctx.require(session, "debit.decide", debit.unit_code)
        receipt = find_receipt(session, request.receipt)
        before = standing(session, debit, Means.RETURNS, receipt.seq)
        if before is not None and receipt.unit_code == debit.unit_code:
            return _said_before(debit, before, request)
        check_day(ctx, debit, request.on)
        if receipt.unit_code != debit.unit_code or receipt.booked_on > debit.booked_on:
            raise AnotherUnitsReceipt(
                receipt=receipt.public_id,
                unit=debit.unit_code,
                booked_on=debit.booked_on.isoformat(),
            )
        row = _take(session, ctx, debit, receipt, request)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "take_receipt_back",
            debit.unit_code,
            row.public_id,
            {"debit": row.debit, "receipt": row.name, "amount_vnd": row.amount_vnd},
        )
        session.commit()
        return Cleared((row.public_id,), changed=True)


def _said_before(
    debit: BankDebitRow, before: DebitClearingRow, request: TakeReceiptBack
) -> Cleared:
    if request.amount_vnd not in {None, before.amount_vnd}:
        raise OtherwiseDecided(
            debit=debit.public_id,
            name=before.name,
            amount=before.amount_vnd,
            clearing=before.public_id,
        )
    return Cleared((before.public_id,), changed=False)


def _take(
    session: Session,
    ctx: Context,
    debit: BankDebitRow,
    receipt: ReceiptRow,
    request: TakeReceiptBack,
) -> DebitClearingRow:
    paid = sum(amount for _, _, amount in parts_of_receipt(session, receipt.unit_code, receipt.seq))
    there = receipt.open_vnd + receipt.credit_vnd + paid
    amount = request.amount_vnd
    if amount is None:
        amount = min(debit.open_vnd, there)
    if amount > there or not there:
        raise NotThatMuchThere(receipt=receipt.public_id, left=there, amount=amount)
    check_open(debit, amount, debit.open_vnd)
    if amount > receipt.open_vnd:
        ctx.require(session, "receipt.release", receipt.collecting_unit or receipt.unit_code)
        taken = TakenOff(request.on, f"{_REASON} ({debit.reference})", day_stands=True)
        take_off(session, ctx, receipt, amount - receipt.open_vnd, taken)
    receipt.returned_vnd += amount
    receipt.state = receipt.settled_state().value
    receipt.decided_by = ctx.actor.name
    said = Clearing(
        kind=Means.RETURNS,
        amount_vnd=amount,
        name=receipt.public_id,
        on=request.on,
        subject_seq=receipt.seq,
        account=RECEIPTS_TO_IDENTIFY,
    )
    row = keep_clearing(session, ctx, debit, said)
    post_clearing(session, ctx, debit, row)
    return row
