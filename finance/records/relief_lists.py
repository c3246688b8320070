"""The yearly lists of employers that were relieved: frozen as they were published."""

from sqlalchemy import LargeBinary, SmallInteger, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from ledger.store.base import Base


class ReliefListRow(Base):
    """One version of what a deciding unit publishes of a year; it never changes."""

    __tablename__ = "relief_list"

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    year: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))
    published_at_us: Mapped[int]
    published_by: Mapped[str] = mapped_column(String(100))


def latest_list(session: Session, unit: str, year: int) -> ReliefListRow | None:
    """The newest version of a unit's year, or None."""
    return session.scalars(
        select(ReliefListRow)
        .where(ReliefListRow.unit_code == unit, ReliefListRow.year == year)
        .order_by(ReliefListRow.version.desc())
        .limit(1)
    ).one_or_none()
