"""Reading the book: books, charts, periods, entries, turnovers and statements."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from ledger.accounts import Account, Chart, Nature, Status, TagRule
from ledger.balances import Tagged
from ledger.entries import Draft, Line, Posted, Side
from ledger.money import Vnd
from ledger.periods import Period, PeriodState, first_day, last_day, period_of, shift
from ledger.store.tables import AccountRow, BookRow, EntryRow, LineRow, PeriodRow, TurnoverRow


_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Book:
    """A book's identity."""

    book_id: int
    code: str
    name: str
    regime: str


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line of an account statement, with what stood after it (debit positive)."""

    posted: Posted
    line_no: int
    line: Line
    balance_vnd: int


@dataclass(frozen=True, slots=True)
class Statement:
    """An account's lines over a span of days."""

    opening_vnd: int
    lines: tuple[StatementLine, ...]
    closing_vnd: int


def books_by_code(session: Session, codes: Iterable[str] | None = None) -> dict[str, Book]:
    """Books by code; all of them when no codes are given."""
    query = select(BookRow.book_id, BookRow.code, BookRow.name, BookRow.regime)
    if codes is None:
        rows = session.execute(query.order_by(BookRow.book_id)).tuples().all()
        return {row[1]: Book(*row) for row in rows}
    found: dict[str, Book] = {}
    wanted = sorted(codes)
    for start in range(0, len(wanted), _CHUNK):
        part = query.where(BookRow.code.in_(wanted[start : start + _CHUNK]))
        found.update({row[1]: Book(*row) for row in session.execute(part).tuples()})
    return found


