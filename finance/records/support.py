"""Support a unit gives to one below it: proposed by one person, approved and paid by another."""

import datetime as dt

from sqlalchemy import CheckConstraint, Date, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ledger.store.base import Base

_NONE = text("''")
PROPOSED = "proposed"
PAID = "paid"


class SupportRow(Base):
    """One decision to give money downward, out of one source."""

    __tablename__ = "support"
    __table_args__ = (CheckConstraint("amount_vnd > 0", name="positive"),)

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)  # who gives
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    receiver: Mapped[str] = mapped_column(String(40))
    fund: Mapped[str] = mapped_column(String(40))
    amount_vnd: Mapped[int]
    decision: Mapped[str] = mapped_column(String(200))
    maker: Mapped[str] = mapped_column(String(100))
    checker: Mapped[str] = mapped_column(String(100), server_default=_NONE)
    state: Mapped[str] = mapped_column(String(8))
    ref: Mapped[str] = mapped_column(String(80), server_default=_NONE)
    accounting_on: Mapped[dt.date | None] = mapped_column(Date)
