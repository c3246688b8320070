"""Entries and lines of a book, a page at a time."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session

from ledger.balances import Tagged
from ledger.entries import Line, Posted, Side
from ledger.errors import UnknownAccount, UnknownEntry
from ledger.store import reads
from ledger.store.tables import EntryRow, LineRow
from reports.queries.books import book_of
from reports.queries.known import tagged_known

PAGE = 50
_HALF = 2**32


@dataclass(frozen=True, slots=True)
class Tags:
    """Which lines of a book are asked for; an empty tag asks for nothing."""

    account: str
    fund: str = ""
    item: str = ""
    counter_book: str = ""

    def carried_by(self, row: Tagged) -> bool:
        """Whether a sum of lines belongs to what is asked for."""
        return self.account == row.account and all(
            not asked or asked == there
            for asked, there in (
                (self.fund, row.fund),
                (self.item, row.item),
                (self.counter_book, row.counter_book),
            )
        )


@dataclass(frozen=True, slots=True)
class Moved:
    """One line of a statement, its entry, and what stood after it (debit positive, đồng)."""

    seq: int
    public_id: str
    accounting_on: dt.date
    document_on: dt.date
    text: str
    line: Line
    balance_vnd: int


@dataclass(frozen=True, slots=True)
class Span:
    """A span of days, both included, which page of it (0: all of it), and as known when."""

    first: dt.date
    last: dt.date
    page: int = 0
    known_at_us: int | None = None  # what was recorded after this moment is left out


@dataclass(frozen=True, slots=True)
class AccountLines:
    """An account's lines over a span, or one page of them (balances debit positive, đồng)."""

    opening_vnd: int  # before the span
    closing_vnd: int  # after the span
    debit_vnd: int
    credit_vnd: int
    before_vnd: int  # before the first line shown
    lines: tuple[Moved, ...]
    count: int  # of all lines in the span


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One entry with the entries it hangs together with."""

    posted: Posted
    reverses: Posted | None
    reversed_by: Posted | None


def account_lines(session: Session, unit_code: str, tags: Tags, span: Span) -> AccountLines:
    """The lines of an account, by accounting day and order of recording, with running balance.

    Raises   UnknownBook; UnknownAccount for one the book's chart does not have.
    """
    book = book_of(session, unit_code)
    if reads.chart(session, book.regime).get(tags.account) is None:
        raise UnknownAccount(account=tags.account, regime=book.regime)
    held = [row for row in _moved(session, unit_code, span) if tags.carried_by(row)]
    opening = sum(row.opening_vnd for row in held)
    query = _lines(book.book_id, tags, span)
    counted = query.with_only_columns(func.count()).order_by(None)
    count = session.scalars(counted).one()
    before = opening
    if span.page:
        skipped = (span.page - 1) * PAGE
        before += _sum_of(session, query.limit(skipped)) if skipped else 0
        query = query.offset(skipped).limit(PAGE)
    running = before
    shown: list[Moved] = []
    for seq, journal_code, year, number, accounting_on, document_on, text, row in session.execute(
        query
    ):
        line = reads.as_line(row)
        running += line.signed_vnd
        name = f"{unit_code}/{journal_code}/{year}/{number}"
        shown.append(Moved(seq, name, accounting_on, document_on, text, line, running))
    return AccountLines(
        opening_vnd=opening,
        closing_vnd=sum(row.closing_vnd for row in held),
        debit_vnd=sum(row.debit_vnd for row in held),
        credit_vnd=sum(row.credit_vnd for row in held),
        before_vnd=before,
        lines=tuple(shown),
        count=count,
    )


def journal(session: Session, unit_code: str, span: Span) -> tuple[Sequence[Posted], int]:
    """A page of a book's entries by accounting day and order of recording, and how many there are.

    Raises   UnknownBook.
    """
    book = book_of(session, unit_code)
    wanted = and_(
        EntryRow.book_id == book.book_id, EntryRow.accounting_on.between(span.first, span.last)
    )
    count = session.scalars(select(func.count()).select_from(EntryRow).where(wanted)).one()
    query = select(EntryRow.seq).where(wanted).order_by(EntryRow.accounting_on, EntryRow.seq)
    if span.page:
        query = query.offset((span.page - 1) * PAGE).limit(PAGE)
    found = (reads.entry_by_seq(session, unit_code, seq) for seq in session.scalars(query).all())
    return [posted for posted in found if posted is not None], count


def entry_page(session: Session, unit_code: str, seq: int) -> EntryPage:
    """One entry of a book, what it reverses and what reversed it.

    Raises   UnknownEntry.
    """
    posted = reads.entry_by_seq(session, unit_code, seq)
    if posted is None:
        raise UnknownEntry(entry=seq, book=unit_code)
    reversed_seq = posted.draft.reverses_seq
    return EntryPage(
        posted,
        None if reversed_seq is None else reads.entry_by_seq(session, unit_code, reversed_seq),
        reads.reversal_of(session, unit_code, seq),
    )


def _moved(session: Session, unit_code: str, span: Span) -> list[Tagged]:
    days = (span.first, span.last)
    if span.known_at_us is None:
        return reads.tagged(session, [unit_code], *days)
    return tagged_known(session, [unit_code], days, span.known_at_us)


_Found = Select[int, str, int, int, dt.date, dt.date, str, LineRow]


def _lines(book_id: int, tags: Tags, span: Span) -> _Found:
    wanted: list[ColumnElement[bool]] = [
        LineRow.book_id == book_id,
        LineRow.account == tags.account,
        LineRow.accounting_on.between(span.first, span.last),
    ]
    if span.known_at_us is not None:
        wanted.append(EntryRow.recorded_at_us <= span.known_at_us)
    for column, asked in (
        (LineRow.fund, tags.fund),
        (LineRow.item, tags.item),
        (LineRow.counter_book, tags.counter_book),
    ):
        if asked:
            wanted.append(column == asked)
    return (
        select(
            EntryRow.seq,
            EntryRow.journal,
            EntryRow.year,
            EntryRow.number,
            EntryRow.accounting_on,
            EntryRow.document_on,
            EntryRow.text,
            LineRow,
        )
        .join(LineRow, and_(LineRow.book_id == EntryRow.book_id, LineRow.seq == EntryRow.seq))
        .where(*wanted)
        .order_by(LineRow.accounting_on, LineRow.seq, LineRow.line_no)
    )


def _sum_of(session: Session, query: _Found) -> int:
    """The signed sum of the lines of a query.

    In two halves of 32 bits: SQLite's sum() fails past 64 bits.
    """
    sign = case((LineRow.side == Side.DEBIT.value, 1), else_=-1)
    halves = query.with_only_columns(
        (sign * (LineRow.amount_vnd // _HALF)).label("high"),
        (sign * (LineRow.amount_vnd % _HALF)).label("low"),
    ).subquery()
    high, low = session.execute(
        select(func.coalesce(func.sum(halves.c.high), 0), func.coalesce(func.sum(halves.c.low), 0))
    ).one()
    return int(high) * _HALF + int(low)
