"""Take a distribution back that the bank brought back: the share is unpaid again in both books."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.actions.release_receipt import find_receipt
from finance.records.matches import ShareEventRow
from finance.records.payables import settled_by, unsettle_shares
from finance.records.receipts import PaymentRow, ReceiptRow, ReceiptState
from finance.records.runs import next_numbers, take_turn
from finance.records.units import line_up
from finance.rules.errors import RuleError
from finance.rules.posting import (
    RECEIPTS_TO_IDENTIFY,
    Place,
    Way,
    brought_back,
    organisation_brought_back,
)
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger import book
from ledger.entries import Draft, gathered
from ledger.store import reads

JOURNAL: Final = "DS"
EVIDENCE: Final = "payment.returned"  # of the receipt that brought a payment back


class UnknownPayment(RuleError):
    """No payment of that list goes to that payee."""

    code = "payment.unknown"
    vi = "Lệnh chi {ref} không có đúng một khoản cho «{payee}»."
    en = "Payment list {ref} has not exactly one payment to “{payee}”."


class PaymentNotOut(RuleError):
    """What has arrived, or came back before, does not come back."""

    code = "payment.not_out"
    vi = "Khoản chi {ref} cho «{payee}» đã đến nơi hoặc đã được trả lại trước đó."
    en = "Payment {ref} to “{payee}” has arrived, or came back before."


class PaymentOfNoShare(RuleError):
    """Only payments of shares are taken back so."""

    code = "payment.of_no_share"
    vi = "Khoản chi {ref} cho «{payee}» không phải phần phân phối kinh phí của {unit}."
    en = "Payment {ref} to “{payee}” is no distribution of {unit}'s shares."


class AnotherAmount(RuleError):
    """A receipt brings a payment back whole, or it is another thing."""

    code = "payment.another_amount"
    vi = "Khoản thu {receipt} còn {open} đồng chờ xác định, khoản chi là {amount} đồng."
    en = "{open} đồng of receipt {receipt} are to be identified; the payment was {amount} đồng."


@dataclass(frozen=True, slots=True)
class ReturnDistribution:
    """Which receipt brings back which payment: the reference of its list, and who was paid."""

    receipt: str
    ref: str
    payee: str
    on: dt.date


def return_distribution(ctx: Context, request: ReturnDistribution) -> str:
    """Say that a receipt is a payment of the same unit that came back.

    Returns  the reference of both entries; empty when this was said before.
    Raises   UnknownReceipt, UnknownPayment, PaymentNotOut, PaymentOfNoShare, AnotherAmount,
             PermissionRefused.
    """
    with ctx.database.writing() as session:
        take_turn(session)
        widen(session)
        receipt = find_receipt(session, request.receipt)
        ctx.require(session, "levy.return", receipt.unit_code)
        payment = _payment(session, receipt.unit_code, request)
        if receipt.evidence == EVIDENCE and payment.returned_on is not None:
            return ""
        settled = _settled(session, payment)
        if receipt.open_vnd != payment.amount_vnd or receipt.amount_vnd != payment.amount_vnd:
            raise AnotherAmount(
                receipt=receipt.public_id, open=receipt.open_vnd, amount=payment.amount_vnd
            )
        receipt.matched_vnd = receipt.amount_vnd
        receipt.state = ReceiptState.MATCHED.value
        receipt.evidence = EVIDENCE
        receipt.suggested_tax_code = ""
        receipt.decided_by = ctx.actor.name
        ref = take_back(session, ctx, payment, settled, request.on)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "return_distribution",
            receipt.unit_code,
            receipt.public_id,
            {"ref": payment.ref, "payee": payment.payee, "amount_vnd": payment.amount_vnd},
        )
        session.commit()
        return ref


def take_back(  # noqa: PLR0913, PLR0917 - one payment, and the account its money came back on
    session: Session,
    ctx: Context,
    payment: PaymentRow,
    settled: list[ShareEventRow],
    on: dt.date,
    account: str = RECEIPTS_TO_IDENTIFY,
) -> str:
    """Post that a payment came back, and let its shares wait again; the caller commits.

    Takes    what the payment settled; the account that is debited: the bank's, when the row is
             recognised as it comes in, or what a person identifies.
    Returns  the reference of the entries.
    """
    unit, holder = settled[0].collecting_unit, payment.unit_code
    ref = f"{holder}/IB/{next_numbers(session, holder, 'interbook', 1)}"
    back = min(payment.amount_vnd, sum(event.settled_delta_vnd for event in settled))
    above = frozenset(line_up(session, unit, on)) - {unit}
    way = Way(unit, holder, ref, above, account)
    if settled[0].place == Place.ORGANISATION.value:
        books = organisation_brought_back(way, payment.amount_vnd)
    else:
        books = brought_back(way, payment.payee, payment.amount_vnd, back)
    day = reads.first_open_day(session, books, on, ctx.clock.now_us())
    drafts = [
        Draft(
            book=code,
            journal=JOURNAL,
            accounting_on=day,
            document_on=on,
            text=f"Ngân hàng trả lại khoản chi {payment.ref} cho {payment.payee}"[:1000],
            source="levy.return",
            key=ref,
            lines=gathered(lines),
            actor=ctx.actor.name,
        )
        for code, lines in books.items()
    ]
    book.post(session, ctx.clock.now_us(), drafts)
    unsettle_shares(session, settled, back, ref, day)
    if way.elsewhere:
        _lie_here_again(session, settled)
    payment.returned_on = on
    session.flush()
    return ref


def _lie_here_again(session: Session, settled: list[ShareEventRow]) -> None:
    """The receipts behind these shares are not handed over: their money lies with the holder."""
    for holder, seq in sorted({(event.holder_unit, event.receipt_seq) for event in settled}):
        session.get_one(ReceiptRow, (holder, seq)).handed_over_on = None


def _payment(session: Session, unit: str, request: ReturnDistribution) -> PaymentRow:
    found = session.scalars(
        select(PaymentRow).where(
            PaymentRow.unit_code == unit,
            PaymentRow.ref == request.ref,
            PaymentRow.payee == request.payee,
        )
    ).all()
    if len(found) != 1:
        raise UnknownPayment(ref=request.ref, payee=request.payee)
    return found[0]


def _settled(session: Session, payment: PaymentRow) -> list[ShareEventRow]:
    if payment.arrived_on is not None or payment.returned_on is not None:
        raise PaymentNotOut(ref=payment.ref, payee=payment.payee)
    settled = settled_by(session, payment)
    if not settled:
        raise PaymentOfNoShare(ref=payment.ref, payee=payment.payee, unit=payment.unit_code)
    return settled
