"""Statements of an account: its lines by day, with what stood after each."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from ledger.entries import Line, Posted
from ledger.store.rows import with_lines
from ledger.store.sums import standing_before
from ledger.store.tables import BookRow, EntryRow, LineRow


class Place(NamedTuple):
    """Where a line stands in a statement."""

    accounting_on: dt.date
    seq: int
    line_no: int


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line of an account statement, with what stood after it (debit positive)."""

    posted: Posted
    line_no: int
    line: Line
    balance_vnd: int


@dataclass(frozen=True, slots=True)
class Statement:
    """An account's lines over a span of days, or a page of them."""

    opening_vnd: int  # before the first of these lines
    lines: tuple[StatementLine, ...]
    closing_vnd: int  # after the last of these lines
    after: Place | None = None  # where the next page begins; none when this is the last


@dataclass(frozen=True, slots=True)
class Page:
    """How much of a statement is wanted: at most so many lines, after a place."""

    most: int | None = None
    after: Place | None = None


_WHOLE = Page()


def statement(
    session: Session, book: str, account: str, first: dt.date, last: dt.date
) -> Statement:
    """The lines of an account over a span of days, in order of accounting day and recording."""
    return statement_page(session, book, account, (first, last), _WHOLE)


def statement_page(
    session: Session, book: str, account: str, span: tuple[dt.date, dt.date], page: Page
) -> Statement:
    """A page of a statement; a page costs its own lines, however busy the account.

    Takes    the span of days, both included; `page.after` is the `after` of the page before.
    Returns  the lines of the page in order, what stood before and after them.
    """
    book_id = session.scalar(select(BookRow.book_id).where(BookRow.code == book))
    if book_id is None:
        return Statement(0, (), 0)
    row = LineRow
    place = tuple_(row.accounting_on, row.seq, row.line_no)
    query = (
        select(row.accounting_on, row.seq, row.line_no)
        .where(row.book_id == book_id, row.account == account, row.accounting_on.between(*span))
        .order_by(row.accounting_on, row.seq, row.line_no)
    )
    if page.after is not None:
        query = query.where(place > page.after)
    if page.most is not None:
        query = query.limit(page.most + 1)
    places = [Place(*found) for found in session.execute(query)]
    more = page.most is not None and len(places) > page.most
    places = places[: page.most]
    start = places[0] if places else _behind(span[0], page.after)
    opening = standing_before(session, book_id, account, start)
    lines = _lines(session, book, book_id, places, opening)
    closing = lines[-1].balance_vnd if lines else opening
    return Statement(opening, lines, closing, places[-1] if more else None)


def _behind(first: dt.date, after: Place | None) -> Place:
    """Where a page without lines begins: right behind a place, or with the first day."""
    return Place(first, 0, 0) if after is None else after._replace(line_no=after.line_no + 1)


def _lines(
    session: Session, book: str, book_id: int, places: list[Place], opening: int
) -> tuple[StatementLine, ...]:
    entries = _entries(session, book, book_id, sorted({place.seq for place in places}))
    balance = opening
    lines: list[StatementLine] = []
    for place in places:
        posted = entries[place.seq]
        line = posted.draft.lines[place.line_no - 1]
        balance += line.signed_vnd
        lines.append(StatementLine(posted, place.line_no, line, balance))
    return tuple(lines)


def _entries(session: Session, book: str, book_id: int, seqs: list[int]) -> dict[int, Posted]:
    found: dict[int, Posted] = {}
    for start in range(0, len(seqs), 500):
        query = select(EntryRow).where(
            EntryRow.book_id == book_id, EntryRow.seq.in_(seqs[start : start + 500])
        )
        rows = [(row, book) for row in session.scalars(query)]
        found.update({posted.seq: posted for posted in with_lines(session, rows)})
    return found
