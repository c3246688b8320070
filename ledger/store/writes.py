"""The only statements that write the book. Imported by `ledger.book` alone.

Written for the driver's own cursor, inside the caller's transaction: a posting asks once and
writes once, and a batch of many entries takes no more round trips than one of few.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import Any, Final, NamedTuple

from ledger.chain import sealed
from ledger.entries import Draft, Posted, Side
from ledger.errors import TurnoverFull
from ledger.store.cursor import Question, Reader


class _Table(NamedTuple):
    name: str
    columns: str
    types: str  # of the columns, as PostgreSQL names them
    conflict: str = ""


_ENTRY: Final = _Table(
    name="entry",
    columns=(
        "book_id, seq, journal, year, number, period, accounting_on, document_on, recorded_at_us, "
        "text, source, key, actor, reverses_seq, line_count, papers, request_hash, content, "
        "leaf_hash"
    ),
    types=(
        "bigint, bigint, text, smallint, bigint, text, date, date, bigint, "
        "text, text, text, text, bigint, bigint, text, bytea, bytea, bytea"
    ),
)
_LINE: Final = _Table(
    name="line",
    columns=(
        "book_id, seq, line_no, accounting_on, account, side, amount_vnd, fund, item, "
        "counter_book, interbook_ref"
    ),
    types="bigint, bigint, bigint, date, text, text, bigint, text, text, text, text",
)
_TURNOVER: Final = _Table(
    name="turnover",
    columns="book_id, period, account, fund, item, counter_book, debit_vnd, credit_vnd, lines",
    types="bigint, text, text, text, text, text, bigint, bigint, bigint",
    conflict=(
        " ON CONFLICT (book_id, period, account, fund, item, counter_book) DO UPDATE SET "
        "debit_vnd = turnover.debit_vnd + excluded.debit_vnd, "
        "credit_vnd = turnover.credit_vnd + excluded.credit_vnd, "
        "lines = turnover.lines + excluded.lines"
    ),
)
_COUNTER: Final = _Table(
    name="counter",
    columns="book_id, journal, year, last_number",
    types="bigint, text, smallint, bigint",
    conflict=(
        " ON CONFLICT (book_id, journal, year) DO UPDATE SET last_number = excluded.last_number"
    ),
)
_HEAD_SQL: Final = "UPDATE book_head SET last_seq = %s, last_recorded_at_us = %s WHERE book_id = %s"
_MANY: Final = 100  # rows from which PostgreSQL is given columns instead of values
_STATE: Final = "state, open_until_us"
_DEBIT: Final = Side.DEBIT
_OUT_OF_RANGE: Final = "22003"  # PostgreSQL: numeric value out of range
_CHUNK: Final = 500  # keys looked up by one question

Rows = Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class Head:
    """A book, and how far it has got; its row is locked."""

    book_id: int
    regime: str
    last_seq: int
    last_recorded_at_us: int


@dataclass(frozen=True, slots=True)
class Known:
    """An entry that carries a key already."""

    seq: int
    journal: str
    year: int
    number: int
    recorded_at_us: int
    actor: str
    request_hash: bytes


@dataclass(frozen=True, slots=True)
class Standing:
    """What a book holds of what a posting asks about."""

    numbers: Mapping[tuple[str, int], int]  # the last number given, by journal and year
    periods: Mapping[str, tuple[str, int | None]]  # by month: its state, and open until when
    keys: Mapping[tuple[str, str], Known]  # by source and key


class Pen(Reader):
    """Writes on the transaction of a connection."""

    def insert(self, table: _Table, rows: Rows) -> None:
        """Insert rows into a table, each group of them seen by its triggers as one statement."""
        marks = f"({', '.join(['%s'] * (table.columns.count(',') + 1))})"
        into = f"INSERT INTO {table.name} ({table.columns}) VALUES "  # noqa: S608 - names are ours
        self.settle()
        with closing(self._driver.cursor()) as cursor:
            if self.sqlite:
                cursor.executemany(f"{into}{marks}{table.conflict}".replace("%s", "?"), rows)
            elif len(rows) < _MANY:
                cursor.execute(*_valued(table, rows))
            else:
                # As columns: COPY is refused into a table under row-level security.
                arrays = ", ".join(f"%s::{kind}[]" for kind in table.types.split(", "))
                chosen = (
                    f"INSERT INTO {table.name} ({table.columns}) SELECT * FROM unnest({arrays})"  # noqa: S608 - names are ours
                )
                cursor.execute(f"{chosen}{table.conflict}", _columns(table, rows))

    def each(self, sql: str, rows: Rows) -> None:
        """Run a statement for each row."""
        self.settle()
        with closing(self._driver.cursor()) as cursor:
            cursor.executemany(sql.replace("%s", "?") if self.sqlite else sql, rows)

    def write(self, posted: "_Written") -> None:
        """Write a posting: in one round trip where the engine can and the rows are few."""
        if not self.sqlite and len(posted.lines) < _MANY:
            # The lines come before the entry that closes them; what else is written goes along.
            heads = [(_HEAD_SQL, head) for head in posted.heads]
            lines = [_valued(_COUNTER, posted.counters), _valued(_LINE, posted.lines)]
            entries = [_valued(_TURNOVER, posted.turnovers), _valued(_ENTRY, posted.entries)]
            self.tell([_together([*heads, *lines]), _together(entries)])
            return
        self.each(_HEAD_SQL, posted.heads)
        self.insert(_COUNTER, posted.counters)
        self.insert(_LINE, posted.lines)
        self.insert(_ENTRY, posted.entries)
        self.insert(_TURNOVER, posted.turnovers)


def _valued(table: _Table, rows: Rows) -> Question:
    """The statement that inserts few rows."""
    marks = f"({', '.join(['%s'] * (table.columns.count(',') + 1))})"
    values = ", ".join([marks] * len(rows))
    sql = f"INSERT INTO {table.name} ({table.columns}) VALUES {values}{table.conflict}"  # noqa: S608 - names are ours
    return sql, list(chain.from_iterable(rows))


def _together(statements: Sequence[Question]) -> Question:
    """Several statements that write as one; their triggers are asked when all is written."""
    *before, (last, _) = statements
    parts = ", ".join(f"w{place} AS ({sql})" for place, (sql, _) in enumerate(before))
    values = list(chain.from_iterable(values for _, values in statements))
    return f"WITH {parts} {last}", values


def _columns(table: _Table, rows: Rows) -> list[str]:
    """The columns of rows, each as the text of an array: the driver's own way takes far longer."""
    kinds = table.types.split(", ")
    return [
        _ARRAY[kind](column) for kind, column in zip(kinds, zip(*rows, strict=True), strict=True)
    ]


