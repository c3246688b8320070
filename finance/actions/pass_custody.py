"""Take what is held for an employer's workers to the unit that collects now, with its money.

Called by the verbs that move employers; they own the transaction.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from sqlalchemy.orm import Session

from finance.actions.pass_credits import MoneyElsewhere, PassCredits
from finance.records.organisations import organisations
from finance.records.parts import PartKey
from finance.records.passed_custody import custody_of, keep_moved
from finance.records.payables import handed_over
from finance.records.payments import Payee, Payment, PaymentList, order_payments
from finance.records.runs import next_numbers
from finance.rules.change_posting import custody_passed
from finance.rules.posting import Place
from finance.runtime.context import Context
from ledger import book
from ledger.entries import Draft, gathered
from ledger.store import reads

JOURNAL: Final = "DS"


def pass_custody(session: Session, ctx: Context, request: PassCredits) -> tuple[int, list[Payment]]:
    """Pass on, between two units, what is held for the workers of one employer.

    The part was paid and shared in the book of before and stays there; its custody stands with the
    heir. What awaits the notice of a workers' organisation stays until the notice came.
    Returns  the amount (đồng) and the payment ordered, if any.
    Raises   MoneyElsewhere.
    """
    if request.unit == request.to_unit:
        return 0, []
    held = custody_of(session, request.unit, request.tax_code)
    waiting = organisations(session, [(each.part.tax_code, each.part.period) for each in held])
    going = [each for each in held if (each.part.tax_code, each.part.period) not in waiting]
    amount = sum(each.amount_vnd for each in going)
    if amount <= 0:
        return 0, []
    _check_here(session, request, [each.part for each in going])
    ref = f"{request.unit}/IB/{next_numbers(session, request.unit, 'interbook', 1)}"
    day = _post(session, ctx, request, ref, amount)
    sides = ((request.unit, Place.CUSTODY, "", -1), (request.to_unit, Place.CUSTODY, "", 1))
    keep_moved(session, going, sides, ref, day)
    order = PaymentList(request.unit, ref, request.on, "KPCD giu ho")
    return amount, order_payments(session, order, [Payee(request.to_unit, amount)])


def _check_here(session: Session, request: PassCredits, parts: Sequence[PartKey]) -> None:
    here = handed_over(session, request.unit, parts)
    for part in parts:
        if part not in here:
            raise MoneyElsewhere(
                tax_code=request.tax_code, holder=part.holder_unit, unit=request.unit
            )


def _post(session: Session, ctx: Context, request: PassCredits, ref: str, amount: int) -> dt.date:
    books = custody_passed(request.unit, request.to_unit, ref, amount)
    day = reads.first_open_day(session, books, request.on, ctx.clock.now_us())
    drafts = [
        Draft(
            book=code,
            journal=JOURNAL,
            accounting_on=day,
            document_on=request.on,
            text=f"Chuyển phần giữ hộ của {request.tax_code} sang {request.to_unit}",
            source="levy.pass_custody",
            key=ref,
            lines=gathered(lines),
            actor=ctx.actor.name,
        )
        for code, lines in books.items()
    ]
    book.post(session, ctx.clock.now_us(), drafts)
    return day
