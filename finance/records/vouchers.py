"""Vouchers: drafts a person makes and another approves. They may change; posted entries never."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import Date, ForeignKeyConstraint, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ledger.store.base import Base

_NONE = text("''")


class VoucherState(StrEnum):
    """How far a voucher has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    POSTED = "posted"
    REJECTED = "rejected"


class VoucherRow(Base):
    """One voucher of a unit."""

    __tablename__ = "voucher"
    __table_args__ = (Index("ix_voucher_state", "unit_code", "state"),)

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    accounting_on: Mapped[dt.date] = mapped_column(Date)
    document_on: Mapped[dt.date] = mapped_column(Date)
    text: Mapped[str] = mapped_column(String(1000))
    state: Mapped[str] = mapped_column(String(10))
    maker: Mapped[str] = mapped_column(String(100))
    checker: Mapped[str] = mapped_column(String(100), server_default=_NONE)
    reason: Mapped[str] = mapped_column(String(1000), server_default=_NONE)
    entry: Mapped[str] = mapped_column(String(80), server_default=_NONE)  # public id once posted
    changed_at_us: Mapped[int]


class VoucherLineRow(Base):
    """One line of a voucher, as typed."""

    __tablename__ = "voucher_line"
    __table_args__ = (
        ForeignKeyConstraint(
            ["unit_code", "seq"], ["voucher.unit_code", "voucher.seq"], ondelete="CASCADE"
        ),
    )

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    line_no: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    account: Mapped[str] = mapped_column(String(20))
    side: Mapped[str] = mapped_column(String(1))
    amount_vnd: Mapped[int]
    fund: Mapped[str] = mapped_column(String(40), server_default=_NONE)
    item: Mapped[str] = mapped_column(String(20), server_default=_NONE)
