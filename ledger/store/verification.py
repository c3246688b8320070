"""Verifies books: reads every row in a stream, holds it to every check, and recomputes all sums.

Nothing is trusted that can be recomputed, and no row is taken for an entry before it was checked.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.orm import Session

from ledger.accounts import Chart
from ledger.checks.book_checks import Kept, Walk
from ledger.checks.entry_checks import mirrors
from ledger.checks.pair_checks import PairedLine, ties
from ledger.checks.stored import (
    StoredEntry,
    StoredEvent,
    StoredLine,
    StoredMonth,
    StoredTurnover,
    fault,
)
from ledger.errors import Problem, UnknownBook
from ledger.store import reads
from ledger.store.cursor import Reader, Row

_MOST: Final = 1_000  # problems told one by one; the others are counted
_DAYS: Final = {"accounting_on", "document_on"}
_BOOK: Final = "book_id"


@dataclass(frozen=True, slots=True)
class Verification:
    """What was wrong, and how much was looked at."""

    rows: tuple[Problem, ...]
    entries: int
    lines: int
    more: int = 0  # problems beyond those in `rows`

    @property
    def clean(self) -> bool:
        """Whether nothing was wrong."""
        return not self.rows


@dataclass(slots=True)
class _Tally:
    rows: list[Problem] = field(default_factory=list)
    entries: int = 0
    lines: int = 0
    more: int = 0

    def add(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            if len(self.rows) < _MOST:
                self.rows.append(problem)
            else:
                self.more += 1


def verify(session: Session, book_codes: Iterable[str] | None = None) -> Verification:
    """Hold books to every check; all of them when none are named.

    Returns  what is wrong in order of book and entry, then what does not tie between books.
    Raises   UnknownBook.
    """
    books = reads.books_by_code(session)
    wanted = None if book_codes is None else sorted(set(book_codes))
    for code in () if wanted is None else wanted:
        if code not in books:
            raise UnknownBook(book=code)
    ids = None if wanted is None else [books[code].book_id for code in wanted]
    reader = Reader(session.connection())
    tally = _Tally()
    _books(session, reader, ids, tally)
    tally.add(ties(_pairs(reader, ids)))
    return Verification(tuple(tally.rows), tally.entries, tally.lines, tally.more)


def _books(session: Session, reader: Reader, ids: list[int] | None, tally: _Tally) -> None:
    by_id = {book.book_id: book for book in reads.books_by_code(session).values()}
    charts = {
        regime: _chart(session, regime, tally)
        for regime in sorted({book.regime for book in by_id.values()})
    }
    codes = frozenset(book.code for book in by_id.values())
    streams = _Streams(reader, ids)
    for book_id in streams.books():
        book = by_id.get(book_id)
        name = f"#{book_id}" if book is None else book.code
        chart = Chart("", ()) if book is None else charts[book.regime]
        if book is None:
            tally.add([fault("no_book", name)])
        _book(reader, streams, book_id, Walk(name, chart, codes, streams.kept(book_id)), tally)


def _chart(session: Session, regime: str, tally: _Tally) -> Chart:
    """The chart of a regime without the accounts that cannot be read; they are told."""
    accounts = []
    for row in reads.account_rows(session, regime):
        try:
            accounts.append(reads.account(row))
        except ValueError:
            tally.add([fault("chart", f"{regime}/{row.code}", account=row.code)])
    return Chart(regime, accounts)


def _book(reader: Reader, streams: "_Streams", book_id: int, walk: Walk, tally: _Tally) -> None:
    for entry, seq, lines in streams.entries(book_id, walk.book):
        tally.lines += len(lines)
        if entry is None:
            tally.add(fault("orphan_line", walk.book, line=line[0], seq=seq) for line in lines)
            continue
        tally.entries += 1
        tally.add(walk.entry(entry, lines))
        if entry.reverses_seq is not None:
            stored = [StoredLine._make(line) for line in lines]
            tally.add(mirrors(entry, stored, _before(reader, book_id, entry.reverses_seq)))
    tally.add(walk.end())


class _Peek:
    """A stream whose next row can be seen before it is taken."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self.head: Row | None = next(rows, None)

    def take(self) -> Row | None:
        """Go on to the next row, and give it."""
        self.head = row = next(self._rows, None)
        return row

    def of(self, book_id: int) -> Iterator[Row]:
        while self.head is not None and self.head[0] == book_id:
            row = self.head
            self.take()
            yield row


