"""A second person approves a refund: it is posted and ordered from the bank."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from finance.actions.ask_refund import NotThatMuchCredit, credit_vnd, not_owed
from finance.actions.assess_levy import AssessLevy, assess_within
from finance.actions.pass_credits import credits_of
from finance.records.obligations import MOVED_HERE
from finance.records.payments import Payee, Payment, PaymentList, order_payments
from finance.records.refunds import RefundKind, RefundRow, RefundState, refund_waiting
from finance.records.runs import next_numbers, take_turn
from finance.records.share_days import last_shared_on
from finance.rules.change_posting import credit_refunded
from finance.rules.errors import RuleError
from finance.rules.posting import BANK
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from finance.runtime.parameters import permissions
from ledger import book
from ledger.entries import Draft, gathered
from ledger.periods import Period
from ledger.store import reads

JOURNAL: Final = "PV"
_ACT: Final = "refund.approve"


class RefundChanged(RuleError):
    """What is to go back is no longer what was asked for."""

    code = "refund.changed_since"
    vi = "Khoản hoàn trả {refund} đề nghị {asked} đồng, nay phải là {now} đồng: hãy đề nghị lại."
    en = "Refund {refund} asks for {asked} đồng, and it is {now} đồng now: ask for it again."


class RefundBeforeItCame(RuleError):
    """Money goes back on no day before it was asked for, and before it came."""

    code = "refund.before_it_came"
    vi = "Khoản hoàn trả {refund} có từ ngày {since}: không thể chi vào ngày {on}."
    en = "Refund {refund} is there to be paid from {since} on: it is not paid on {on}."


@dataclass(frozen=True, slots=True)
class ApproveRefund:
    """Which refund of a unit, and the day it is paid."""

    unit: str
    seq: int
    on: dt.date


def approve_refund(ctx: Context, request: ApproveRefund) -> list[Payment]:
    """Pay a refund: the payer's credit falls, and the bank is ordered to pay.

    Of a body that owes nothing any more, the months are first brought to nil: the shares of all
    units are taken back, also those already paid, which their next distributions are less by; a
    unit that has gone is answered for by its successor or the one above it.
    Returns  the payment ordered.
    Raises   UnknownRefund, RefundDecided, RefundChanged, RefundBeforeItCame, NotThatMuchCredit,
             SamePerson, PermissionRefused.
    Source   (sources: cv_4133_tld) for the bodies that stopped; a credit's refund is our own rule
    """
    with ctx.database.writing() as session:
        ctx.require(session, _ACT, request.unit)
        take_turn(session)
        widen(session)
        row = refund_waiting(session, request.unit, request.seq)
        permissions().check_second(_ACT, [row.maker], ctx.actor.name, row.amount_vnd)
        since = row.asked_on
        if row.kind == RefundKind.STOPPED.value:
            since = max(since, _bring_to_nil(session, ctx, row, request.on))
        since = max(since, _take_credit(session, row))
        if request.on < since:
            raise RefundBeforeItCame(
                refund=row.public_id, since=since.isoformat(), on=request.on.isoformat()
            )
        payments = _pay(session, ctx, row, request.on)
        row.state, row.checker = RefundState.PAID.value, ctx.actor.name
        row.decided_at_us = ctx.clock.now_us()
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "approve_refund",
            row.unit_code,
            row.public_id,
            {
                "maker": row.maker,
                "tax_code": row.tax_code,
                "amount_vnd": row.amount_vnd,
                "ref": row.ref,
            },
        )
        session.commit()
        return payments


def _bring_to_nil(session: Session, ctx: Context, row: RefundRow, on: dt.date) -> dt.date:
    """Bring the months to nil; the day on which their money was last shared or paid on."""
    owed = not_owed(session, row.unit_code, row.tax_code)
    paid = sum(each.paid_vnd for each in owed)
    if paid != row.amount_vnd:
        raise RefundChanged(refund=row.public_id, asked=row.amount_vnd, now=paid)
    last_on = last_shared_on(session, row.unit_code, row.tax_code, [each.period for each in owed])
    for each in owed:
        # What only came here by a move is nil once the month is, where it was assessed.
        unit = "" if each.rate_key == MOVED_HERE else row.unit_code
        wish = AssessLevy(Period(each.period), on, unit, row.tax_code)
        assess_within(session, ctx, wish)
    session.flush()
    return last_on


def _take_credit(session: Session, row: RefundRow) -> dt.date:
    """Take the amount off the payer's credit, the earliest receipts first; the day of the last."""
    left, last_on = row.amount_vnd, dt.date.min
    for receipt in credits_of(session, row.unit_code, row.tax_code):
        part = min(left, receipt.credit_vnd)
        last_on = receipt.booked_on if part else last_on
        receipt.credit_vnd -= part
        receipt.returned_vnd += part
        receipt.state = receipt.settled_state().value
        left -= part
    if left:
        raise NotThatMuchCredit(
            tax_code=row.tax_code,
            unit=row.unit_code,
            credit=credit_vnd(session, row.unit_code, row.tax_code) + row.amount_vnd - left,
            amount=row.amount_vnd,
        )
    return last_on


def _pay(session: Session, ctx: Context, row: RefundRow, on: dt.date) -> list[Payment]:
    unit = row.unit_code
    row.ref = f"{unit}/IB/{next_numbers(session, unit, 'interbook', 1)}"
    draft = Draft(
        book=unit,
        journal=JOURNAL,
        accounting_on=reads.first_open_day(session, [unit], on, ctx.clock.now_us()),
        document_on=on,
        text=f"Hoàn trả {row.payee} ({row.tax_code}) theo {row.request}"[:1000],
        source="levy.refund",
        key=row.ref,
        lines=gathered(credit_refunded(row.amount_vnd, BANK)),
        actor=ctx.actor.name,
    )
    book.post(session, ctx.clock.now_us(), [draft])
    payee = Payee(row.payee, row.amount_vnd, (row.account_no, row.bank_bin))
    return order_payments(session, PaymentList(unit, row.ref, on, "Hoan tra KPCD"), [payee])
