"""What came into the units' bank accounts, and what went out of them."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, Index, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ledger.store.base import Base

_NONE = text("''")


class ReceiptState(StrEnum):
    """What a receipt waits for."""

    MATCHED = "matched"
    SUGGESTED = "suggested"
    UNIDENTIFIED = "unidentified"
    RETURNED = "returned"
    CREDIT = "credit"


class ReceiptRow(Base):
    """One credit row of a statement, for ever; or a part of one that a person split off.

    Its amount is always what is matched, credit, returned and still open, to the đồng. A row and
    its parts add up to what the bank booked; a part's occurrence is below zero, as no bank's is.
    """

    __tablename__ = "receipt"
    __table_args__ = (
        UniqueConstraint("account_no", "booked_on", "reference", "occurrence"),
        CheckConstraint(
            "matched_vnd >= 0 AND credit_vnd >= 0 AND returned_vnd >= 0 "
            "AND matched_vnd + credit_vnd + returned_vnd <= amount_vnd",
            name="conserved",
        ),
        Index("ix_receipt_state", "state", "unit_code"),
        Index("ix_receipt_tax_code", "tax_code"),
        Index("ix_receipt_reference", "reference"),
        Index("ix_receipt_collecting_unit", "collecting_unit", "unit_code"),
        Index(
            "ix_receipt_split_from",
            "unit_code",
            "split_from",
            sqlite_where=text("split_from IS NOT NULL"),
            postgresql_where=text("split_from IS NOT NULL"),
        ),
    )

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_no: Mapped[str] = mapped_column(String(40))
    booked_on: Mapped[dt.date] = mapped_column(Date)
    reference: Mapped[str] = mapped_column(String(100))
    occurrence: Mapped[int] = mapped_column(SmallInteger)
    value_on: Mapped[dt.date | None] = mapped_column(Date)
    amount_vnd: Mapped[int]
    counter_account: Mapped[str] = mapped_column(String(40), server_default=_NONE, index=True)
    counter_name: Mapped[str] = mapped_column(String(300), server_default=_NONE)
    content: Mapped[str] = mapped_column(String(1000), server_default=_NONE)
    batch_id: Mapped[int]
    row_no: Mapped[int]
    matched_vnd: Mapped[int]
    credit_vnd: Mapped[int]
    returned_vnd: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    tax_code: Mapped[str] = mapped_column(String(14), server_default=_NONE)  # the payer, once known
    collecting_unit: Mapped[str] = mapped_column(String(40), server_default=_NONE)
    handed_over_on: Mapped[dt.date | None] = mapped_column(Date)
    suggested_tax_code: Mapped[str] = mapped_column(String(14), server_default=_NONE)
    confidence: Mapped[int] = mapped_column(SmallInteger)
    evidence: Mapped[str] = mapped_column(
        String(1000), server_default=_NONE
    )  # codes, joined by a space
    decided_by: Mapped[str] = mapped_column(String(100), server_default=_NONE)
    split_from: Mapped[int | None]  # number of the receipt that this is a part of

    @property
    def open_vnd(self) -> int:
        """What is neither matched, credit nor returned."""
        return self.amount_vnd - self.matched_vnd - self.credit_vnd - self.returned_vnd

    @property
    def public_id(self) -> str:
        """UNIT/R/SEQ, as people name it."""
        return f"{self.unit_code}/R/{self.seq}"

    def settled_state(self) -> ReceiptState:
        """The state its amounts say."""
        if self.returned_vnd == self.amount_vnd:
            return ReceiptState.RETURNED
        if self.open_vnd > 0:
            return ReceiptState.SUGGESTED if self.suggested_tax_code else ReceiptState.UNIDENTIFIED
        return ReceiptState.MATCHED if self.matched_vnd > 0 else ReceiptState.CREDIT


class BankDebitRow(Base):
    """One debit row of a statement: it settles a payment, takes a receipt back, or waits.

    What waits is cleared by persons, whole or in parts (`finance.records.debits`).
    """

    __tablename__ = "bank_debit"
    __table_args__ = (
        CheckConstraint("cleared_vnd BETWEEN 0 AND amount_vnd", name="cleared"),
        UniqueConstraint("account_no", "booked_on", "reference", "occurrence"),
        Index("ix_bank_debit_state", "state", "unit_code"),
    )

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_no: Mapped[str] = mapped_column(String(40))
    booked_on: Mapped[dt.date] = mapped_column(Date)
    reference: Mapped[str] = mapped_column(String(100))
    occurrence: Mapped[int] = mapped_column(SmallInteger)
    amount_vnd: Mapped[int]
    counter_account: Mapped[str] = mapped_column(String(40), server_default=_NONE)
    counter_name: Mapped[str] = mapped_column(String(300), server_default=_NONE)
    content: Mapped[str] = mapped_column(String(1000), server_default=_NONE)
    batch_id: Mapped[int]
    row_no: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))  # settles, returns, waiting, cleared
    settles: Mapped[str] = mapped_column(String(100), server_default=_NONE)  # payment or receipt
    cleared_vnd: Mapped[int] = mapped_column(server_default=text("0"))  # by persons, of what waited

    @property
    def public_id(self) -> str:
        """UNIT/D/SEQ, as people name it."""
        return f"{self.unit_code}/D/{self.seq}"

    @property
    def open_vnd(self) -> int:
        """What still waits for a person; nothing of a row that was understood as it came."""
        return self.amount_vnd - self.cleared_vnd if self.state == "waiting" else 0

    def clear(self, amount_vnd: int) -> None:
        """Say of so much what it was (đồng); negative: it waits again."""
        self.cleared_vnd += amount_vnd
        self.state = "cleared" if self.cleared_vnd == self.amount_vnd else "waiting"


class PaymentRow(Base):
    """One payment ordered from a bank account; a debit row of a statement settles it."""

    __tablename__ = "payment"
    __table_args__ = (Index("ix_payment_state", "state", "unit_code"),)

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ref: Mapped[str] = mapped_column(String(80))
    pay_on: Mapped[dt.date] = mapped_column(Date)
    payee: Mapped[str] = mapped_column(String(300))
    account_no: Mapped[str] = mapped_column(String(40), server_default=_NONE)
    bank_bin: Mapped[str] = mapped_column(String(10), server_default=_NONE)
    amount_vnd: Mapped[int]
    purpose: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(8))  # ordered, settled
    arrived_on: Mapped[dt.date | None] = mapped_column(Date)  # on the payee's own statement
    returned_on: Mapped[dt.date | None] = mapped_column(Date)  # brought back by the bank
