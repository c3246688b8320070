"""The tables of the book. `book_id` leads every key, so that partitions and shards stay open.

On SQLite the tables have no hidden rowid: through it INSERT OR REPLACE could put another row in
the place of a posted one without naming its key.

Foreign keys of `entry` and `line` that would be checked row by row are checked set-wise by the
triggers of the first migration instead: an entry needs its open period, a line its entry. That
no line outlives its entry is held by one key, from the head of the book to its last entry.
"""

import datetime as dt
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from ledger.store.base import Base, PeriodText

_NO_TAG = text("''")
_NO_ROWID: Final = {"sqlite_with_rowid": False}


class AccountRow(Base):
    """One account of a regime's chart; data, loaded from the chart files."""

    __tablename__ = "account"
    __table_args__ = (_NO_ROWID,)

    regime: Mapped[str] = mapped_column(String(20), primary_key=True)
    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    name_vi: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    nature: Mapped[str] = mapped_column(String(8))
    fund: Mapped[str] = mapped_column(String(8))
    item: Mapped[str] = mapped_column(String(8))
    counter_book: Mapped[str] = mapped_column(String(8))
    control: Mapped[bool]
    postable: Mapped[bool]
    family: Mapped[str] = mapped_column(String(8), server_default=_NO_TAG)
    parent: Mapped[str] = mapped_column(String(20), server_default=_NO_TAG)
    status: Mapped[str] = mapped_column(String(12))


class BookRow(Base):
    """One book, and its head: the row that every writer of the book locks."""

    __tablename__ = "book"

    book_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    regime: Mapped[str] = mapped_column(String(20))
    currency: Mapped[str] = mapped_column(String(3), server_default=text("'VND'"))


class BookHeadRow(Base):
    """How far a book has got; locked by whoever writes in it.

    Inserting a line moves `last_seq` on, and at commit the entry it names must be there.
    """

    __tablename__ = "book_head"
    __table_args__ = (
        ForeignKeyConstraint(
            ["book_id", "last_seq"],
            ["entry.book_id", "entry.seq"],
            deferrable=True,
            initially="DEFERRED",
        ),
    )

    book_id: Mapped[int] = mapped_column(
        ForeignKey("book.book_id"), primary_key=True, autoincrement=False
    )
    last_seq: Mapped[int | None]  # none before the first entry
    last_recorded_at_us: Mapped[int]


class PeriodRow(Base):
    """One month of one book and its state; moved by inserting its event, and by nothing else."""

    __tablename__ = "period"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'soft', 'closed', 'final')", name="state"),
        _NO_ROWID,
    )

    book_id: Mapped[int] = mapped_column(
        ForeignKey("book.book_id"), primary_key=True, autoincrement=False
    )
    period: Mapped[str] = mapped_column(PeriodText, primary_key=True)
    state: Mapped[str] = mapped_column(String(8))
    open_until_us: Mapped[int | None]  # a reopened month takes nothing recorded later
    last_event: Mapped[int] = mapped_column(server_default=text("0"))  # 0: nothing happened yet


class PeriodEventRow(Base):
    """A change of a month's state: who, when, why. Inserting it is the change."""

    __tablename__ = "period_event"
    __table_args__ = (
        ForeignKeyConstraint(["book_id", "period"], ["period.book_id", "period.period"]),
        CheckConstraint(
            "from_state || ' ' || to_state IN ('open soft', 'soft open', 'open closed', "
            "'soft closed', 'closed open', 'closed final')",
            name="change",
        ),
        CheckConstraint(
            "CASE WHEN from_state = 'closed' AND to_state = 'open' "
            "THEN until_us > at_us AND until_us IS NOT NULL AND reason <> '' "
            "AND second_actor <> '' AND lower(second_actor) <> lower(actor) "
            "ELSE until_us IS NULL AND second_actor = '' END",
            name="reopening",
        ),
        CheckConstraint("bound_by = '' OR to_state = 'soft'", name="bound_by"),
        CheckConstraint("event_no > 0 AND actor <> ''", name="counted_from_one"),
        _NO_ROWID,
    )

    book_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    period: Mapped[str] = mapped_column(PeriodText)
    from_state: Mapped[str] = mapped_column(String(8))
    to_state: Mapped[str] = mapped_column(String(8))
    at_us: Mapped[int]
    actor: Mapped[str] = mapped_column(String(100))  # of a reopening: who asked for it
    second_actor: Mapped[str] = mapped_column(String(100), server_default=_NO_TAG)  # who granted it
    reason: Mapped[str] = mapped_column(String(1000), server_default=_NO_TAG)
    until_us: Mapped[int | None]  # when a reopening ends
    bound_by: Mapped[str] = mapped_column(String(40), server_default=_NO_TAG)  # the book above
    at_seq: Mapped[int]  # the last entry of the book at that moment; 0 for none