def _plain(column: Sequence[object]) -> str:
    return f"{{{','.join(['NULL' if value is None else str(value) for value in column])}}}"


def _texts(column: Sequence[str]) -> str:
    # No text holds a NUL (ledger.entries), so it can stand between two while they are quoted.
    joined = "\x00".join(column).replace("\\", "\\\\").replace('"', '\\"')
    return '{"' + joined.replace("\x00", '","') + '"}'


def _bytes(column: Sequence[bytes]) -> str:
    return '{"\\\\x' + '","\\\\x'.join([value.hex() for value in column]) + '"}'


_ARRAY: Final[Mapping[str, Callable[[Sequence[Any]], str]]] = {
    "bigint": _plain,
    "smallint": _plain,
    "date": _plain,
    "text": _texts,
    "bytea": _bytes,
}


@dataclass(frozen=True, slots=True)
class _Written:
    heads: Rows
    counters: Rows
    lines: Rows
    entries: Rows
    turnovers: Rows


def stand(pen: Pen, drafts: Mapping[str, Sequence[Draft]]) -> dict[str, tuple[Head, Standing]]:
    """Lock the heads of books, in order of their ids, and say what the books hold of the drafts.

    SQLite's writer holds the whole database already, so there the lock is the transaction's.
    Takes    the drafts by book.
    Returns  head and standing by book; a book that does not exist is left out.
    """
    questions = [_lock(pen, list(drafts))]
    spans: dict[str, int] = {}
    for code, own in drafts.items():
        spans[code] = len(questions)
        questions += _questions(pen, code, own)
    ends = [*list(spans.values())[1:], len(questions)]
    answers = pen.ask(questions)
    heads = {row[1]: Head(row[0], *row[2:]) for row in answers[0]}
    return {
        code: (heads[code], _standing(answers[start:end]))
        for (code, start), end in zip(spans.items(), ends, strict=True)
        if code in heads
    }


def lock_heads(pen: Pen, books: Sequence[str]) -> None:
    """Lock the heads of books until the transaction ends; many are named in order of their ids."""
    for start in range(0, len(books), _CHUNK):
        pen.ask([_lock(pen, books[start : start + _CHUNK])])


def _lock(pen: Pen, books: Sequence[str]) -> Question:
    condition, values = pen.among("b.code", books)
    sql = (
        "SELECT h.book_id, b.code, b.regime, coalesce(h.last_seq, 0), h.last_recorded_at_us "  # noqa: S608 - marks only
        f"FROM book b JOIN book_head h ON h.book_id = b.book_id WHERE {condition} "
        f"ORDER BY h.book_id{'' if pen.sqlite else ' FOR UPDATE OF h'}"
    )
    return sql, values


