"""Pay what a unit owes its neighbours from a true-up; what reaches its own unit becomes income."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.actions.approve_estimate import EstimateMissing
from finance.actions.true_up import tree_of
from finance.records.estimates import UpperEstimateRow, estimate_of
from finance.records.payments import Payee, Payment, PaymentList, order_payments
from finance.records.receipts import PaymentRow
from finance.records.runs import take_turn
from finance.rules.posting import BookLines, merged
from finance.rules.true_up import Tree, paid, steps
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger import book
from ledger.entries import Draft, gathered
from ledger.store import reads

JOURNAL: Final = "DS"


@dataclass(frozen=True, slots=True)
class PayTrueUp:
    """Who pays, of which collecting unit's year, and when."""

    unit: str
    collector: str
    year: int
    on: dt.date


def pay_true_up(ctx: Context, request: PayTrueUp) -> list[Payment]:
    """Pay each neighbour what is owed to it; both books get their entry.

    Money runs from one to the next: a unit between pays on what it was paid.
    Returns  the payment list; empty when nothing is owed.
    Raises   EstimateMissing before the true-up is posted; PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "levy.distribute", request.unit)
        take_turn(session)
        widen(session)
        rows = estimate_of(session, request.collector, request.year)
        if not rows or rows[0].difference_vnd is None:
            raise EstimateMissing(unit=request.collector, year=request.year)
        ref = f"{request.unit}/TU/{request.collector}/{request.year}"
        tree = tree_of(session, ctx, request.collector)
        due = _due(tree, rows, request.unit)
        if not due or _paid(session, request.unit, ref):
            return []
        books = merged(
            paid(tree, request.unit, taker, amount, _settle(rows, taker, amount), ref)
            for taker, amount in due.items()
        )
        _post(session, ctx, request, books, ref)
        payees = [Payee(taker, amount) for taker, amount in due.items()]
        order = PaymentList(request.unit, ref, request.on, "BU TRU KPCD")
        payments = order_payments(session, order, payees)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "pay_true_up",
            request.unit,
            f"{request.collector} {request.year}",
            {"ref": ref, "amount_vnd": sum(due.values())},
        )
        session.commit()
        return payments


def _due(tree: Tree, rows: list[UpperEstimateRow], unit: str) -> dict[str, int]:
    changes = {r.beneficiary: r.difference_vnd for r in rows if r.difference_vnd is not None}
    return {step.taker: step.amount_vnd for step in steps(tree, changes) if step.giver == unit}


def _paid(session: Session, unit: str, ref: str) -> bool:
    found = select(PaymentRow.seq).where(PaymentRow.unit_code == unit, PaymentRow.ref == ref)
    return session.scalars(found.limit(1)).one_or_none() is not None


def _settle(rows: list[UpperEstimateRow], taker: str, amount: int) -> int:
    """How much of a payment is the taker's own; it is settled in the estimate."""
    own = next((row for row in rows if row.beneficiary == taker), None)
    if own is None or own.difference_vnd is None:
        return 0
    settled = min(amount, max(0, own.difference_vnd) - own.settled_vnd)
    own.settled_vnd += settled
    return settled


def _post(session: Session, ctx: Context, request: PayTrueUp, books: BookLines, ref: str) -> None:
    day = reads.first_open_day(session, books, request.on, ctx.clock.now_us())
    drafts = [
        Draft(
            book=code,
            journal=JOURNAL,
            accounting_on=day,
            document_on=request.on,
            text=f"{request.unit} chuyển tiền bù trừ năm {request.year} của {request.collector}",
            source="levy.true_up",
            key=ref,
            lines=gathered(lines),
            actor=ctx.actor.name,
        )
        for code, lines in books.items()
    ]
    book.post(session, ctx.clock.now_us(), drafts)
