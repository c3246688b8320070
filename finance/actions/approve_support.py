"""Approve support to a unit below: both books get their entry, and the bank its order."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from finance.records.bank_balances import in_book
from finance.records.payments import Payee, Payment, PaymentList, order_payments
from finance.records.runs import next_numbers, take_turn
from finance.records.support import PAID, SupportRow
from finance.rules.errors import RuleError
from finance.rules.posting import BANK
from finance.rules.support import support_given
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from finance.runtime.parameters import permissions
from ledger import book
from ledger.entries import Draft, gathered
from ledger.store import reads

JOURNAL: Final = "DS"
_NUMBER = re.compile(r"[0-9]{1,18}")


class UnknownSupport(RuleError):
    """No proposal of that name."""

    code = "support.unknown"
    vi = "Không có đề nghị cấp hỗ trợ «{name}»."
    en = "There is no proposal of support “{name}”."


class NotOnTheAccount(RuleError):
    """A unit gives what it has."""

    code = "support.not_on_the_account"
    vi = "Tài khoản tiền gửi của {giver} ngày {on} có {held} đồng, không đủ cấp {amount} đồng."
    en = "{giver} has {held} đồng at the bank on {on}: not enough to give {amount} đồng."


@dataclass(frozen=True, slots=True)
class ApproveSupport:
    """Which proposal (UNIT/S/SEQ), and the day it is paid."""

    name: str
    on: dt.date


def approve_support(ctx: Context, request: ApproveSupport) -> list[Payment]:
    """Post and order the payment; whoever proposed it does not approve it.

    Returns  the payment; none when this was approved before.
    Raises   UnknownSupport, NotOnTheAccount, SamePerson, PermissionRefused, PeriodNotOpen.
    """
    with ctx.database.writing() as session:
        unit, _, seq = request.name.rpartition("/S/")
        ctx.require(session, "support.approve", unit)
        take_turn(session)
        widen(session)
        row = session.get(SupportRow, (unit, int(seq))) if _NUMBER.fullmatch(seq) else None
        if row is None:
            raise UnknownSupport(name=request.name)
        permissions().check_second("support.approve", [row.maker], ctx.actor.name, row.amount_vnd)
        if row.state == PAID:
            return []
        row.ref = f"{unit}/IB/{next_numbers(session, unit, 'interbook', 1)}"
        row.accounting_on = _post(session, ctx, row, request.on)
        row.state, row.checker = PAID, ctx.actor.name
        order = PaymentList(unit, row.ref, request.on, "CAP HO TRO")
        payments = order_payments(session, order, [Payee(row.receiver, row.amount_vnd)])
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "approve_support",
            unit,
            request.name,
            {"receiver": row.receiver, "amount_vnd": row.amount_vnd},
        )
        session.commit()
        return payments


def _post(session: Session, ctx: Context, row: SupportRow, on: dt.date) -> dt.date:
    books = support_given(row.unit_code, row.receiver, row.fund, row.amount_vnd, row.ref)
    day = reads.first_open_day(session, books, on, ctx.clock.now_us())
    days = (day, max(day, ctx.today))  # on the day, and what has been spent since
    held = max(0, min(in_book(session, row.unit_code, BANK, each) for each in days))
    if row.amount_vnd > held:
        raise NotOnTheAccount(
            giver=row.unit_code, on=day.isoformat(), held=held, amount=row.amount_vnd
        )
    text = f"{row.unit_code} cấp hỗ trợ {row.receiver} theo {row.decision}"
    drafts = [
        Draft(
            book=code,
            journal=JOURNAL,
            accounting_on=day,
            document_on=on,
            text=text[:1000],
            source="levy.support",
            key=row.ref,
            lines=gathered(lines),
            actor=ctx.actor.name,
        )
        for code, lines in books.items()
    ]
    book.post(session, ctx.clock.now_us(), drafts)
    return day
