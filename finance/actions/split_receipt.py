"""Split a part off a receipt: each part is one payer's, in one collecting unit.

Called by the verb that decides whose a receipt is; it owns the transaction. Nothing is posted: what
is to be identified is the same money as before.
"""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from finance.records.receipts import ReceiptRow
from finance.records.runs import next_numbers
from finance.runtime.context import Context


def split_off(session: Session, ctx: Context, receipt: ReceiptRow, amount_vnd: int) -> ReceiptRow:
    """Make a part of what is open of a receipt a receipt of its own.

    Takes    no more than is open (đồng); the receipt keeps the rest, and only persons decide about
             what a person has split.
    Returns  the part: with the bank's words, and no payer yet.
    """
    assert 0 < amount_vnd <= receipt.open_vnd, "the caller has looked"
    copied = (
        *("unit_code", "account_no", "booked_on", "reference", "value_on", "counter_account"),
        *("counter_name", "content", "batch_id", "row_no"),
    )
    receipt.amount_vnd -= amount_vnd
    receipt.decided_by = ctx.actor.name
    receipt.state = receipt.settled_state().value
    part = ReceiptRow(
        **{name: getattr(receipt, name) for name in copied},
        seq=next_numbers(session, receipt.unit_code, "receipt", 1),
        occurrence=_below(session, receipt),
        amount_vnd=amount_vnd,
        matched_vnd=0,
        credit_vnd=0,
        returned_vnd=0,
        state="unidentified",
        confidence=0,
        split_from=receipt.seq if receipt.split_from is None else receipt.split_from,
    )
    session.add(part)
    session.flush()
    return part


def part_for(
    session: Session, receipt: ReceiptRow, tax_code: str, amount_vnd: int | None
) -> ReceiptRow | None:
    """The part of so much (đồng) that was split off a receipt and stands for an employer, or None.

    Told the same again nobody gets twice what is theirs.
    """
    if amount_vnd is None:
        return None
    return session.scalars(
        select(ReceiptRow)
        .where(
            ReceiptRow.unit_code == receipt.unit_code,
            ReceiptRow.split_from == receipt.seq,
            ReceiptRow.tax_code == tax_code,
            ReceiptRow.amount_vnd == amount_vnd,
        )
        .order_by(ReceiptRow.seq)
        .limit(1)
    ).one_or_none()


def _below(session: Session, receipt: ReceiptRow) -> int:
    """The next occurrence below zero among the parts of that day and reference."""
    least = session.scalars(
        select(func.min(ReceiptRow.occurrence)).where(
            ReceiptRow.account_no == receipt.account_no,
            ReceiptRow.booked_on == receipt.booked_on,
            ReceiptRow.reference == receipt.reference,
        )
    ).one()
    return min(least, 0) - 1
