"""The tables of seals and of the seal log; rows are added and never changed.

The seal log is one for the whole installation: what hangs in it is what a checkpoint signs.
"""

from typing import Final

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from ledger.store.base import Base, PeriodText

_NO_ROWID: Final = {"sqlite_with_rowid": False}  # see ledger.store.tables


class SealRow(Base):
    """One closing of a month, sealed in the transaction that closed it.

    `content` is what is hashed. `frontier` is the edge of the book's log at `last_seq`, with which
    the next seal goes on; `sums` is what the turnover tree sums up to by account.
    """

    __tablename__ = "seal"
    __table_args__ = (
        ForeignKeyConstraint(["book_id", "period"], ["period.book_id", "period.period"]),
        CheckConstraint("seal_no > 0 AND last_seq >= 0", name="counted"),
        Index("ix_seal_period", "book_id", "period", "seal_no"),
        _NO_ROWID,
    )

    book_id: Mapped[int] = mapped_column(
        ForeignKey("book.book_id"), primary_key=True, autoincrement=False
    )
    seal_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    period: Mapped[str] = mapped_column(PeriodText)
    event_no: Mapped[int]
    last_seq: Mapped[int]
    log_root: Mapped[bytes] = mapped_column(LargeBinary(32))
    turnover_root: Mapped[bytes] = mapped_column(LargeBinary(32))
    turnover_leaves: Mapped[int]
    debit_vnd: Mapped[int]
    credit_vnd: Mapped[int]
    sealed_at_us: Mapped[int]
    frontier: Mapped[bytes] = mapped_column(LargeBinary)
    sums: Mapped[bytes] = mapped_column(LargeBinary)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    leaf_hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class SealLogRow(Base):
    """One leaf of the seal log: a seal of a book, or what the sealed books of a month sum up to.

    `nodes` holds the roots of the subtrees this leaf completes, from the leaf upwards: with them a
    proof reads a few rows, however long the log is.
    """

    __tablename__ = "seal_log"
    __table_args__ = (
        UniqueConstraint("book_id", "seal_no"),
        ForeignKeyConstraint(["book_id", "seal_no"], ["seal.book_id", "seal.seal_no"]),
        CheckConstraint("position >= 0", name="counted_from_zero"),
        CheckConstraint(
            "(book_id IS NULL) = (seal_no IS NULL) AND (book_id IS NULL) = (sums IS NOT NULL)",
            name="seal_or_total",
        ),
        Index("ix_seal_log_period", "period", "book_id", "seal_no"),
        _NO_ROWID,
    )

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    period: Mapped[str] = mapped_column(PeriodText)
    book_id: Mapped[int | None]  # none for a total
    seal_no: Mapped[int | None]
    sums: Mapped[bytes | None] = mapped_column(LargeBinary)  # of a total: those of its root
    content: Mapped[bytes] = mapped_column(LargeBinary)
    leaf_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    nodes: Mapped[bytes] = mapped_column(LargeBinary)
