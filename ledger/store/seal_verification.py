"""Verifies seals and the seal log: everything that can be recomputed is, in a stream.

Not recomputed: turnovers of a seal whose month was reopened since, and totals that a newer total
of the same month has taken the place of. The log that hashes both is.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.orm import Session

from ledger.chain import leaf_hash
from ledger.checks.seal_checks import SEAL_LOG, SealWalk, StoredSeal, seal_fault
from ledger.checks.stored import StoredTurnover
from ledger.errors import Problem
from ledger.merkle import Frontier
from ledger.periods import PeriodState
from ledger.seals import packed_sums, total_fields, total_of
from ledger.store import reads, seal_reads
from ledger.store.cursor import Reader, Row

_CLOSED: Final = PeriodState.CLOSED.value
_SEALED: Final = "book_id IN (SELECT book_id FROM seal)"
_LEAVES: Final = (
    "SELECT e.book_id, e.leaf_hash FROM entry e JOIN (SELECT book_id, max(last_seq) AS last_seq "
    "FROM seal GROUP BY book_id) s ON s.book_id = e.book_id AND e.seq <= s.last_seq"
)
_IN_ORDER: Final = " ORDER BY e.book_id, e.seq"
_OF_BOOK: Final = "book_id"
_ASKED: Final = {  # by table: the columns after the book, and in what order they come
    "seal": (", ".join(StoredSeal._fields), "book_id, seal_no"),
    "period": ("period, state", _OF_BOOK),
    "period_event": ("event_no, period, to_state", _OF_BOOK),
    "turnover": (", ".join(StoredTurnover._fields), _OF_BOOK),
}
_LOG: Final = (
    "SELECT l.position, l.period, l.book_id, l.seal_no, l.sums, l.content, l.leaf_hash, l.nodes, "
    "s.content "
    "FROM seal_log l LEFT JOIN seal s ON s.book_id = l.book_id AND s.seal_no = l.seal_no "
    "AND s.period = l.period ORDER BY l.position"
)


def verify_seals(session: Session, book_codes: Collection[str] | None = None) -> Iterator[Problem]:
    """Hold the seals of books to their logs and turnovers; of all books when none are named."""
    codes = {book.book_id: book.code for book in reads.books_by_code(session, book_codes).values()}
    streams = _Streams(Reader(session.connection()), None if book_codes is None else list(codes))
    while (book_id := streams.next_book()) is not None:
        seals = [StoredSeal(*row[1:]) for row in streams.of("seal", book_id)]
        walk = SealWalk(
            codes.get(book_id, f"#{book_id}"),
            seals,
            {row[1]: row[2] for row in streams.of("period", book_id)},
            {row[1]: row[2] for row in streams.of("period_event", book_id) if row[3] == _CLOSED},
            [StoredTurnover(*row[1:]) for row in streams.of("turnover", book_id)],
        )
        walk.begin()
        for row in streams.of("entry", book_id):
            walk.leaf(_raw(row[1]))
        yield from walk.end()


class _Streams:
    """The rows of books that have seals, table by table, in the order of the book's id."""

    def __init__(self, reader: Reader, ids: list[int] | None) -> None:
        among, values = ("", ()) if ids is None else reader.among(_OF_BOOK, ids)
        mine = f" WHERE {_SEALED}" + (f" AND {among}" if among else "")
        self._rows: dict[str, Iterator[Row]] = {}
        for table, (columns, order) in _ASKED.items():
            sql = f"SELECT book_id, {columns} FROM {table}{mine} ORDER BY {order}"  # noqa: S608 - names are ours
            self._rows[table] = reader.stream(f"seals_{table}", sql, values)
        leaves = _LEAVES + (f" WHERE e.{among}" if among else "") + _IN_ORDER
        self._rows["entry"] = reader.stream("seals_entry", leaves, values)
        self._heads = {table: next(rows, None) for table, rows in self._rows.items()}

    def next_book(self) -> int | None:
        """The next book that has a seal, or None after the last."""
        head = self._heads["seal"]
        return None if head is None else int(head[0])

    def of(self, table: str, book_id: int) -> Iterator[Row]:
        """The rows of a book; those of books sealed since the first question are passed over."""
        return (row for row in self._until(table, book_id) if row[0] == book_id)

    def _until(self, table: str, book_id: int) -> Iterator[Row]:
        while (head := self._heads[table]) is not None and head[0] <= book_id:
            self._heads[table] = next(self._rows[table], None)
            yield head


@dataclass(slots=True)
class LogVerification:
    """What was wrong in the seal log, how long it is, and its roots at the sizes asked for."""

    size: int = 0
    roots: dict[int, bytes] = field(default_factory=dict)
    rows: list[Problem] = field(default_factory=list)


def verify_log(session: Session, sizes: Collection[int]) -> LogVerification:
    """Make the seal log anew from the bytes of its leaves, and hold it to seals and totals."""
    made = LogVerification()
    grown = Frontier()
    newest: dict[str, tuple[int, bytes, bytes]] = {}
    reader = Reader(session.connection())
    for position, period, book_id, seal_no, *row in reader.stream("verify_log", _LOG, ()):
        sums, content, leaf, nodes, sealed = row
        where = f"{SEAL_LOG}/{position}"
        if position != grown.size:
            made.rows.append(seal_fault("seal_log_order", where, position=position))
        wanted = leaf_hash(_raw(content))
        if (leaf, nodes) != (wanted, b"".join(grown.append(wanted))):
            made.rows.append(seal_fault("seal_log_leaf", where, position=position))
        if book_id is None:
            if seal_no is None and _month(_raw(content)) == period:
                newest[period] = (position, _raw(content), _raw(sums))
            else:
                made.rows.append(seal_fault("seal_total", where, period=period, position=position))
        elif sealed is None or sealed != content or sums is not None:
            made.rows.append(seal_fault("seal_log_seal", where, position=position))
        if grown.size in sizes:
            made.roots[grown.size] = grown.root()
    made.size = grown.size
    made.rows += _totals(session, newest)
    return made


def _totals(session: Session, newest: Mapping[str, tuple[int, bytes, bytes]]) -> Iterator[Problem]:
    """Sum the newest total of each month up anew."""
    for period, (position, content, sums) in sorted(newest.items()):
        try:
            counted = seal_reads.counted(session, period)
            total = total_of(period, seal_reads.sum_leaves(session, counted))
        except (IndexError, KeyError, TypeError, ValueError):  # no seals, or none to be read
            right = False
        else:
            right = (total.content, packed_sums(total.root.sums)) == (content, sums)
        if not right:
            where = f"{SEAL_LOG}/{position}"
            yield seal_fault("seal_total", where, period=period, position=position)


def _month(content: bytes) -> str:
    """The month a total's bytes name; nothing when they are none."""
    try:
        return total_fields(content)[0]
    except ValueError:
        return ""


def _raw(value: object) -> bytes:
    """A stored hash or content, whatever was put in its place."""
    return value if isinstance(value, bytes) else str(value).encode()
