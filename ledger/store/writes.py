"""The only statements that write the book. Imported by `ledger.book` alone.

Written for the driver's own cursor, inside the caller's transaction: a posting asks once and
writes once, and a batch of many entries takes no more round trips than one of few.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import Final

from ledger.chain import sealed
from ledger.entries import Draft, Posted, Side
from ledger.errors import TurnoverFull
from ledger.store.cursor import Question
from ledger.store.pen import Pen, Rows, Written

_STATE: Final = "state, open_until_us"
_HEAD: Final = "h.book_id, b.code, b.regime, coalesce(h.last_seq, 0), h.last_recorded_at_us"
_FOR_UPDATE: Final = " FOR UPDATE OF h"
_OF_BOOK: Final = "book_id = (SELECT b.book_id FROM book b WHERE b.code = %s)"
_KNOWN: Final = "source, key, seq, journal, year, number, recorded_at_us, actor, request_hash"
_DEBIT: Final = Side.DEBIT
_OUT_OF_RANGE: Final = "22003"  # PostgreSQL: numeric value out of range
_CHUNK: Final = 500  # keys looked up by one question
_MANY: Final = 50  # books; so many are asked about together
_PART: Final = 2_000  # entries whose rows are made and written at a time


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


def stand(pen: Pen, drafts: Mapping[str, Sequence[Draft]]) -> dict[str, tuple[Head, Standing]]:
    """Lock the heads of books, in order of their ids, and say what the books hold of the drafts.

    SQLite's writer holds the whole database already, so there the lock is the transaction's.
    Takes    the drafts by book.
    Returns  head and standing by book; a book that does not exist is left out.
    """
    if len(drafts) >= _MANY:
        return _stand_many(pen, drafts)
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


def _stand_many(
    pen: Pen, drafts: Mapping[str, Sequence[Draft]]
) -> dict[str, tuple[Head, Standing]]:
    """The same for many books: a few questions for some hundreds of them, instead of three each."""
    (locked,) = pen.ask([_lock(pen, list(drafts))])  # in one statement, so in order of their ids
    heads = {row[1]: Head(row[0], *row[2:]) for row in locked}
    found: dict[str, tuple[Head, Standing]] = {}
    by_id = {head.book_id: code for code, head in heads.items()}
    ids = sorted(by_id)
    for start in range(0, len(ids), _CHUNK):
        part = ids[start : start + _CHUNK]
        own = {book_id: drafts[by_id[book_id]] for book_id in part}
        held: dict[int, list[list[tuple[object, ...]]]] = {each: [[], [], []] for each in part}
        for place, rows in enumerate(pen.ask(_questions_of_many(pen, own))):
            for book_id, *row in rows:
                held[book_id][min(place, 2)].append(tuple(row))
        found.update((by_id[each], (heads[by_id[each]], _standing(held[each]))) for each in part)
    return found


def _questions_of_many(pen: Pen, drafts: Mapping[int, Sequence[Draft]]) -> list[Question]:
    """Numbers, states of months, and entries that carry the keys; each row with its book."""
    mine, ids = pen.among("book_id", list(drafts))
    among, months = pen.among("period", sorted({d.period for own in drafts.values() for d in own}))
    asked: list[Question] = [
        (f"SELECT book_id, journal, year, last_number FROM counter WHERE {mine}", ids),  # noqa: S608 - marks
        (f"SELECT book_id, period, {_STATE} FROM period WHERE {mine} AND {among}", [*ids, *months]),  # noqa: S608 - marks
    ]
    keys: dict[str, set[str]] = {}
    for draft in chain.from_iterable(drafts.values()):
        keys.setdefault(draft.source, set()).add(draft.key)
    for source, every in keys.items():
        wanted = sorted(every)
        for start in range(0, len(wanted), _CHUNK):
            among, values = pen.among("key", wanted[start : start + _CHUNK])
            theirs = f"{mine} AND source = %s AND {among}"
            sql = f"SELECT book_id, {_KNOWN} FROM entry WHERE {theirs}"  # noqa: S608 - marks
            asked.append((sql, [*ids, source, *values]))
    return asked


def lock_heads(pen: Pen, books: Sequence[str]) -> None:
    """Lock the heads of books until the transaction ends; many are named in order of their ids."""
    for start in range(0, len(books), _CHUNK):
        pen.ask([_lock(pen, books[start : start + _CHUNK])])


def _lock(pen: Pen, books: Sequence[str]) -> Question:
    condition, values = pen.among("b.code", books)
    sql = (
        f"SELECT {_HEAD} FROM book b JOIN book_head h ON h.book_id = b.book_id "  # noqa: S608 - marks only
        f"WHERE {condition} ORDER BY h.book_id{'' if pen.sqlite else _FOR_UPDATE}"
    )
    return sql, values


def _questions(pen: Pen, book: str, drafts: Sequence[Draft]) -> list[Question]:
    """Numbers, states of months, and entries that carry the keys."""
    among, months = pen.among("period", sorted({draft.period for draft in drafts}))
    asked: list[Question] = [
        (f"SELECT journal, year, last_number FROM counter WHERE {_OF_BOOK}", [book]),  # noqa: S608 - marks
        (f"SELECT period, {_STATE} FROM period WHERE {_OF_BOOK} AND {among}", [book, *months]),  # noqa: S608 - marks
    ]
    keys: dict[str, list[str]] = {}
    for draft in drafts:
        keys.setdefault(draft.source, []).append(draft.key)
    for source, wanted in keys.items():
        for start in range(0, len(wanted), _CHUNK):
            among, values = pen.among("key", wanted[start : start + _CHUNK])
            own = f"{_OF_BOOK} AND source = %s AND {among}"
            sql = f"SELECT {_KNOWN} FROM entry WHERE {own}"  # noqa: S608 - marks
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


def append(
    pen: Pen,
    book_ids: Mapping[str, int],
    posted: Sequence[Posted],
    beside: Sequence[Question] = (),
) -> None:
    """Write posted entries: the heads, the lines, then the entries whose insertion is checked.

    Takes    the ids of the books by code; the entries with seq and number given, in order of
             seq within each book; statements that are written after them, of other tables.
    Raises   TurnoverFull.
    """
    if not posted:
        pen.tell(beside)
        return
    # Book by book, so that neighbours in the call are neighbours in the tables.
    in_order = sorted(posted, key=lambda each: book_ids[each.draft.book])
    heads: dict[int, tuple[int, int, int]] = {}
    numbers: dict[tuple[int, str, int], int] = {}
    for each in in_order:
        draft = each.draft
        book_id = book_ids[draft.book]
        heads[book_id] = (each.seq, each.recorded_at_us, book_id)
        numbers[book_id, draft.journal, draft.accounting_on.year] = each.number
    written = Written(
        heads=list(heads.values()),
        counters=[(*key, last) for key, last in sorted(numbers.items())],
        parts=_parts(pen, book_ids, in_order),
        lines=sum(len(each.draft.lines) for each in posted),
        turnovers=_turnover_rows(book_ids, posted),
        beside=beside,
    )
    try:
        pen.write(written)
    except (OverflowError, pen.driver_error) as error:
        if not _overflows(error):
            raise
        books = sorted({each.draft.book for each in posted})
        raise TurnoverFull(books=", ".join(books)) from error


def _parts(
    pen: Pen, book_ids: Mapping[str, int], posted: Sequence[Posted]
) -> Iterator[tuple[Rows, Rows]]:
    """The rows of lines and of entries, some entries at a time, each when it is asked for."""
    for start in range(0, len(posted), _PART):
        lines: list[tuple[object, ...]] = []
        entries: list[tuple[object, ...]] = []
        for each in posted[start : start + _PART]:
            book_id = book_ids[each.draft.book]
            day = pen.day(each.draft.accounting_on)
            lines += _line_rows(book_id, each, day)
            entries.append(_entry_row(pen, book_id, each, day))
        yield lines, entries


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