def chart(session: Session, regime: str) -> Chart:
    """The chart of a regime."""
    rows = session.scalars(select(AccountRow).where(AccountRow.regime == regime))
    return Chart(
        regime,
        [
            Account(
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
            for row in rows
        ],
    )


def period_states(session: Session, book_id: int) -> dict[Period, PeriodState]:
    """Every month of a book and its state."""
    rows = session.execute(
        select(PeriodRow.period, PeriodRow.state).where(PeriodRow.book_id == book_id)
    ).tuples()
    return {Period(period): PeriodState(state) for period, state in rows}


def lock_period(session: Session, book_id: int, period: Period) -> PeriodState | None:
    """The state of a month, kept from closing until the transaction ends."""
    row = session.execute(
        select(PeriodRow.state)
        .where(PeriodRow.book_id == book_id, PeriodRow.period == period)
        .with_for_update(read=True)
    ).scalar_one_or_none()
    return None if row is None else PeriodState(row)


def first_open_day(session: Session, books: Iterable[str], day: dt.date) -> dt.date:
    """The day itself, or the first later day open in every one of these books.

    An inter-book transaction takes one accounting date in all its books.
    """
    ids = [book.book_id for book in books_by_code(session, books).values()]
    period = period_of(day)
    latest = session.execute(
        select(func.max(PeriodRow.period)).where(
            PeriodRow.book_id.in_(ids),
            PeriodRow.period >= period,
            PeriodRow.state == PeriodState.CLOSED.value,
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
    rows = session.execute(query.execution_options(yield_per=_CHUNK)).tuples()
    for part in rows.partitions(_CHUNK):
        yield from _with_lines(session, part)


def tagged(
    session: Session, book_codes: Iterable[str], first: dt.date, last: dt.date
) -> list[Tagged]:
    """What stood before and what moved in a span of days, by book and tags.

    Whole months come from the turnover table; a month cut by the span comes from its lines.
    """
    books = books_by_code(session, book_codes)
    codes = {book.book_id: book.code for book in books.values()}
    sums: dict[tuple[int, str, str, str, str], list[int]] = {}
    ids = sorted(codes)
    for start in range(0, len(ids), _CHUNK):
        part = ids[start : start + _CHUNK]
        for query, offset in _parts(part, first, last):
            for *key, debit, credit in session.execute(query).tuples():
                held = sums.setdefault((key[0], key[1], key[2], key[3], key[4]), [0, 0, 0, 0])
                held[offset] += int(debit)
                held[offset + 1] += int(credit)
    return [
        Tagged(codes[key[0]], key[1], key[2], key[3], key[4], *held)
        for key, held in sorted(sums.items())
    ]


def _parts(
    ids: Sequence[int], first: dt.date, last: dt.date
) -> Iterator[tuple["Select[tuple[int, str, str, str, str, int, int]]", int]]:
    first_month, last_month = period_of(first), period_of(last)
    opening, moved = 0, 2
    yield _turnovers(ids, None, shift(first_month, -1)), opening
    if first > first_day(first_month):
        yield _line_sums(ids, first_day(first_month), first - dt.timedelta(days=1)), opening
    whole_from = first_month if first == first_day(first_month) else shift(first_month, 1)
    whole_to = last_month if last == last_day(last_month) else shift(last_month, -1)
    if whole_from > whole_to and first_month == last_month:
        yield _line_sums(ids, first, last), moved
        return
    if whole_from > first_month:
        yield _line_sums(ids, first, last_day(first_month)), moved
    if whole_from <= whole_to:
        yield _turnovers(ids, whole_from, whole_to), moved
    if whole_to < last_month:
        yield _line_sums(ids, first_day(last_month), last), moved


def _turnovers(
    ids: Sequence[int], first: Period | None, last: Period
) -> "Select[tuple[int, str, str, str, str, int, int]]":
    tags = (
        TurnoverRow.book_id,
        TurnoverRow.account,
        TurnoverRow.fund,
        TurnoverRow.item,
        TurnoverRow.counter_book,
    )
    query = (
        select(*tags, func.sum(TurnoverRow.debit_vnd), func.sum(TurnoverRow.credit_vnd))
        .where(TurnoverRow.book_id.in_(ids), TurnoverRow.period <= last)
        .group_by(*tags)
    )
    return query if first is None else query.where(TurnoverRow.period >= first)


def _line_sums(
    ids: Sequence[int], first: dt.date, last: dt.date
) -> "Select[tuple[int, str, str, str, str, int, int]]":
    tags = (LineRow.book_id, LineRow.account, LineRow.fund, LineRow.item, LineRow.counter_book)
    amount = LineRow.amount_vnd
    debit = func.coalesce(func.sum(amount).filter(LineRow.side == Side.DEBIT.value), 0)
    credit = func.coalesce(func.sum(amount).filter(LineRow.side == Side.CREDIT.value), 0)
    return (
        select(*tags, debit, credit)
        .join(EntryRow, and_(EntryRow.book_id == LineRow.book_id, EntryRow.seq == LineRow.seq))
        .where(LineRow.book_id.in_(ids), EntryRow.accounting_on.between(first, last))
        .group_by(*tags)
    )


def statement(
    session: Session, book: str, account: str, first: dt.date, last: dt.date
) -> Statement:
    """The lines of an account over a span of days, in order of accounting day and recording."""
    before = tagged(session, [book], first, last)
    opening = sum(row.opening_vnd for row in before if row.account == account)
    query = (
        select(EntryRow, BookRow.code)
        .join(BookRow, BookRow.book_id == EntryRow.book_id)
        .where(
            BookRow.code == book,
            EntryRow.accounting_on.between(first, last),
            EntryRow.seq.in_(
                select(LineRow.seq).where(
                    LineRow.book_id == BookRow.book_id, LineRow.account == account
                )
            ),
        )
        .order_by(EntryRow.accounting_on, EntryRow.seq)
    )
    running = opening
    lines: list[StatementLine] = []
    for posted in _with_lines(session, session.execute(query).tuples().all()):
        for number, line in enumerate(posted.draft.lines, start=1):
            if line.account == account:
                running += line.signed_vnd
                lines.append(StatementLine(posted, number, line, running))
    return Statement(opening, tuple(lines), running)


def _one(session: Session, query: "Select[tuple[EntryRow, str]]") -> Posted | None:
    rows = session.execute(query).tuples().all()
    return next(iter(_with_lines(session, rows)), None)


def _with_lines(session: Session, rows: Sequence[tuple[EntryRow, str]]) -> Iterator[Posted]:
    """Entries with their lines, read in chunks and kept in the order given."""
    for start in range(0, len(rows), _CHUNK):
        part = rows[start : start + _CHUNK]
        by_book: dict[int, list[int]] = {}
        for entry, _ in part:
            by_book.setdefault(entry.book_id, []).append(entry.seq)
        wanted = or_(
            *(and_(LineRow.book_id == book, LineRow.seq.in_(s)) for book, s in by_book.items())
        )
        lines: dict[tuple[int, int], list[Line]] = {}
        found = session.execute(
            select(LineRow).where(wanted).order_by(LineRow.book_id, LineRow.seq, LineRow.line_no)
        ).scalars()
        for row in found:
            lines.setdefault((row.book_id, row.seq), []).append(as_line(row))
        for entry, code in part:
            yield as_posted(entry, code, lines.get((entry.book_id, entry.seq), []))


def as_line(row: LineRow) -> Line:
    """A stored line as a value."""
    return Line(
        row.account,
        Side(row.side),
        Vnd(row.amount_vnd),
        row.fund,
        row.item,
        row.counter_book,
        row.interbook_ref,
    )


def as_posted(row: EntryRow, book: str, lines: Sequence[Line]) -> Posted:
    """A stored entry as a value."""
    draft = Draft(
        book=book,
        journal=row.journal,
        accounting_on=row.accounting_on,
        document_on=row.document_on,
        text=row.text,
        source=row.source,
        key=row.key,
        lines=tuple(lines),
        actor=row.actor,
        reverses_seq=row.reverses_seq,
    )
    return Posted(draft, row.seq, row.number, row.recorded_at_us)
