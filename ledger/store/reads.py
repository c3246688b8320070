"""Reading the book: books, charts, periods, entries, turnovers and statements."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from ledger.accounts import Account, Chart, Nature, Status, TagRule
from ledger.entries import Posted
from ledger.errors import UnknownBook
from ledger.periods import Period, PeriodState, first_day, period_of, shift
from ledger.store.rows import CHUNK as _CHUNK
from ledger.store.rows import as_line, as_posted, with_lines
from ledger.store.statements import Place, Statement, StatementLine, statement, statement_page
from ledger.store.sums import tagged
from ledger.store.tables import AccountRow, BookHeadRow, BookRow, EntryRow, PeriodRow

__all__ = [
    "Book",
    "Place",
    "Statement",
    "StatementLine",
    "as_line",
    "as_posted",
    "books_by_code",
    "chart",
    "entries",
    "entries_by_seq",
    "entry_by_number",
    "entry_by_seq",
    "entry_count",
    "first_open_day",
    "period_states",
    "reversal_of",
    "reversed_among",
    "statement",
    "statement_page",
    "tagged",
]


@dataclass(frozen=True, slots=True)
class Book:
    """A book's identity."""

    book_id: int
    code: str
    name: str
    regime: str


def books_by_code(session: Session, codes: Iterable[str] | None = None) -> dict[str, Book]:
    """Books by code; all of them when no codes are given."""
    query = select(BookRow.book_id, BookRow.code, BookRow.name, BookRow.regime)
    if codes is None:
        rows = session.execute(query.order_by(BookRow.book_id)).all()
        return {row[1]: Book(*row) for row in rows}
    found: dict[str, Book] = {}
    wanted = sorted(codes)
    for start in range(0, len(wanted), _CHUNK):
        part = query.where(BookRow.code.in_(wanted[start : start + _CHUNK]))
        found.update({row[1]: Book(*row) for row in session.execute(part)})
    return found


def chart(session: Session, regime: str) -> Chart:
    """The chart of a regime."""
    return Chart(regime, [account(row) for row in account_rows(session, regime)])


def account_rows(session: Session, regime: str) -> Sequence[AccountRow]:
    """The accounts of a regime as they are stored."""
    return session.scalars(select(AccountRow).where(AccountRow.regime == regime)).all()


def account(row: AccountRow) -> Account:
    """An account as it is stored; ValueError when a word of its rules is none of ours."""
    return Account(
        regime=row.regime,
        code=row.code,
        name_vi=row.name_vi,
        name_en=row.name_en,
        nature=Nature(row.nature),
        fund=TagRule(row.fund),
        item=TagRule(row.item),
        counter_book=TagRule(row.counter_book),
        control=row.control,
        postable=row.postable,
        family=row.family,
        parent=row.parent,
        status=Status(row.status),
    )


def period_states(session: Session, book_id: int) -> dict[Period, PeriodState]:
    """Every month of a book and its state."""
    rows = session.execute(
        select(PeriodRow.period, PeriodRow.state).where(PeriodRow.book_id == book_id)
    )
    return {Period(period): PeriodState(state) for period, state in rows}


def first_open_day(session: Session, books: Iterable[str], day: dt.date, now_us: int) -> dt.date:
    """The day itself, or the first later day open in every one of these books at a moment.

    An inter-book transaction takes one accounting date in all its books. Months are locked and
    closed in order, so what follows the last one that is not open is; posting holds it to that.
    A reopened month whose time is over takes nothing, so it is not open.
    Raises   UnknownBook.
    """
    wanted = set(books)
    found = books_by_code(session, wanted)
    for code in sorted(wanted - found.keys()):
        raise UnknownBook(book=code)
    ids = [book.book_id for book in found.values()]
    period = period_of(day)
    latest = session.execute(
        select(func.max(PeriodRow.period)).where(
            PeriodRow.book_id.in_(ids),
            PeriodRow.period >= period,
            or_(PeriodRow.state != PeriodState.OPEN.value, PeriodRow.open_until_us < now_us),
        )
    ).scalar_one_or_none()
    return day if latest is None else first_day(shift(Period(latest), 1))


