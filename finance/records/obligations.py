"""What each employer owes for each wage month, and how it came to that."""

import datetime as dt
from enum import StrEnum
from typing import Final

from sqlalchemy import CheckConstraint, Date, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ledger.store.base import Base, PeriodText

_NONE = text("''")
MOVED_HERE: Final = ""  # the rate key of what nobody assessed here: it came from another row


class ObligationRow(Base):
    """The levy of one employer for one wage month, kept by its collecting unit.

    `gross_vnd` is the levy by the ordinary rate, `amount_vnd` what is left of it after a
    reduction, `waived_vnd` what an exemption took off the unpaid part.
    The sub-ledger of the levy receivable: Σ (amount − waived − paid) is its balance.
    """

    __tablename__ = "obligation"
    __table_args__ = (
        CheckConstraint("amount_vnd >= 0 AND waived_vnd >= 0 AND paid_vnd >= 0", name="amounts"),
        CheckConstraint("paid_vnd + waived_vnd <= amount_vnd", name="never_overpaid"),
        Index("ix_obligation_tax_code", "tax_code", "period"),
        Index("ix_obligation_period", "period", "collecting_unit"),
    )

    collecting_unit: Mapped[str] = mapped_column(String(40), primary_key=True)
    tax_code: Mapped[str] = mapped_column(String(14), primary_key=True)
    period: Mapped[str] = mapped_column(PeriodText, primary_key=True)
    grassroots_unit: Mapped[str] = mapped_column(String(40), server_default=_NONE, index=True)
    upper_unit: Mapped[str] = mapped_column(String(40), server_default=_NONE)
    employees: Mapped[int]
    wage_fund_vnd: Mapped[int]
    # The parameter used, so that an inspector can compute the amount again.
    rate_key: Mapped[str] = mapped_column(String(60))
    rate_from: Mapped[dt.date] = mapped_column(Date)
    rate: Mapped[str] = mapped_column(String(20))
    gross_vnd: Mapped[int]
    amount_vnd: Mapped[int]
    waived_vnd: Mapped[int]
    paid_vnd: Mapped[int]
    due_on: Mapped[dt.date] = mapped_column(Date)
    suspended_to: Mapped[str] = mapped_column(PeriodText, server_default=_NONE)
    # What came from another unit or employer (positive) or went there; it is part of the amount.
    # Rows among which a month was moved stand in a ring: each names the next.
    moved_vnd: Mapped[int] = mapped_column(server_default=text("0"))
    moved_to_unit: Mapped[str] = mapped_column(String(40), server_default=_NONE)
    moved_to_tax_code: Mapped[str] = mapped_column(String(14), server_default=_NONE)

    @property
    def relief_vnd(self) -> int:
        """What a reduction took off."""
        return self.gross_vnd + self.moved_vnd - self.amount_vnd

    @property
    def open_vnd(self) -> int:
        """What is still owed."""
        return self.amount_vnd - self.waived_vnd - self.paid_vnd


class EventReason(StrEnum):
    """Why more or less is owed."""

    ASSESSMENT = "assessment"  # the levy by the ordinary rate: Σ is `gross_vnd`
    REDUCTION = "reduction"  # Σ is what a reduction took off, negative
    EXEMPTION = "exemption"  # Σ is `waived_vnd`, negative
    MOVED = "moved"  # to or from another unit or employer: Σ is `moved_vnd`


class ObligationEventRow(Base):
    """One change of what is owed, for one reason; the history behind an obligation's amounts.

    The sum of all is what stands on the levy receivable for it before it is paid.
    """

    __tablename__ = "obligation_event"
    __table_args__ = (Index("ix_obligation_event_of", "collecting_unit", "tax_code", "period"),)

    collecting_unit: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tax_code: Mapped[str] = mapped_column(String(14))
    period: Mapped[str] = mapped_column(PeriodText)
    delta_vnd: Mapped[int]
    accounting_on: Mapped[dt.date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(20))
    entry_key: Mapped[str] = mapped_column(String(200))
