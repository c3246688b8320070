"""Reading what seals are made of, the seals themselves, and the seal log."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from ledger import merkle
from ledger.merkle import HASH_BYTES, Frontier, Span
from ledger.periods import Period, PeriodState
from ledger.seals import SumNode, TagSums, sum_leaf, unpacked_sums
from ledger.store.cursor import Reader
from ledger.store.seal_tables import SealLogRow, SealRow
from ledger.store.sums import exact, whole
from ledger.store.tables import BookRow, PeriodEventRow, TurnoverRow

_CHUNK = 500


@dataclass(frozen=True, slots=True, order=True)
class Sealed:
    """Which seal of which book; in order of code and number."""

    code: str
    seal_no: int
    book_id: int
    period: str


@dataclass(frozen=True, slots=True)
class LoggedTotal:
    """A total as it hangs in the seal log."""

    position: int
    period: str
    content: bytes
    sums: bytes


def last_seal(session: Session, book_id: int) -> SealRow | None:
    """The newest seal of a book, of whatever month."""
    newest = select(SealRow).where(SealRow.book_id == book_id).order_by(SealRow.seal_no.desc())
    return session.scalars(newest.limit(1)).one_or_none()


def seals_of(session: Session, book_id: int, period: str = "") -> list[SealRow]:
    """The seals of a book, or of one of its months, in the order they were made."""
    query = select(SealRow).where(SealRow.book_id == book_id).order_by(SealRow.seal_no)
    return list(session.scalars(query.where(SealRow.period == period) if period else query))


def closing_event(session: Session, book_id: int, period: Period) -> int:
    """The number of the event that last closed a month; 0 when none did."""
    event = PeriodEventRow
    query = select(func.max(event.event_no)).where(
        event.book_id == book_id,
        event.period == period,
        event.to_state == PeriodState.CLOSED.value,
    )
    found = session.scalars(query).one()
    return 0 if found is None else found


def leaves(session: Session, book_id: int, after: int, until: int | None = None) -> Iterator[bytes]:
    """The leaf hashes of a book's entries in order, from the one after a seq."""
    sql = "SELECT leaf_hash FROM entry WHERE book_id = %s AND seq > %s"
    given: list[object] = [book_id, after]
    if until is not None:
        sql, given = f"{sql} AND seq <= %s", [*given, until]
    reader = Reader(session.connection())
    for (leaf,) in reader.stream("book_leaves", f"{sql} ORDER BY seq", given):
        yield bytes(leaf)


def tag_sums(session: Session, book_id: int, period: Period) -> list[TagSums]:
    """What moved under each set of tags in a month, and since the book began, in order of tags."""
    row = TurnoverRow
    tags = (row.account, row.fund, row.item, row.counter_book)
    month = row.period == period
    sums = (
        *exact(row.debit_vnd, month),
        *exact(row.credit_vnd, month),
        *exact(row.lines, month),
        *exact(row.debit_vnd),
        *exact(row.credit_vnd),
        *exact(row.lines),
    )
    query = select(*tags, *sums).where(row.book_id == book_id, row.period <= period).group_by(*tags)
    return sorted(
        TagSums(*found[:4], *(whole(found, at) for at in range(4, len(found), 2)))
        for found in session.execute(query)
    )


def waiting(session: Session) -> list[Sealed]:
    """The seals that do not hang in the seal log yet, in order of code and number."""
    logged = (SealLogRow.book_id == SealRow.book_id) & (SealLogRow.seal_no == SealRow.seal_no)
    query = (
        select(BookRow.code, SealRow.seal_no, SealRow.book_id, SealRow.period)
        .join(BookRow, BookRow.book_id == SealRow.book_id)
        .outerjoin(SealLogRow, logged)
        .where(SealLogRow.position.is_(None))
    )
    return sorted(Sealed(*found) for found in session.execute(query))


