"""Disclosures: frozen bytes, versioned; published ones never change."""

from sqlalchemy import LargeBinary, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ledger.store.base import Base, PeriodText


class DisclosureRow(Base):
    """One version of what a unit discloses of a month."""

    __tablename__ = "disclosure"

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    period: Mapped[str] = mapped_column(PeriodText, primary_key=True)
    version: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(10))  # built, published
    content: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))
    built_at_us: Mapped[int]
    built_by: Mapped[str] = mapped_column(String(100))
    published_at_us: Mapped[int | None]
    published_by: Mapped[str] = mapped_column(String(100), server_default=text("''"))

    @property
    def public_id(self) -> str:
        """UNIT-KIND-PERIOD-vVERSION."""
        return f"{self.unit_code}-{self.kind}-{self.period}-v{self.version}"
