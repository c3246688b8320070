"""A person says that a debit row of the bank carried out payments of ours."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.actions.clear_debit import (
    Clearing,
    check_day,
    check_open,
    keep_clearing,
    post_clearing,
)
from finance.actions.take_receipt_back import Cleared
from finance.records.bank_accounts import BankAccountRow
from finance.records.debits import ClearingState, DebitClearingRow, debit_named, said_of
from finance.records.receipts import BankDebitRow, PaymentRow
from finance.records.runs import take_turn
from finance.rules.bank_debits import Means, NoSuchOrder
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen


@dataclass(frozen=True, slots=True)
class SettleByDebit:
    """Which debit row carried out which list of payments; of it one payee, or (empty) all."""

    debit: str
    ref: str
    on: dt.date
    payee: str = ""


def settle_by_debit(ctx: Context, request: SettleByDebit) -> Cleared:
    """Settle payments by a debit row; a bank may carry out a whole list in one row.

    Posts    the bank against payments to identify: the payment was posted when it was ordered, and
             the bank twice since then.
    Returns  what was said, one for each payment; the same again changes nothing.
    Raises   UnknownDebit, NoSuchOrder, NothingWaits, NotThatMuchWaits, DebitDay,
             PermissionRefused.
    """
    with ctx.database.writing() as session:
        take_turn(session)
        widen(session)
        debit = debit_named(session, request.debit)
        ctx.require(session, "debit.decide", debit.unit_code)
        before = _said_before(session, debit, request)
        if before:
            return Cleared(before, changed=False)
        check_day(ctx, debit, request.on)
        ordered = _ordered(session, debit, request)
        check_open(debit, sum(each.amount_vnd for each in ordered), debit.open_vnd)
        made = tuple(_settle(session, ctx, debit, each, request.on) for each in ordered)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "settle_by_debit",
            debit.unit_code,
            debit.public_id,
            {
                "ref": request.ref,
                "payees": ", ".join(each.payee for each in ordered),
                "amount_vnd": sum(row.amount_vnd for row in made),
            },
        )
        session.commit()
        return Cleared(tuple(row.public_id for row in made), changed=True)


def payment_name(payment: PaymentRow) -> str:
    """How a payment is named beside its clearing: its list and who is paid."""
    return f"{payment.ref} → {payment.payee}"


def _said_before(session: Session, debit: BankDebitRow, request: SettleByDebit) -> tuple[str, ...]:
    said = said_of(session, debit)
    found = []
    for row in said.clearings:
        if row.kind != Means.SETTLES.value or not said.stands(row):
            continue
        payment = session.get_one(PaymentRow, (row.unit_code, row.subject_seq))
        if payment.ref == request.ref and request.payee in {"", payment.payee}:
            found.append(row.public_id)
    return tuple(found)


def _ordered(session: Session, debit: BankDebitRow, request: SettleByDebit) -> list[PaymentRow]:
    query = select(PaymentRow).where(
        PaymentRow.unit_code == debit.unit_code,
        PaymentRow.ref == request.ref,
        PaymentRow.state == "ordered",
        PaymentRow.pay_on <= debit.booked_on,
    )
    if request.payee:
        query = query.where(PaymentRow.payee == request.payee)
    found = list(session.scalars(query.order_by(PaymentRow.seq)))
    if not found:
        raise NoSuchOrder(
            unit=debit.unit_code, ref=request.ref, booked_on=debit.booked_on.isoformat()
        )
    return found


def _settle(
    session: Session, ctx: Context, debit: BankDebitRow, payment: PaymentRow, on: dt.date
) -> DebitClearingRow:
    payment.state = "settled"
    said = Clearing(
        kind=Means.SETTLES,
        amount_vnd=payment.amount_vnd,
        name=payment_name(payment),
        on=on,
        subject_seq=payment.seq,
        account=session.get_one(BankAccountRow, debit.account_no).ledger_account,
    )
    row = keep_clearing(session, ctx, debit, said, ClearingState.DONE)
    post_clearing(session, ctx, debit, row)
    return row
