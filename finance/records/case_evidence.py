"""The evidence of a case: each record it stands on, where it is kept, and its fingerprint."""

from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from finance.records.declarations import DeclarationRow, TaxFactRow
from finance.records.obligations import ObligationRow
from finance.records.receipts import ReceiptRow
from finance.rules.letters import Evidence
from finance.rules.loss_told import written
from finance.rules.papers import digest_of
from ledger.store.base import Base


def evidence_of(session: Session, tax_code: str, year: int) -> tuple[Evidence, ...]:
    """What tax and social insurance said of an employer's year, what it owes, and what it paid."""
    first, last = f"{year}-01", f"{year}-12"
    tax = select(TaxFactRow).where(
        TaxFactRow.tax_code == tax_code, TaxFactRow.year == year, TaxFactRow.current
    )
    said = (
        select(DeclarationRow)
        .where(
            DeclarationRow.tax_code == tax_code,
            DeclarationRow.current,
            DeclarationRow.period.between(first, last),
        )
        .order_by(DeclarationRow.period, DeclarationRow.si_unit_code)
    )
    owed = (
        select(ObligationRow)
        .where(ObligationRow.tax_code == tax_code, ObligationRow.period.between(first, last))
        .order_by(ObligationRow.period, ObligationRow.collecting_unit)
    )
    paid = (
        select(ReceiptRow)
        .where(ReceiptRow.tax_code == tax_code)
        .order_by(ReceiptRow.booked_on, ReceiptRow.unit_code, ReceiptRow.seq)
    )
    return (
        *(_tax(row) for row in session.scalars(tax)),
        *(_said(row) for row in session.scalars(said)),
        *(_owed(row) for row in session.scalars(owed)),
        *(_paid(row) for row in session.scalars(paid) if row.booked_on.year == year),
    )


def fingerprint(row: Base) -> str:
    """The SHA-256 of a record as it is kept: its columns as text, written in the one way."""
    columns = inspect(type(row)).columns
    kept: dict[str, Any] = {
        column.key: None if (value := getattr(row, column.key)) is None else str(value)
        for column in columns
    }
    return digest_of(written(kept).encode())


def _tax(row: TaxFactRow) -> Evidence:
    return Evidence(
        f"Dữ liệu thuế năm {row.year}",
        f"Tax data of {row.year}",
        f"tax/{row.tax_code}/{row.year}/v{row.version} · {_came(row.batch_id, row.row_no)}",
        fingerprint(row),
    )


def _said(row: DeclarationRow) -> Evidence:
    month = "/".join(reversed(row.period.split("-")))
    return Evidence(
        f"Kê khai BHXH tháng {month}, đơn vị {row.si_unit_code}",
        f"Declaration of {month}, SI unit {row.si_unit_code}",
        f"si/{row.si_unit_code}/{row.period}/v{row.version} · {_came(row.batch_id, row.row_no)}",
        fingerprint(row),
    )


def _owed(row: ObligationRow) -> Evidence:
    month = "/".join(reversed(row.period.split("-")))
    return Evidence(
        f"Nghĩa vụ kinh phí tháng {month}",
        f"Obligation of {month}",
        f"obligation/{row.collecting_unit}/{row.tax_code}/{row.period}",
        fingerprint(row),
    )


def _paid(row: ReceiptRow) -> Evidence:
    return Evidence(
        f"Khoản thu {row.public_id} ngày {row.booked_on:%d/%m/%Y}",
        f"Receipt {row.public_id} of {row.booked_on:%d/%m/%Y}",
        f"{row.public_id} · {_came(row.batch_id, row.row_no)}",
        fingerprint(row),
    )


def _came(batch_id: int, row_no: int) -> str:
    return f"lô/batch {batch_id}, dòng/row {row_no}"
