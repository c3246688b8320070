"""Refunds to payers: who asked for one, who decided, and what was paid."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, Index, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from finance.rules.errors import RuleError
from ledger.store.base import Base

_NONE = text("''")


class UnknownRefund(RuleError):
    """No such refund was asked for."""

    code = "refund.unknown"
    vi = "Không có đề nghị hoàn trả {refund}."
    en = "There is no refund {refund}."


class RefundDecided(RuleError):
    """A refund is decided once."""

    code = "refund.decided"
    vi = "Đề nghị hoàn trả {refund} đã được {person} quyết định."
    en = "Refund {refund} was decided by {person} already."


class RefundKind(StrEnum):
    """Why money goes back to its payer."""

    CREDIT = "credit"  # paid too much; the payer asks for it in writing
    STOPPED = "stopped"  # collected for months for which such a body owes nothing


class RefundState(StrEnum):
    """How far a refund has come."""

    ASKED = "asked"
    PAID = "paid"  # approved, posted and ordered from the bank
    REFUSED = "refused"


class RefundRow(Base):
    """One refund of a collecting unit to one payer."""

    __tablename__ = "refund"
    __table_args__ = (
        CheckConstraint("kind IN ('credit', 'stopped')", name="kind"),
        CheckConstraint("state IN ('asked', 'paid', 'refused')", name="state"),
        CheckConstraint("amount_vnd > 0", name="amount"),
        Index("ix_refund_tax_code", "tax_code", "unit_code"),
    )

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(8))
    tax_code: Mapped[str] = mapped_column(String(14))
    payee: Mapped[str] = mapped_column(String(300))
    account_no: Mapped[str] = mapped_column(String(40))  # the payer's own
    bank_bin: Mapped[str] = mapped_column(String(10), server_default=_NONE)
    amount_vnd: Mapped[int]
    request: Mapped[str] = mapped_column(String(200))  # number of the payer's letter, or the basis
    asked_on: Mapped[dt.date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(8))
    maker: Mapped[str] = mapped_column(String(100))
    made_at_us: Mapped[int]
    checker: Mapped[str] = mapped_column(String(100), server_default=_NONE)
    decided_at_us: Mapped[int | None]
    decision: Mapped[str] = mapped_column(String(1000), server_default=_NONE)  # why not
    ref: Mapped[str] = mapped_column(String(80), server_default=_NONE)  # of entry and payment

    @property
    def public_id(self) -> str:
        """UNIT/HT/SEQ, as people name it."""
        return f"{self.unit_code}/HT/{self.seq}"


def refund_waiting(session: Session, unit: str, seq: int) -> RefundRow:
    """A refund that still waits for its decision, locked.

    Raises   UnknownRefund, RefundDecided.
    """
    row = session.get(RefundRow, (unit, seq), with_for_update=True, populate_existing=True)
    if row is None:
        raise UnknownRefund(refund=f"{unit}/HT/{seq}")
    if row.state != RefundState.ASKED:
        raise RefundDecided(refund=row.public_id, person=row.checker)
    return row


def refund_paid(session: Session, unit: str, ref: str) -> RefundRow:
    """The refund of a unit that was paid under a reference."""
    found = select(RefundRow).where(RefundRow.unit_code == unit, RefundRow.ref == ref)
    return session.scalars(found).one()


def refunds_asked(session: Session, unit: str, tax_code: str) -> list[RefundRow]:
    """The refunds of one payer that wait for a decision in a unit, in order."""
    return list(
        session.scalars(
            select(RefundRow)
            .where(
                RefundRow.unit_code == unit,
                RefundRow.tax_code == tax_code,
                RefundRow.state == RefundState.ASKED.value,
            )
            .order_by(RefundRow.seq)
        )
    )


def refunds_of(session: Session, unit: str) -> list[RefundRow]:
    """Every refund of a unit, the latest first."""
    found = select(RefundRow).where(RefundRow.unit_code == unit)
    return list(session.scalars(found.order_by(RefundRow.seq.desc())))