class CounterRow(Base):
    """The last number given in a book, journal and year."""

    __tablename__ = "counter"
    __table_args__ = (_NO_ROWID,)

    book_id: Mapped[int] = mapped_column(
        ForeignKey("book.book_id"), primary_key=True, autoincrement=False
    )
    journal: Mapped[str] = mapped_column(String(4), primary_key=True)
    year: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    last_number: Mapped[int]


class EntryRow(Base):
    """A posted entry. Its lines are inserted first; inserting this row is the posting."""

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("book_id", "journal", "year", "number"),
        UniqueConstraint("book_id", "source", "key"),
        UniqueConstraint("book_id", "reverses_seq"),
        ForeignKeyConstraint(["book_id", "reverses_seq"], ["entry.book_id", "entry.seq"]),
        CheckConstraint("line_count >= 2", name="line_count"),
        CheckConstraint("length(papers) IN (0, 64)", name="papers"),  # and hex, by migration
        CheckConstraint("seq > 0 AND number > 0", name="counted_from_one"),
        Index("ix_entry_accounting_on", "book_id", "accounting_on", "seq"),
        _NO_ROWID,
    )

    book_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    journal: Mapped[str] = mapped_column(String(4))
    year: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[int]
    period: Mapped[str] = mapped_column(PeriodText)
    accounting_on: Mapped[dt.date] = mapped_column(Date)
    document_on: Mapped[dt.date] = mapped_column(Date)
    recorded_at_us: Mapped[int]
    text: Mapped[str] = mapped_column(String(1000))
    source: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(200))
    actor: Mapped[str] = mapped_column(String(100))
    reverses_seq: Mapped[int | None]
    line_count: Mapped[int]
    request_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    leaf_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    papers: Mapped[str] = mapped_column(String(64), server_default=_NO_TAG)


class LineRow(Base):
    """One line of a posted entry."""

    __tablename__ = "line"
    __table_args__ = (
        CheckConstraint("seq > 0 AND line_no > 0", name="counted_from_one"),
        CheckConstraint("side IN ('D', 'C')", name="side"),
        CheckConstraint("amount_vnd > 0", name="amount_vnd"),
        CheckConstraint("(counter_book = '') = (interbook_ref = '')", name="interbook"),
        Index("ix_line_account", "book_id", "account", "accounting_on", "seq", "line_no"),
        Index(
            "ix_line_interbook",
            "interbook_ref",
            postgresql_where=text("interbook_ref <> ''"),
            sqlite_where=text("interbook_ref <> ''"),
        ),
        _NO_ROWID,
    )

    book_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    line_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    accounting_on: Mapped[dt.date] = mapped_column(Date)  # that of its entry: lines are read by it
    account: Mapped[str] = mapped_column(String(20))
    side: Mapped[str] = mapped_column(String(1))
    amount_vnd: Mapped[int]
    fund: Mapped[str] = mapped_column(String(40), server_default=_NO_TAG)
    item: Mapped[str] = mapped_column(String(20), server_default=_NO_TAG)
    counter_book: Mapped[str] = mapped_column(String(40), server_default=_NO_TAG)
    interbook_ref: Mapped[str] = mapped_column(String(80), server_default=_NO_TAG)


class TurnoverRow(Base):
    """What moved in a month under one set of tags; kept in the posting transaction."""

    __tablename__ = "turnover"
    __table_args__ = (
        ForeignKeyConstraint(["book_id", "period"], ["period.book_id", "period.period"]),
        CheckConstraint("debit_vnd >= 0 AND credit_vnd >= 0 AND lines > 0", name="counts"),
        _NO_ROWID,
    )

    book_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    period: Mapped[str] = mapped_column(PeriodText, primary_key=True)
    account: Mapped[str] = mapped_column(String(20), primary_key=True)
    fund: Mapped[str] = mapped_column(String(40), primary_key=True, server_default=_NO_TAG)
    item: Mapped[str] = mapped_column(String(20), primary_key=True, server_default=_NO_TAG)
    counter_book: Mapped[str] = mapped_column(String(40), primary_key=True, server_default=_NO_TAG)
    debit_vnd: Mapped[int]
    credit_vnd: Mapped[int]
    lines: Mapped[int]
