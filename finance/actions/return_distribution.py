"""Take a payment back that the bank brought back: what it paid is owed again in every book."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.actions.pass_up import Settled, pass_up
from finance.actions.release_receipt import find_receipt
from finance.actions.return_transfer import (
    BROUGHT_BACK,
    REFUND_BACK,
    CameBack,
    take_transfer_back,
)
from finance.records.matches import ShareEventRow
from finance.records.parts import Lines, part_of
from finance.records.payables import settled_by, still_settled, unsettle_shares
from finance.records.receipts import PaymentRow, ReceiptRow
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
CAME_BACK: Final = (BROUGHT_BACK, REFUND_BACK)  # evidence of receipts that brought a payment back


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


class PaymentOfAnotherKind(RuleError):
    """Shares, money collected for another, dues and refunds are taken back so, and nothing else."""

    code = "payment.of_another_kind"
    vi = (
        "Khoản chi {ref} cho «{payee}» của {unit} không phải phân phối kinh phí, chuyển trả tiền "
        "thu hộ, nộp đoàn phí hay hoàn trả: hãy lập chứng từ."
    )
    en = (
        "Payment {ref} of {unit} to “{payee}” is neither a distribution, a hand-over, dues nor a "
        "refund: make a voucher."
    )


class AnotherAmount(RuleError):
    """A receipt brings a payment back whole, or it is another thing."""

    code = "payment.another_amount"
    vi = "Khoản thu {receipt} còn {open} đồng chờ xác định, khoản chi là {amount} đồng."
    en = "{open} đồng of receipt {receipt} are to be identified; the payment was {amount} đồng."


class BeforeItCameBack(RuleError):
    """A payment is taken back on no day before it went out, or before its money came."""

    code = "payment.before_it_came_back"
    vi = (
        "Khoản chi {ref} đi ngày {paid_on}, khoản thu {receipt} về ngày {booked_on}: không thể ghi "
        "trả lại vào ngày {on}."
    )
    en = (
        "Payment {ref} went out on {paid_on} and receipt {receipt} came on {booked_on}: it is not "
        "taken back on {on}."
    )


@dataclass(frozen=True, slots=True)
class ReturnDistribution:
    """Which receipt brings back which payment: the reference of its list, and who was paid."""

    receipt: str
    ref: str
    payee: str
    on: dt.date


def return_distribution(ctx: Context, request: ReturnDistribution) -> str:
    """Say that a receipt is a payment of the same unit that came back.

    Returns  the reference of the entries; empty when this was said before.
    Raises   UnknownReceipt, UnknownPayment, PaymentNotOut, PaymentOfAnotherKind, AnotherAmount,
             BeforeItCameBack, PermissionRefused.
    """
    with ctx.database.writing() as session:
        take_turn(session)
        widen(session)
        receipt = find_receipt(session, request.receipt)
        ctx.require(session, "levy.return", receipt.unit_code)
        payment = _payment(session, receipt.unit_code, request)
        if receipt.evidence in CAME_BACK and payment.returned_on is not None:
            return ""
        if payment.arrived_on is not None or payment.returned_on is not None:
            raise PaymentNotOut(ref=payment.ref, payee=payment.payee)
        if receipt.open_vnd != payment.amount_vnd or receipt.amount_vnd != payment.amount_vnd:
            raise AnotherAmount(
                receipt=receipt.public_id, open=receipt.open_vnd, amount=payment.amount_vnd
            )
        if request.on < max(payment.pay_on, receipt.booked_on):
            raise BeforeItCameBack(
                ref=payment.ref,
                paid_on=payment.pay_on.isoformat(),
                receipt=receipt.public_id,
                booked_on=receipt.booked_on.isoformat(),
                on=request.on.isoformat(),
            )
        back = take_back(session, ctx, payment, request.on, RECEIPTS_TO_IDENTIFY)
        if back is None:
            raise PaymentOfAnotherKind(ref=payment.ref, payee=payment.payee, unit=payment.unit_code)
        _put_on(receipt, back)
        receipt.suggested_tax_code = ""
        receipt.decided_by = ctx.actor.name
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
        return back.ref


def _put_on(receipt: ReceiptRow, back: CameBack) -> None:
    receipt.evidence = back.evidence
    receipt.state = back.state.value
    if back.tax_code:
        receipt.tax_code, receipt.collecting_unit = back.tax_code, receipt.unit_code
        receipt.credit_vnd = receipt.amount_vnd
    else:
        receipt.matched_vnd = receipt.amount_vnd


def take_back(
    session: Session, ctx: Context, payment: PaymentRow, on: dt.date, account: str
) -> CameBack | None:
    """Post that a payment came back, and let what it paid be owed again; the caller commits.

    Takes    the account that is debited: the bank's, when the row is recognised as it comes in,
             or what a person identifies.
    Returns  what became of it; None for a payment of a kind that a person looks at.
    """
    settled = settled_by(session, payment)
    if not settled:
        return take_transfer_back(session, ctx, payment, on, account)
    return CameBack(_take_shares_back(session, ctx, payment, settled, (on, account)))


def _take_shares_back(
    session: Session,
    ctx: Context,
    payment: PaymentRow,
    settled: list[ShareEventRow],
    where: tuple[dt.date, str],
) -> str:
    on, account = where
    unit, holder = settled[0].collecting_unit, payment.unit_code
    ref = f"{holder}/IB/{next_numbers(session, holder, 'interbook', 1)}"
    above = frozenset(line_up(session, unit, on)) - {unit}
    way = Way(unit, holder, ref, above, account)
    back = _waits_again(session, payment, settled)
    if settled[0].place == Place.ORGANISATION.value:
        books = organisation_brought_back(way, payment.amount_vnd)
    else:
        unsettled = sum(amount for _, amount in back)
        books = brought_back(way, payment.payee, payment.amount_vnd, unsettled)
    lost = [
        Settled(part_of(event), event.beneficiary, -amount, (event.rule_scope, event.rule_from))
        for event, amount in back
    ]
    up = pass_up(session, Lines(session, on), unit, lost, ref)
    books = up.into([books])
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
    unsettle_shares(session, back, ref, day)
    up.keep(session, day)
    if way.elsewhere:
        _lie_here_again(session, settled)
    payment.returned_on = on
    session.flush()
    return ref


def _waits_again(
    session: Session, payment: PaymentRow, settled: list[ShareEventRow]
) -> list[tuple[ShareEventRow, int]]:
    """Which shares wait again (đồng): the last paid first, no more than the payment brought."""
    left = payment.amount_vnd
    found: list[tuple[ShareEventRow, int]] = []
    for event, amount in still_settled(session, settled):
        part = min(left, amount)
        left -= part
        found.append((event, part))
    return found


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