class _Streams:
    """The rows of books, table by table, each in the order of the book's id."""

    def __init__(self, reader: Reader, ids: list[int] | None) -> None:
        condition, values = ("", ()) if ids is None else _where(reader, ids)
        self._by_table = {
            table: _Peek(
                reader.stream(
                    f"verify_{table}",
                    f"SELECT {columns} FROM {table}{condition} ORDER BY {order}",  # noqa: S608 - names are ours
                    values,
                )
            )
            for table, (columns, order) in _TABLES.items()
        }

    def books(self) -> Iterator[int]:
        """The ids that any table knows, in order."""
        while heads := [peek.head[0] for peek in self._by_table.values() if peek.head is not None]:
            yield min(heads)

    def kept(self, book_id: int) -> Kept:
        """What the book keeps beside its entries."""
        heads = [(row[1], row[2]) for row in self._by_table["book_head"].of(book_id)]
        return Kept(
            head=heads[0] if heads else (0, 0),
            numbers={(row[1], row[2]): row[3] for row in self._by_table["counter"].of(book_id)},
            periods={row[1]: StoredMonth(*row[2:]) for row in self._by_table["period"].of(book_id)},
            events=[StoredEvent(*row[1:]) for row in self._by_table["period_event"].of(book_id)],
            turnovers=[StoredTurnover(*row[1:]) for row in self._by_table["turnover"].of(book_id)],
        )

    def entries(
        self, book_id: int, code: str
    ) -> Iterator[tuple[StoredEntry | None, int, list[Row]]]:
        """Each entry with its seq and lines; lines without an entry come with None.

        Yields   the values of a line in the order of StoredLine; naming them costs time, and most
                 lines are never asked for a name.
        """
        entries, lines = self._by_table["entry"], self._by_table["line"]
        while True:
            entry = _own(entries.head, book_id)
            line = _own(lines.head, book_id)
            if entry is None and line is None:
                return
            lost = entry is None or (line is not None and _before_in_order(line[1], entry[1]))
            seq = line[1] if line is not None and lost else entry[1] if entry is not None else 0
            own: list[Row] = []
            while line is not None and line[1] == seq and line[0] == book_id:
                own.append(line[2:])
                line = lines.take()
            if lost or entry is None:
                yield None, seq, own
            else:
                entries.take()
                yield StoredEntry._make((code, *entry[1:])), seq, own


def _own(row: Row | None, book_id: int) -> Row | None:
    return row if row is not None and row[0] == book_id else None


def _before_in_order(one: object, other: object) -> bool:
    """Whether a seq sorts before another as the database sorts them: numbers first."""
    if type(one) is int and type(other) is int:
        return one < other
    return one != other and not isinstance(other, int)


def _where(reader: Reader, ids: Sequence[int]) -> tuple[str, Sequence[object]]:
    condition, values = reader.among(_BOOK, ids)
    return f" WHERE {condition}", values


def _shown(name: str) -> str:
    return f"CAST({name} AS text)" if name in _DAYS else name


def _columns(*names: str) -> str:
    return ", ".join(_shown(name) for name in names)


_TABLES: Final = {
    "book_head": ("book_id, coalesce(last_seq, 0), last_recorded_at_us", "book_id"),
    "counter": ("book_id, journal, year, last_number", "book_id"),
    "period": ("book_id, period, " + _columns(*StoredMonth._fields), "book_id"),
    "period_event": ("book_id, " + _columns(*StoredEvent._fields), "book_id, event_no"),
    "turnover": ("book_id, " + _columns(*StoredTurnover._fields), "book_id"),
    "entry": ("book_id, " + _columns(*StoredEntry._fields[1:]), "book_id, seq"),
    "line": ("book_id, seq, " + _columns(*StoredLine._fields), "book_id, seq, line_no"),
}

_OWN: Final = "book_id = %s AND seq = %s"
_REVERSED: Final = f"SELECT reverses_seq FROM entry WHERE {_OWN}"  # noqa: S608 - names are ours
_LINES: Final = f"SELECT {_columns(*StoredLine._fields)} FROM line WHERE {_OWN} ORDER BY line_no"  # noqa: S608 - as above
_BY_REFERENCE: Final = " ORDER BY l.interbook_ref"
_PAIRS: Final = (
    "SELECT l.interbook_ref, b.code, l.counter_book, a.family, CAST(l.accounting_on AS text), "
    "l.side, l.amount_vnd FROM line l JOIN book b ON b.book_id = l.book_id "
    "JOIN account a ON a.regime = b.regime AND a.code = l.account "
    "WHERE l.interbook_ref <> '' AND a.family <> ''"
)


def _before(reader: Reader, book_id: int, seq: int) -> list[StoredLine] | None:
    """The lines of the entry a reversal names; None when there is none or it is a reversal."""
    entry, found = reader.ask([(_REVERSED, [book_id, seq]), (_LINES, [book_id, seq])])
    return [StoredLine(*row) for row in found] if entry and entry[0][0] is None else None


def _pairs(reader: Reader, ids: list[int] | None) -> Iterator[PairedLine]:
    """Lines towards other books, in order of reference; of these books and their counterparts."""
    condition, values = ("", ()) if ids is None else _where(reader, ids)
    mine = f" AND l.interbook_ref IN (SELECT interbook_ref FROM line{condition})"  # noqa: S608 - marks only
    sql = _PAIRS + ("" if ids is None else mine) + _BY_REFERENCE
    return (PairedLine(*row) for row in reader.stream("verify_pairs", sql, values))
