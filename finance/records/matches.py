"""Which receipt pays which obligation, and how each part is shared; histories that only grow.

What stands today is the sum of the history: nothing is kept twice.
"""

import datetime as dt

from sqlalchemy import Date, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ledger.store.base import Base, PeriodText

_NONE = text("''")


class MatchEventRow(Base):
    """A part of a receipt put on an obligation (positive) or taken off it (negative)."""

    __tablename__ = "match_event"
    __table_args__ = (
        Index("ix_match_event_receipt", "holder_unit", "receipt_seq"),
        Index("ix_match_event_obligation", "collecting_unit", "tax_code", "period"),
    )

    collecting_unit: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    holder_unit: Mapped[str] = mapped_column(String(40))  # in whose account the money lies
    receipt_seq: Mapped[int]
    tax_code: Mapped[str] = mapped_column(String(14))
    period: Mapped[str] = mapped_column(PeriodText)
    delta_vnd: Mapped[int]
    accounting_on: Mapped[dt.date] = mapped_column(Date)
    ref: Mapped[str] = mapped_column(String(80))
    confidence: Mapped[int] = mapped_column(SmallInteger)
    decided_by: Mapped[str] = mapped_column(String(100))


class ShareEventRow(Base):
    """A share of one matched part, given (positive), taken back (negative) or settled.

    `delta_vnd` changes what belongs to the beneficiary; `settled_delta_vnd` how much of it has
    become its income. `place` says where it stands: own, unit, custody or organisation.
    """

    __tablename__ = "share_event"
    __table_args__ = (
        Index(
            "ix_share_event_part",
            "collecting_unit",
            "tax_code",
            "period",
            "holder_unit",
            "receipt_seq",
        ),
        Index("ix_share_event_beneficiary", "beneficiary", "accounting_on"),
    )

    collecting_unit: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    holder_unit: Mapped[str] = mapped_column(String(40))
    receipt_seq: Mapped[int]
    tax_code: Mapped[str] = mapped_column(String(14))
    period: Mapped[str] = mapped_column(PeriodText)
    role: Mapped[str] = mapped_column(String(24))
    place: Mapped[str] = mapped_column(String(12))
    beneficiary: Mapped[str] = mapped_column(String(300), server_default=_NONE)
    delta_vnd: Mapped[int]
    settled_delta_vnd: Mapped[int]
    accounting_on: Mapped[dt.date] = mapped_column(Date)
    ref: Mapped[str] = mapped_column(String(80))
    rule_scope: Mapped[str] = mapped_column(String(40), server_default=_NONE)
    rule_from: Mapped[str] = mapped_column(PeriodText, server_default=_NONE)
