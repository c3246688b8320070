"""What was received, exactly as it came, and what could not be taken.

A batch is one file taken in; its raw rows are kept for ever and never change. A quarantined
row stops waiting when a later batch of the same feed takes a row of the same `row_key`: that
is read from the rows, so nothing here is ever updated.
"""

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from ledger.store.base import Base

_EMPTY = text("''")


class BatchRow(Base):
    """One file taken in: what it was, who brought it, what became of its rows."""

    __tablename__ = "batch"
    __table_args__ = (
        CheckConstraint(
            "rows_read = rows_taken + rows_unchanged + rows_superseded + rows_quarantined",
            name="rows",
        ),
        Index(None, "digest"),
        {"sqlite_autoincrement": True},  # a number is never given twice
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    feed: Mapped[str] = mapped_column(String(12))
    file_name: Mapped[str] = mapped_column(String(300))
    format: Mapped[str] = mapped_column(String(8))
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of the file, hexadecimal
    account_no: Mapped[str] = mapped_column(String(40), server_default=_EMPTY)  # bank feeds only
    unit_code: Mapped[str] = mapped_column(String(40), server_default=_EMPTY)  # whose it is to mend
    encoding: Mapped[str] = mapped_column(String(12), server_default=_EMPTY)  # of a text file
    profile: Mapped[str] = mapped_column(String(60), server_default=_EMPTY)  # it was read by
    received_at_us: Mapped[int]  # microseconds since 1970, UTC
    actor: Mapped[str] = mapped_column(String(80))
    rows_read: Mapped[int]
    rows_taken: Mapped[int]
    rows_unchanged: Mapped[int]
    rows_superseded: Mapped[int]
    rows_quarantined: Mapped[int]


class RawRowRow(Base):
    """One row of a file, in the words of the file."""

    __tablename__ = "raw_row"
    __table_args__ = (
        CheckConstraint(
            "state IN ('taken', 'unchanged', 'superseded', 'quarantined')", name="state"
        ),
        Index(None, "row_key"),
    )

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), primary_key=True)
    row_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cells: Mapped[str] = mapped_column(Text)  # JSON: column -> text, in the order of the file
    state: Mapped[str] = mapped_column(String(12))
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of `cells`, hexadecimal
    row_key: Mapped[str] = mapped_column(String(200), server_default=_EMPTY)  # empty: unreadable


class QuarantineRow(Base):
    """One thing that is wrong with one raw row, in both languages."""

    __tablename__ = "quarantine"
    __table_args__ = (
        ForeignKeyConstraint(["batch_id", "row_no"], ["raw_row.batch_id", "raw_row.row_no"]),
    )

    batch_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    row_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 1, 2, 3 …
    column: Mapped[str] = mapped_column(String(80))
    code: Mapped[str] = mapped_column(String(60))
    vi: Mapped[str] = mapped_column(Text)
    en: Mapped[str] = mapped_column(Text)
    facts: Mapped[str] = mapped_column(Text)  # JSON
