"""The units' bank accounts."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from ledger.store.base import Base


class BankAccountRow(Base):
    """One account at a bank, who owns it and where it stands in the owner's book."""

    __tablename__ = "bank_account"

    account_no: Mapped[str] = mapped_column(String(40), primary_key=True)
    bank_bin: Mapped[str] = mapped_column(String(10))
    unit_code: Mapped[str] = mapped_column(String(40), index=True)
    ledger_account: Mapped[str] = mapped_column(String(20))
    purpose: Mapped[str] = mapped_column(String(20))