def _questions(pen: Pen, book: str, drafts: Sequence[Draft]) -> list[Question]:
    """Numbers, states of months, and entries that carry the keys."""
    mine = "book_id = (SELECT b.book_id FROM book b WHERE b.code = %s)"
    among, months = pen.among("period", sorted({draft.period for draft in drafts}))
    asked: list[Question] = [
        (f"SELECT journal, year, last_number FROM counter WHERE {mine}", [book]),  # noqa: S608 - marks
        (f"SELECT period, {_STATE} FROM period WHERE {mine} AND {among}", [book, *months]),  # noqa: S608 - marks
    ]
    keys: dict[str, list[str]] = {}
    for draft in drafts:
        keys.setdefault(draft.source, []).append(draft.key)
    for source, wanted in keys.items():
        for start in range(0, len(wanted), _CHUNK):
            among, values = pen.among("key", wanted[start : start + _CHUNK])
            sql = (
                "SELECT source, key, seq, journal, year, number, recorded_at_us, actor, "  # noqa: S608 - marks
                f"request_hash FROM entry WHERE {mine} AND source = %s AND {among}"
            )
            asked.append((sql, [book, source, *values]))
    return asked


def _standing(answers: Sequence[list[tuple[object, ...]]]) -> Standing:
    numbers, periods, *keys = answers
    known = {
        (str(row[0]), str(row[1])): Known(*row[2:])  # type: ignore[arg-type] # as the columns are
        for row in chain.from_iterable(keys)
    }
    return Standing(
        {(str(row[0]), row[1]): row[2] for row in numbers},  # type: ignore[misc] # as the columns are
        {str(row[0]): row[1:] for row in periods},  # type: ignore[misc] # as the columns are
        known,
    )


def append(pen: Pen, book_ids: Mapping[str, int], posted: Sequence[Posted]) -> None:
    """Write posted entries: the heads, the lines, then the entries whose insertion is checked.

    Takes    the ids of the books by code; the entries with seq and number given, in order of
             seq within each book.
    Raises   TurnoverFull.
    """
    heads: dict[int, tuple[int, int, int]] = {}
    numbers: dict[tuple[int, str, int], int] = {}
    lines: list[tuple[object, ...]] = []
    entries: list[tuple[object, ...]] = []
    # Book by book, so that neighbours in the call are neighbours in the tables.
    for each in sorted(posted, key=lambda each: book_ids[each.draft.book]):
        draft = each.draft
        book_id = book_ids[draft.book]
        heads[book_id] = (each.seq, each.recorded_at_us, book_id)
        numbers[book_id, draft.journal, draft.accounting_on.year] = each.number
        day = pen.day(draft.accounting_on)
        lines += _line_rows(book_id, each, day)
        entries.append(_entry_row(pen, book_id, each, day))
    if not entries:
        return
    written = _Written(
        [heads[book_id] for book_id in sorted(heads)],
        [(*key, last) for key, last in sorted(numbers.items())],
        lines,
        entries,
        _turnover_rows(book_ids, posted),
    )
    try:
        pen.write(written)
    except (OverflowError, pen.driver_error) as error:
        if not _overflows(error):
            raise
        books = sorted({each.draft.book for each in posted})
        raise TurnoverFull(books=", ".join(books)) from error


def _overflows(error: Exception) -> bool:
    """Whether a sum passed 64 bits, by the state PostgreSQL gives or the words of our guard.

    The driver of SQLite takes no integer beyond them either.
    """
    if isinstance(error, OverflowError):
        return True
    return getattr(error, "sqlstate", "") == _OUT_OF_RANGE or "within 64 bits" in str(error)


def _line_rows(book_id: int, posted: Posted, day: object) -> list[tuple[object, ...]]:
    seq = posted.seq
    return [
        (
            book_id,
            seq,
            number,
            day,
            line.account,
            "D" if line.side is _DEBIT else "C",
            line.amount_vnd,
            line.fund,
            line.item,
            line.counter_book,
            line.interbook_ref,
        )
        for number, line in enumerate(posted.draft.lines, start=1)
    ]


def _entry_row(pen: Pen, book_id: int, posted: Posted, day: object) -> tuple[object, ...]:
    draft = posted.draft
    return (
        book_id,
        posted.seq,
        draft.journal,
        draft.accounting_on.year,
        posted.number,
        draft.period,
        day,
        pen.day(draft.document_on),
        posted.recorded_at_us,
        draft.text,
        draft.source,
        draft.key,
        draft.actor,
        draft.reverses_seq,
        len(draft.lines),
        draft.papers,
        *sealed(posted),
    )


def _turnover_rows(
    book_ids: Mapping[str, int], posted: Sequence[Posted]
) -> list[tuple[object, ...]]:
    sums: dict[tuple[object, ...], list[int]] = {}
    for each in posted:
        book_id, period = book_ids[each.draft.book], each.draft.period
        for line in each.draft.lines:
            key = (book_id, period, line.account, line.fund, line.item, line.counter_book)
            held = sums.get(key)
            if held is None:
                held = sums[key] = [0, 0, 0]
            held[0 if line.side is _DEBIT else 1] += line.amount_vnd
            held[2] += 1
    # In order of key, so that two writers never wait for each other in a ring.
    return [(*key, *held) for key, held in sorted(sums.items(), key=itemgetter(0))]
