"""Hand over the money that lies in a unit's account and was collected for another."""

import datetime as dt
from typing import Final

from sqlalchemy import update
from sqlalchemy.orm import Session

from finance.records.payables import (
    collectors_waiting,
    owed_by_counterpart,
    settle_shares,
    waiting_shares,
)
from finance.records.payments import Payee, Payment, PaymentList, order_payments
from finance.records.receipts import ReceiptRow
from finance.records.runs import next_numbers
from finance.records.share_days import put_on
from finance.rules.posting import COLLECTED_FOR, Place, Way, handed_over
from finance.runtime.context import Context
from ledger import book
from ledger.entries import Draft, gathered
from ledger.store import reads

JOURNAL: Final = "DS"


def hand_over(session: Session, ctx: Context, holder: str, on: dt.date) -> list[Payment]:
    """Pay each collecting unit what lies here for it; its own share of it becomes income.

    Money handed over before and released since is still with the collecting unit: what it gets
    is less by that, and nothing when that covers it all. Where money was put on what a unit
    collects after the day, all of it waits for a later one.
    Returns  the payments ordered, at most one for each collecting unit.
    """
    done: list[Payment] = []
    owed = owed_by_counterpart(session, holder, (COLLECTED_FOR,))
    for collector in collectors_waiting(session, holder):
        last_on = put_on(session, collector, holder)
        books = {holder, collector}
        if last_on and last_on > reads.first_open_day(session, books, on, ctx.clock.now_us()):
            continue
        amount = max(0, owed.get(collector, 0))
        done.extend(_hand_over(session, ctx, holder, collector, on, amount))
    return done


def _hand_over(  # noqa: PLR0913, PLR0917 - between whom, when, how much
    session: Session, ctx: Context, holder: str, collector: str, on: dt.date, amount: int
) -> list[Payment]:
    ref = f"{holder}/IB/{next_numbers(session, holder, 'interbook', 1)}"
    own = waiting_shares(session, collector, (Place.OWN,), holder)
    own_vnd = sum(share.waiting_vnd for share in own)
    books = handed_over(Way(collector, holder, ref, frozenset()), amount, own_vnd)
    day = reads.first_open_day(session, books, on, ctx.clock.now_us())
    drafts = [
        Draft(
            book=code,
            journal=JOURNAL,
            accounting_on=day,
            document_on=on,
            text=f"Chuyển trả tiền thu hộ của {holder} cho {collector}",
            source="levy.hand_over",
            key=ref,
            lines=gathered(lines),
            actor=ctx.actor.name,
        )
        for code, lines in books.items()
        if lines
    ]
    book.post(session, ctx.clock.now_us(), drafts)
    session.execute(
        update(ReceiptRow)
        .where(
            ReceiptRow.unit_code == holder,
            ReceiptRow.collecting_unit == collector,
            ReceiptRow.handed_over_on.is_(None),
        )
        .values(handed_over_on=day)
    )
    settle_shares(session, collector, own, ref, day)
    return order_payments(
        session, PaymentList(holder, ref, on, "KPCD thu ho"), [Payee(collector, amount)]
    )
