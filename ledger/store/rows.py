"""Stored rows as values: an entry with its lines."""

from collections.abc import Iterator, Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from ledger.entries import Draft, Line, Posted, Side
from ledger.money import Vnd
from ledger.store.tables import EntryRow, LineRow

CHUNK = 500  # entries whose lines are read by one question


def with_lines(session: Session, rows: Sequence[tuple[EntryRow, str]]) -> Iterator[Posted]:
    """Entries with their lines, read in chunks and kept in the order given.

    Takes    rows of entries, each with the code of its book.
    """
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
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
        papers=row.papers,
    )
    return Posted(draft, row.seq, row.number, row.recorded_at_us)
