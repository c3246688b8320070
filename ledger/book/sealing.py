"""Seals months that close, and hangs the seals of all books in one log."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from ledger import merkle
from ledger.chain import leaf_hash
from ledger.errors import UnknownBook
from ledger.merkle import Frontier
from ledger.periods import Period
from ledger.seals import Seal, account_sums, packed_sums, total_of, turnover_leaves
from ledger.store import reads, seal_reads, writes
from ledger.store.pen import Pen
from ledger.store.seal_tables import SealLogRow, SealRow

_LOGGING = 7505  # PostgreSQL's advisory lock: the seal log has one writer at a time
_CHUNK = 500  # leaves of the seal log written by one statement


@dataclass(slots=True)
class _Log:
    """Adds leaves to the seal log, a chunk of rows at a time."""

    session: Session
    edge: Frontier
    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, content: bytes, leaf: bytes, **told: object) -> None:
        told.update(position=self.edge.size, content=content, leaf_hash=leaf)
        told["nodes"] = b"".join(self.edge.append(leaf))
        self.rows.append(told)
        if len(self.rows) == _CHUNK:
            self.write()

    def write(self) -> None:
        if self.rows:
            self.session.execute(insert(SealLogRow), self.rows)
            self.rows = []


@dataclass(frozen=True, slots=True)
class Logged:
    """The seal log after seals were added: how long it is, its root, what was added."""

    size: int
    root: bytes
    seals: int
    totals: int


def seal_period(session: Session, book: str, period: Period, now_us: int) -> Seal:
    """Seal a month that was closed in this transaction.

    Only the entries since the book's last seal are read: the edge of the log is kept with it.
    Turnovers are read whole; they are few.
    Raises   UnknownBook. The database refuses a month that is not closed, and a log that does not
             reach to the head of its book.
    """
    held = reads.books_by_code(session, {book}).get(book)
    if held is None:
        raise UnknownBook(book=book)
    session.flush()
    writes.lock_heads(Pen(session.connection()), [book])
    before = seal_reads.last_seal(session, held.book_id)
    grown = Frontier() if before is None else Frontier.unpacked(before.last_seq, before.frontier)
    for leaf in seal_reads.leaves(session, held.book_id, grown.size):
        grown.append(leaf)
    rows = seal_reads.tag_sums(session, held.book_id, period)
    tree = merkle.root(turnover_leaves(book, period, rows))
    seal = Seal(
        book=book,
        period=period,
        seal_no=1 if before is None else before.seal_no + 1,
        event_no=seal_reads.closing_event(session, held.book_id, period),
        last_seq=grown.size,
        log_root=grown.root().hex(),
        turnover_root=tree.hex(),
        turnover_leaves=len(rows),
        debit_vnd=sum(row.debit_vnd for row in rows),
        credit_vnd=sum(row.credit_vnd for row in rows),
        sealed_at_us=now_us,
    )
    session.execute(
        insert(SealRow).values(
            book_id=held.book_id,
            seal_no=seal.seal_no,
            period=period,
            event_no=seal.event_no,
            last_seq=seal.last_seq,
            log_root=grown.root(),
            turnover_root=tree,
            turnover_leaves=seal.turnover_leaves,
            debit_vnd=seal.debit_vnd,
            credit_vnd=seal.credit_vnd,
            sealed_at_us=now_us,
            frontier=grown.packed(),
            sums=packed_sums(account_sums(rows)),
            content=seal.content,
            leaf_hash=leaf_hash(seal.content),
        )
    )
    return seal


def log_seals(session: Session) -> Logged:
    """Hang the seals that wait in the seal log, and the new total of each month they are of.

    Seals come in order of book code and number, then totals in order of month. Nothing is written
    when no seal waits. Contents are read and written a few hundred at a time.
    """
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOGGING})
    wanted = seal_reads.waiting(session)
    edge = seal_reads.log_frontier(session)
    log = _Log(session, edge)
    for seal, (content, leaf) in zip(wanted, seal_reads.contents(session, wanted), strict=True):
        log.add(content, leaf, period=seal.period, book_id=seal.book_id, seal_no=seal.seal_no)
    log.write()
    months = sorted({seal.period for seal in wanted})
    for month in months:
        total = total_of(month, seal_reads.sum_leaves(session, seal_reads.counted(session, month)))
        sums = packed_sums(total.root.sums)
        log.add(total.content, leaf_hash(total.content), period=month, sums=sums)
        log.write()
    return Logged(edge.size, edge.root(), len(wanted), len(months))
