"""Payers whose money lies as credit with one unit while another still waits for theirs."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from finance.records.obligations import ObligationRow
from finance.records.receipts import ReceiptRow


@dataclass(frozen=True, slots=True)
class OwedElsewhere:
    """A payer's credit with one unit, and what it still owes with another (đồng)."""

    tax_code: str
    unit: str  # that keeps the credit
    credit_vnd: int
    owing_unit: str
    open_vnd: int


def owed_elsewhere(session: Session, units: Select[Any] | None = None) -> list[OwedElsewhere]:
    """Every payer whose credit cannot meet what it owes, as they stand in two books.

    Takes    the units one may see, one of the two must be among them; None: all.
    """
    credit = (
        select(
            ReceiptRow.tax_code,
            ReceiptRow.collecting_unit.label("unit"),
            func.sum(ReceiptRow.credit_vnd).label("amount"),
        )
        .where(ReceiptRow.credit_vnd > 0)
        .group_by(ReceiptRow.tax_code, ReceiptRow.collecting_unit)
        .subquery()
    )
    owed = ObligationRow.amount_vnd - ObligationRow.waived_vnd - ObligationRow.paid_vnd
    query = (
        select(
            credit.c.tax_code,
            credit.c.unit,
            credit.c.amount,
            ObligationRow.collecting_unit,
            func.sum(owed),
        )
        .join(ObligationRow, ObligationRow.tax_code == credit.c.tax_code)
        .where(owed > 0, ObligationRow.collecting_unit != credit.c.unit)
        .group_by(credit.c.tax_code, credit.c.unit, credit.c.amount, ObligationRow.collecting_unit)
        .order_by(credit.c.tax_code, credit.c.unit, ObligationRow.collecting_unit)
    )
    if units is not None:
        columns = (credit.c.unit, ObligationRow.collecting_unit)
        query = query.where(or_(*(column.in_(units) for column in columns)))
    return [
        OwedElsewhere(tax_code, unit, int(amount), owing, int(left))
        for tax_code, unit, amount, owing, left in session.execute(query)
    ]
