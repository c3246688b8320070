"""Take back what one unit sent another, or a refund, when the bank brought the money back.

Called by the verb that is told of it, or that reads it on a statement; they own the transaction.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import update
from sqlalchemy.orm import Session

from finance.actions.pass_dues import DuesWay
from finance.records.payables import settled_own, still_settled, unsettle_shares
from finance.records.payments import transfer_entries
from finance.records.receipts import PaymentRow, ReceiptRow, ReceiptState
from finance.records.refunds import refund_paid
from finance.records.runs import next_numbers
from finance.rules.posting import BANK, BookLines, Way, handed_over
from finance.runtime.context import Context
from ledger import book
from ledger.entries import Draft, Line, Posted, gathered, mirrored
from ledger.store import reads

JOURNAL: Final = "DS"
BROUGHT_BACK: Final = "payment.returned"  # of the receipt that brought a payment back
REFUND_BACK: Final = "refund.returned"  # it is its payer's credit again
_HAND_OVER: Final = "levy.hand_over"
_DUES: Final = "dues.remit"
_REFUND: Final = "levy.refund"


@dataclass(frozen=True, slots=True)
class CameBack:
    """What became of money that came back: the entries' reference, and what its receipt is."""

    ref: str
    evidence: str = BROUGHT_BACK
    tax_code: str = ""  # whose credit it is again; nobody's when empty

    @property
    def state(self) -> ReceiptState:
        """What its receipt is: its payer's credit again, or done with."""
        return ReceiptState.CREDIT if self.tax_code else ReceiptState.MATCHED


@dataclass(frozen=True, slots=True)
class _Back:
    """A payment that came back: its own reference, the day, the account it is debited on."""

    payment: PaymentRow
    ref: str
    on: dt.date
    account: str


def take_transfer_back(
    session: Session, ctx: Context, payment: PaymentRow, on: dt.date, account: str
) -> CameBack | None:
    """Post that a hand-over, dues sent up or a refund came back; the caller commits.

    Money collected for another is held for it again, dues are owed upward again, a refund is
    the payer's credit again. What was paid on since is owed back: later payments are less by it.
    Takes    the account that is debited: the bank's, or that of receipts to identify.
    Returns  what became of it; None for a payment of another kind, which a person looks at.
    """
    unit = payment.unit_code
    for source in (_HAND_OVER, _DUES, _REFUND):
        posted = transfer_entries(session, unit, source, payment.ref)
        if posted:
            break
    else:
        return None
    back = _Back(payment, f"{unit}/IB/{next_numbers(session, unit, 'interbook', 1)}", on, account)
    payment.returned_on = on
    if source == _HAND_OVER:
        _hold_again(session, ctx, back, posted[0].draft.accounting_on)
    elif source == _DUES:
        way = DuesWay(session, back.ref, on)
        way.pay(unit, payment.payee, -payment.amount_vnd, account)
        _post(session, ctx, back, way.books)
    else:
        _post(session, ctx, back, {unit: _refund_back(posted[0], back)})
    session.flush()
    if source == _REFUND:
        return CameBack(back.ref, REFUND_BACK, refund_paid(session, unit, payment.ref).tax_code)
    return CameBack(back.ref)


def _hold_again(session: Session, ctx: Context, back: _Back, handed_on: dt.date) -> None:
    """The money is with its holder again, and the collecting unit's own share of it waits.

    Receipts handed over by another list that was posted on the same day wait with it: nothing
    is paid twice, for the next hand-over is what the books say is owed.
    """
    holder, collector = back.payment.unit_code, back.payment.payee
    own = still_settled(session, settled_own(session, collector, back.payment.ref))
    own_vnd = sum(amount for _, amount in own)
    way = Way(collector, holder, back.ref, frozenset(), back.account)
    books = handed_over(way, -back.payment.amount_vnd, -own_vnd)
    day = _post(session, ctx, back, books)
    unsettle_shares(session, own, back.ref, day)
    session.execute(
        update(ReceiptRow)
        .where(
            ReceiptRow.unit_code == holder,
            ReceiptRow.collecting_unit == collector,
            ReceiptRow.handed_over_on == handed_on,
        )
        .values(handed_over_on=None)
    )


def _refund_back(posted: Posted, back: _Back) -> list[Line]:
    """A refund's lines with their sides exchanged, on the account the money came back to."""
    return [
        replace(line, account=back.account if line.account == BANK else line.account)
        for line in mirrored(posted.draft.lines)
    ]


def _post(session: Session, ctx: Context, back: _Back, books: BookLines) -> dt.date:
    payment = back.payment
    day = reads.first_open_day(session, books, back.on, ctx.clock.now_us())
    drafts = [
        Draft(
            book=code,
            journal=JOURNAL,
            accounting_on=day,
            document_on=back.on,
            text=f"Ngân hàng trả lại khoản chi {payment.ref} cho {payment.payee}"[:1000],
            source="levy.return",
            key=back.ref,
            lines=gathered(lines),
            actor=ctx.actor.name,
        )
        for code, lines in books.items()
    ]
    book.post(session, ctx.clock.now_us(), drafts)
    return day
