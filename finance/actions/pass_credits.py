"""Take payers' credits to another collecting unit with their money, or to another employer.

Called by the verbs that move employers; they own the transaction.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.records.payments import Payee, Payment, PaymentList, order_payments
from finance.records.receipts import ReceiptRow, ReceiptState
from finance.records.runs import next_numbers
from finance.rules.change_posting import credit_passed
from finance.rules.errors import RuleError
from finance.runtime.context import Context
from ledger import book
from ledger.entries import Draft, gathered
from ledger.store import reads

JOURNAL: Final = "DS"
EVIDENCE: Final = "credit.passed"
_CERTAIN: Final = 100


class MoneyElsewhere(RuleError):
    """Credit and custody go with their money, so the money has to be here first."""

    code = "move.money_elsewhere"
    vi = "Tiền của {tax_code} còn ở tài khoản của {holder}: phải chuyển về {unit} trước."
    en = (
        "Money of {tax_code} still lies in the account of {holder}: "
        "it has to be handed to {unit} first."
    )


@dataclass(frozen=True, slots=True)
class PassCredits:
    """Whose credits go from a unit, to which unit and employer, on which day."""

    unit: str
    tax_code: str
    to_unit: str
    to_tax_code: str
    on: dt.date


def credits_of(session: Session, unit: str, tax_code: str) -> list[ReceiptRow]:
    """The receipts of which a payer has credit in a unit, the earliest first; locked."""
    return list(
        session.scalars(
            select(ReceiptRow)
            .where(
                ReceiptRow.collecting_unit == unit,
                ReceiptRow.tax_code == tax_code,
                ReceiptRow.credit_vnd > 0,
            )
            .order_by(ReceiptRow.booked_on, ReceiptRow.unit_code, ReceiptRow.seq)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def pass_credits(session: Session, ctx: Context, request: PassCredits) -> tuple[int, list[Payment]]:
    """Pass the credits on; between two units their money goes along by a payment.

    Each receipt keeps what it pays; the credit leaves it and stands with the heir as a receipt of
    its own.
    Returns  the amount (đồng) and the payment ordered, if any.
    Raises   MoneyElsewhere.
    """
    rows = credits_of(session, request.unit, request.tax_code)
    amount = sum(row.credit_vnd for row in rows)
    if not amount:
        return 0, []
    two_units = request.unit != request.to_unit
    for row in rows:
        if two_units and row.unit_code != request.unit and row.handed_over_on is None:
            raise MoneyElsewhere(tax_code=request.tax_code, holder=row.unit_code, unit=request.unit)
    ref = f"{request.unit}/IB/{next_numbers(session, request.unit, 'interbook', 1)}"
    day = _post(session, ctx, request, ref, amount) if two_units else request.on
    _keep(session, ctx, request, rows, (ref, day))
    if not two_units:
        return amount, []
    order = PaymentList(request.unit, ref, request.on, "KPCD nop thua")
    return amount, order_payments(session, order, [Payee(request.to_unit, amount)])


def _keep(
    session: Session,
    ctx: Context,
    request: PassCredits,
    rows: Sequence[ReceiptRow],
    made: tuple[str, dt.date],
) -> None:
    ref, day = made
    first = next_numbers(session, request.to_unit, "receipt", len(rows))
    for offset, row in enumerate(rows):
        passed = row.credit_vnd
        row.credit_vnd = 0
        row.returned_vnd += passed
        row.state = row.settled_state().value
        session.add(
            ReceiptRow(
                unit_code=request.to_unit,
                seq=first + offset,
                account_no="",  # it is no row of a statement
                booked_on=day,
                reference=ref,
                occurrence=offset + 1,
                value_on=None,
                amount_vnd=passed,
                counter_account=row.counter_account,
                counter_name=row.counter_name,
                content=f"Tiền nộp thừa của {request.tax_code} chuyển từ {row.public_id}",
                batch_id=row.batch_id,
                row_no=row.row_no,
                matched_vnd=0,
                credit_vnd=passed,
                returned_vnd=0,
                state=ReceiptState.CREDIT.value,
                tax_code=request.to_tax_code,
                collecting_unit=request.to_unit,
                handed_over_on=None,
                suggested_tax_code="",
                confidence=_CERTAIN,
                evidence=EVIDENCE,
                decided_by=ctx.actor.name,
            )
        )
    session.flush()


def _post(session: Session, ctx: Context, request: PassCredits, ref: str, amount: int) -> dt.date:
    books = credit_passed(request.unit, request.to_unit, ref, amount)
    day = reads.first_open_day(session, books, request.on, ctx.clock.now_us())
    drafts = [
        Draft(
            book=code,
            journal=JOURNAL,
            accounting_on=day,
            document_on=request.on,
            text=f"Chuyển tiền nộp thừa của {request.tax_code} sang {request.to_unit}",
            source="levy.pass_credit",
            key=ref,
            lines=gathered(lines),
            actor=ctx.actor.name,
        )
        for code, lines in books.items()
    ]
    book.post(session, ctx.clock.now_us(), drafts)
    return day
