"""The only statements that write the book. Imported by `ledger.book` alone.

Written for the driver's own cursor, inside the caller's transaction: a posting is a handful of
prepared statements, and a batch of many entries takes no more round trips than one of few.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import Any, Final

from sqlalchemy import Connection

from ledger.chain import canonical_bytes, leaf_hash, request_hash
from ledger.entries import Posted, Side

_ENTRY_COLUMNS: Final = (
    "book_id, seq, journal, year, number, period, accounting_on, document_on, recorded_at_us, "
    "text, source, key, actor, reverses_seq, line_count, request_hash, content, leaf_hash"
)
_LINE_COLUMNS: Final = (
    "book_id, seq, line_no, account, side, amount_vnd, fund, item, counter_book, interbook_ref"
)
_TURNOVER_SQL: Final = (
    "INSERT INTO turnover (book_id, period, account, fund, item, counter_book, debit_vnd, "
    "credit_vnd, lines) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) "
    "ON CONFLICT (book_id, period, account, fund, item, counter_book) DO UPDATE SET "
    "debit_vnd = turnover.debit_vnd + excluded.debit_vnd, "
    "credit_vnd = turnover.credit_vnd + excluded.credit_vnd, "
    "lines = turnover.lines + excluded.lines"
)
_COUNTER_SQL: Final = (
    "INSERT INTO counter (book_id, journal, year, last_number) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT (book_id, journal, year) DO UPDATE SET last_number = excluded.last_number"
)
_COPY_FROM: Final = 64  # lines from which PostgreSQL's COPY is faster than INSERT


class Pen:
    """A driver cursor on the caller's transaction that speaks either engine's SQL."""

    def __init__(self, connection: Connection) -> None:
        """Take the connection of an open transaction."""
        self._driver: Any = connection.connection.driver_connection
        self.sqlite = connection.dialect.name == "sqlite"

    def rows(self, sql: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        """Run one query and return its rows."""
        with closing(self._driver.cursor()) as cursor:
            cursor.execute(self._spoken(sql), tuple(values))
            return list(cursor.fetchall())

    def many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Run one statement for each row."""
        if not rows:
            return
        with closing(self._driver.cursor()) as cursor:
            if len(rows) == 1:
                cursor.execute(self._spoken(sql), rows[0])
            else:
                cursor.executemany(self._spoken(sql), rows)

    def insert(self, table: str, columns: str, rows: Sequence[Sequence[object]]) -> None:
        """Insert rows into a table: COPY for many on PostgreSQL, INSERT otherwise."""
        if not self.sqlite and len(rows) >= _COPY_FROM:
            with (
                closing(self._driver.cursor()) as cursor,
                cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy,
            ):
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * (columns.count(",") + 1))
        self.many(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608 - names are ours

    def day(self, day: dt.date) -> object:
        """A date as the driver takes it."""
        return day.isoformat() if self.sqlite else day

    def _spoken(self, sql: str) -> str:
        return sql.replace("%s", "?") if self.sqlite else sql


def lock_heads(pen: Pen, book_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Lock the heads of books in order of id and return (last_seq, last_recorded_at_us) of each.

    SQLite's writer holds the whole database already, so there the lock is the transaction's.
    """
    found: dict[int, tuple[int, int]] = {}
    locked = "" if pen.sqlite else " FOR UPDATE"
    ordered = sorted(book_ids)
    for start in range(0, len(ordered), 500):
        chunk = ordered[start : start + 500]
        marks = ", ".join(["%s"] * len(chunk))
        sql = (
            "SELECT book_id, last_seq, last_recorded_at_us FROM book_head "  # noqa: S608 - marks only
            f"WHERE book_id IN ({marks}) ORDER BY book_id{locked}"
        )
        found.update({row[0]: (row[1], row[2]) for row in pen.rows(sql, chunk)})
    return found


def last_numbers(pen: Pen, book_id: int) -> dict[tuple[str, int], int]:
    """The last number given in each journal and year of a book."""
    rows = pen.rows("SELECT journal, year, last_number FROM counter WHERE book_id = %s", [book_id])
    return {(row[0], row[1]): row[2] for row in rows}


def known_keys(
    pen: Pen, book_id: int, keys: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], tuple[int, int, int, bytes]]:
    """Of these (source, key) pairs, those posted before: (seq, number, recorded_at_us, request_hash)."""
    found: dict[tuple[str, str], tuple[int, int, int, bytes]] = {}
    by_source: dict[str, list[str]] = {}
    for source, key in keys:
        by_source.setdefault(source, []).append(key)
    for source, wanted in by_source.items():
        for start in range(0, len(wanted), 500):
            chunk = wanted[start : start + 500]
            marks = ", ".join(["%s"] * len(chunk))
            sql = (
                "SELECT key, seq, number, recorded_at_us, request_hash FROM entry "  # noqa: S608 - marks
                f"WHERE book_id = %s AND source = %s AND key IN ({marks})"
            )
            for row in pen.rows(sql, [book_id, source, *chunk]):
                found[(source, row[0])] = (row[1], row[2], row[3], bytes(row[4]))
    return found


def append(pen: Pen, book_ids: dict[str, int], posted: Sequence[Posted]) -> None:
    """Write posted entries: lines first, then the entries whose insertion is checked.

    Takes    the ids of the books by code; the entries with seq and number given, in order.
    """
    lines: list[tuple[object, ...]] = []
    entries: list[tuple[object, ...]] = []
    for each in posted:
        book_id = book_ids[each.draft.book]
        lines.extend(_line_rows(book_id, each))
        entries.append(_entry_row(pen, book_id, each))
    pen.insert("line", _LINE_COLUMNS, lines)
    pen.insert("entry", _ENTRY_COLUMNS, entries)
    pen.many(_TURNOVER_SQL, _turnover_rows(book_ids, posted))


def move_heads(pen: Pen, heads: Iterable[tuple[int, int, int]]) -> None:
    """Record how far books have got: (book_id, last_seq, last_recorded_at_us) each."""
    pen.many(
        "UPDATE book_head SET last_seq = %s, last_recorded_at_us = %s WHERE book_id = %s",
        [(seq, recorded, book_id) for book_id, seq, recorded in heads],
    )


def move_counters(pen: Pen, counters: Iterable[tuple[int, str, int, int]]) -> None:
    """Record the last numbers given: (book_id, journal, year, last_number) each."""
    pen.many(_COUNTER_SQL, list(counters))


def _line_rows(book_id: int, posted: Posted) -> list[tuple[object, ...]]:
    return [
        (
            book_id,
            posted.seq,
            number,
            line.account,
            line.side.value,
            line.amount_vnd,
            line.fund,
            line.item,
            line.counter_book,
            line.interbook_ref,
        )
        for number, line in enumerate(posted.draft.lines, start=1)
    ]


def _entry_row(pen: Pen, book_id: int, posted: Posted) -> tuple[object, ...]:
    draft = posted.draft
    content = canonical_bytes(posted)
    return (
        book_id,
        posted.seq,
        draft.journal,
        draft.accounting_on.year,
        posted.number,
        draft.period,
        pen.day(draft.accounting_on),
        pen.day(draft.document_on),
        posted.recorded_at_us,
        draft.text,
        draft.source,
        draft.key,
        draft.actor,
        draft.reverses_seq,
        len(draft.lines),
        request_hash(draft),
        content,
        leaf_hash(content),
    )


def _turnover_rows(book_ids: dict[str, int], posted: Sequence[Posted]) -> list[tuple[object, ...]]:
    sums: dict[tuple[object, ...], list[int]] = {}
    for each in posted:
        book_id, period = book_ids[each.draft.book], each.draft.period
        for line in each.draft.lines:
            held = sums.setdefault((book_id, period, *line.tags), [0, 0, 0])
            held[0 if line.side is Side.DEBIT else 1] += line.amount_vnd
            held[2] += 1
    # In order of key, so that two writers never wait for each other in a ring.
    return [(*key, *held) for key, held in sorted(sums.items(), key=lambda each: each[0])]
