"""Puts the rows of a posting in their tables, in each engine's fastest way.

Of many rows the engine writes some while the next are made. A server of PostgreSQL works beside
us; SQLite works in this process, and gives the interpreter free for as long as one statement
takes, so a statement carries many rows there.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, Final, NamedTuple

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
_MANY: Final = 100  # rows of values in one statement; PostgreSQL takes more of them as columns
_GROUP: Final = 1_000  # rows of one statement of SQLite, which takes 32,766 values

Rows = Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class Written:
    """The rows of a posting, by table; those of lines and entries are made when asked for."""

    heads: Rows
    counters: Rows
    parts: Iterator[tuple[Rows, Rows]]
    lines: int  # how many there are in all parts
    turnovers: Rows
    beside: Sequence[Question] = ()  # what is written after it, along with it


class Pen(Reader):
    """Writes on the transaction of a connection."""

    def insert(self, table: _Table, rows: Rows) -> None:
        """Insert rows into a table, each group of them seen by its triggers as one statement."""
        self.settle()
        self._run(self._inserting(table, rows))

    def _inserting(self, table: _Table, rows: Rows) -> list[Question]:
        if self.sqlite:
            groups = [rows[start : start + _GROUP] for start in range(0, len(rows), _GROUP)]
            return [_valued(table, group, "?") for group in groups]
        return [_valued(table, rows) if len(rows) < _MANY else _as_columns(table, rows)]

    def _run(self, statements: Sequence[Question]) -> None:
        for sql, values in statements:
            self._driver.execute(sql, values)

    def write(self, posted: Written) -> None:
        """Write a posting: in one round trip where the engine can and the rows are few."""
        if not self.sqlite and posted.lines < _MANY:
            self._write_few(posted)
            return
        self.each(_HEAD_SQL, posted.heads)
        self.insert(_COUNTER, posted.counters)
        if posted.lines < _MANY:
            for part in posted.parts:
                self._run(self._closing(part))
        else:
            self._write_many(posted.parts)
        self.insert(_TURNOVER, posted.turnovers)
        self.tell(posted.beside)

    def _closing(self, part: tuple[Rows, Rows]) -> list[Question]:
        """What writes a part: its lines, then the entries that close them."""
        lines, entries = part
        return [*self._inserting(_LINE, lines), *self._inserting(_ENTRY, entries)]

    def _write_few(self, posted: Written) -> None:
        # The lines come before the entry that closes them; what else is written goes along.
        [(lines, entries)] = posted.parts
        heads = [(_HEAD_SQL, head) for head in posted.heads]
        first = [*heads, _valued(_COUNTER, posted.counters), _valued(_LINE, lines)]
        last = [_valued(_TURNOVER, posted.turnovers), _valued(_ENTRY, entries)]
        self.tell([_together(first), _together(last), *posted.beside])

    def _write_many(self, parts: Iterator[tuple[Rows, Rows]]) -> None:
        """Part after part; while the engine writes one, the next is made."""
        with ThreadPoolExecutor(1) as other:
            going = other.submit(self._run, [])  # the one part that is on its way
            for part in parts:
                statements = self._closing(part)
                going.result()
                going = other.submit(self._run, statements)
            going.result()


def _valued(table: _Table, rows: Rows, mark: str = "%s") -> Question:
    """The statement that inserts rows, each value by itself."""
    return _values_sql(table, len(rows), mark), list(chain.from_iterable(rows))


@lru_cache(maxsize=64)  # a long text for every number of rows: some are enough
def _values_sql(table: _Table, rows: int, mark: str) -> str:
    marks = f"({', '.join([mark] * (table.columns.count(',') + 1))})"
    values = ", ".join([marks] * rows)
    return f"INSERT INTO {table.name} ({table.columns}) VALUES {values}{table.conflict}"  # noqa: S608 - names are ours


def _together(statements: Sequence[Question]) -> Question:
    """Several statements that write as one; their triggers are asked when all is written."""
    *before, (last, _) = statements
    parts = ", ".join(f"w{place} AS ({sql})" for place, (sql, _) in enumerate(before))
    values = list(chain.from_iterable(values for _, values in statements))
    return f"WITH {parts} {last}", values


def _as_columns(table: _Table, rows: Rows) -> Question:
    """The statement that inserts many rows: COPY is refused under row-level security."""
    arrays = ", ".join(f"%s::{kind}[]" for kind in table.types.split(", "))
    chosen = f"INSERT INTO {table.name} ({table.columns}) SELECT * FROM unnest({arrays})"  # noqa: S608 - names are ours
    return f"{chosen}{table.conflict}", _columns(table, rows)


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