def counted(session: Session, period: str, before: int | None = None) -> list[Sealed]:
    """The seals that a total of a month counts: of each book the newest, in order of code.

    Takes    `before`: as the seal log stood before this position; None as it stands now.
    """
    row = SealLogRow
    query = (
        select(BookRow.code, func.max(row.seal_no), row.book_id, row.period)
        .join(BookRow, BookRow.book_id == row.book_id)
        .where(row.period == period, row.book_id.is_not(None))
        .group_by(BookRow.code, row.book_id, row.period)
    )
    if before is not None:
        query = query.where(row.position < before)
    return sorted(
        Sealed(code, number, book, month)
        for code, number, book, month in session.execute(query)
        if number is not None and book is not None
    )


def sum_leaves(session: Session, wanted: Sequence[Sealed]) -> Iterator[SumNode]:
    """The leaves of the sum tree over these seals, in the order given; few are held at a time."""
    for leaf, sums in _seals(session, wanted, (SealRow.leaf_hash, SealRow.sums)):
        yield sum_leaf(leaf, unpacked_sums(sums))


def contents(session: Session, wanted: Sequence[Sealed]) -> Iterator[tuple[bytes, bytes]]:
    """The bytes and leaf hashes of these seals, in the order given; few are held at a time."""
    yield from _seals(session, wanted, (SealRow.content, SealRow.leaf_hash))


def _seals(
    session: Session,
    wanted: Sequence[Sealed],
    columns: tuple[InstrumentedAttribute[bytes], InstrumentedAttribute[bytes]],
) -> Iterator[tuple[bytes, bytes]]:
    for start in range(0, len(wanted), _CHUNK):
        keys = [(each.book_id, each.seal_no) for each in wanted[start : start + _CHUNK]]
        query = select(SealRow.book_id, SealRow.seal_no, *columns).where(
            tuple_(SealRow.book_id, SealRow.seal_no).in_(keys)
        )
        found = {(book, number): (one, two) for book, number, one, two in session.execute(query)}
        yield from (found[key] for key in keys)


def log_size(session: Session) -> int:
    """How many leaves the seal log has."""
    last = session.scalars(select(func.max(SealLogRow.position))).one()
    return 0 if last is None else last + 1


def log_frontier(session: Session) -> Frontier:
    """The edge of the seal log."""
    size = log_size(session)
    parts = merkle.whole_parts((0, size))
    held = nodes(session, parts)
    return Frontier(size, [held[part] for part in parts])


def log_path(session: Session, spans: Sequence[Span]) -> list[bytes]:
    """The roots of these parts of the seal log, from the few rows that hold them."""
    held = nodes(session, [part for span in spans for part in merkle.whole_parts(span)])
    return merkle.path_from(spans, lambda level, place: held[level, place])


def nodes(session: Session, parts: Iterable[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    """The roots of whole subtrees of the seal log, by level and place."""
    at = {((place + 1) << level) - 1: (level, place) for level, place in parts}
    query = select(SealLogRow.position, SealLogRow.nodes).where(SealLogRow.position.in_(at))
    made: dict[tuple[int, int], bytes] = {}
    for position, packed in session.execute(query):
        level, place = at[position]
        made[level, place] = packed[level * HASH_BYTES : (level + 1) * HASH_BYTES]
    return made


def position_of(session: Session, book_id: int, seal_no: int) -> int | None:
    """Where a seal hangs in the seal log; None while it does not."""
    query = select(SealLogRow.position).where(
        SealLogRow.book_id == book_id, SealLogRow.seal_no == seal_no
    )
    return session.scalars(query).one_or_none()


def newest_totals(session: Session, before: int | None = None) -> list[LoggedTotal]:
    """The newest total of each month, in order of month; as the log stood before a position."""
    row = SealLogRow
    query = select(func.max(row.position)).where(row.book_id.is_(None)).group_by(row.period)
    if before is not None:
        query = query.where(row.position < before)
    found = session.execute(
        select(row.position, row.period, row.content, row.sums).where(row.position.in_(query))
    )
    return sorted(
        (
            LoggedTotal(at, period, content, sums)
            for at, period, content, sums in found
            if sums is not None
        ),
        key=lambda total: total.period,
    )