def entry_by_number(
    session: Session, book: str, journal: str, year: int, number: int
) -> Posted | None:
    """The entry with this number, or None."""
    return _one(
        session,
        select(EntryRow, BookRow.code)
        .join(BookRow, BookRow.book_id == EntryRow.book_id)
        .where(
            BookRow.code == book,
            EntryRow.journal == journal,
            EntryRow.year == year,
            EntryRow.number == number,
        ),
    )


def entry_by_seq(session: Session, book: str, seq: int) -> Posted | None:
    """The entry with this place in its book, or None."""
    return _one(
        session,
        select(EntryRow, BookRow.code)
        .join(BookRow, BookRow.book_id == EntryRow.book_id)
        .where(BookRow.code == book, EntryRow.seq == seq),
    )


def entries_by_seq(session: Session, book: str, seqs: Iterable[int]) -> dict[int, Posted]:
    """The entries of a book that have these places, by place."""
    found: dict[int, Posted] = {}
    for part in _parts(seqs):
        query = (
            select(EntryRow, BookRow.code)
            .join(BookRow, BookRow.book_id == EntryRow.book_id)
            .where(BookRow.code == book, EntryRow.seq.in_(part))
        )
        posted = with_lines(session, session.execute(query).all())
        found.update((each.seq, each) for each in posted)
    return found


def reversed_among(session: Session, book: str, seqs: Iterable[int]) -> set[int]:
    """Which of these places of a book have been reversed."""
    found: set[int] = set()
    for part in _parts(seqs):
        query = (
            select(EntryRow.reverses_seq)
            .join(BookRow, BookRow.book_id == EntryRow.book_id)
            .where(BookRow.code == book, EntryRow.reverses_seq.in_(part))
        )
        found.update(seq for seq in session.scalars(query) if seq is not None)
    return found


def entry_count(session: Session, book: str) -> int:
    """How many entries a book has; none when there is no such book."""
    last = session.scalars(
        select(BookHeadRow.last_seq)
        .join(BookRow, BookRow.book_id == BookHeadRow.book_id)
        .where(BookRow.code == book)
    ).one_or_none()
    return 0 if last is None else last


def reversal_of(session: Session, book: str, seq: int) -> Posted | None:
    """The entry that reverses this one, or None."""
    return _one(
        session,
        select(EntryRow, BookRow.code)
        .join(BookRow, BookRow.book_id == EntryRow.book_id)
        .where(BookRow.code == book, EntryRow.reverses_seq == seq),
    )


def entries(
    session: Session,
    book: str,
    span: tuple[dt.date, dt.date] | None = None,
    after_seq: int = 0,
    most: int | None = None,
) -> Iterator[Posted]:
    """Entries of a book in the order of recording, with their lines.

    Takes    a span of accounting days, both included; the seq to start after; the most to give.
    """
    query = (
        select(EntryRow, BookRow.code)
        .join(BookRow, BookRow.book_id == EntryRow.book_id)
        .where(BookRow.code == book, EntryRow.seq > after_seq)
        .order_by(EntryRow.seq)
    )
    if span is not None:
        query = query.where(EntryRow.accounting_on.between(*span))
    if most is not None:
        query = query.limit(most)
    rows = session.execute(query.execution_options(yield_per=_CHUNK))
    for part in rows.partitions(_CHUNK):
        yield from with_lines(session, [(entry, code) for entry, code in part])


def _parts(seqs: Iterable[int]) -> Iterator[list[int]]:
    wanted = sorted(seqs)
    for start in range(0, len(wanted), _CHUNK):
        yield wanted[start : start + _CHUNK]


def _one(session: Session, query: Select[EntryRow, str]) -> Posted | None:
    rows = session.execute(query).all()
    return next(iter(with_lines(session, rows)), None)
