"""What each member owes in dues for each month."""

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from ledger.store.base import Base, PeriodText


class DuesRow(Base):
    """The dues of one member for one month; the sub-ledger of the dues receivable."""

    __tablename__ = "dues"
    __table_args__ = (
        CheckConstraint("paid_vnd >= 0 AND paid_vnd <= amount_vnd", name="never_overpaid"),
    )

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    member_no: Mapped[str] = mapped_column(String(40), primary_key=True)
    period: Mapped[str] = mapped_column(PeriodText, primary_key=True)
    dues_group: Mapped[str] = mapped_column(String(20))
    wage_base_vnd: Mapped[int]
    amount_vnd: Mapped[int]
    paid_vnd: Mapped[int]
