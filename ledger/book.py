"""The public surface of the book, and its only writer.

Every function works inside the caller's open transaction and never commits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from ledger.accounts import Chart
from ledger.chain import request_hash
from ledger.entries import Draft, Posted, check_tags, mirrored
from ledger.errors import (
    AlreadyReversed,
    KeyConflict,
    LedgerError,
    PeriodNotOpen,
    PeriodOrder,
    UnknownBook,
)
from ledger.periods import Period, PeriodState
from ledger.store import reads, writes
from ledger.store.tables import AccountRow, BookHeadRow, BookRow, PeriodRow


class PairsDoNotTie(LedgerError):
    """What one book owes another is not what the other is owed."""

    code = "ledger.pairs_do_not_tie"
    vi = "Giao dịch {ref} giữa {book} và {counter_book} không khớp: lệch {difference} đồng."
    en = "Transaction {ref} between {book} and {counter_book} does not tie: off by {difference} đồng."


def load_chart(session: Session, accounts: Iterable[dict[str, object]]) -> int:
    """Bring the chart in the database to the given rows, keyed by regime and code.

    Returns  how many rows were new. A row already there has its names and status refreshed;
             its rules never change under entries already posted.
    """
    held = {(row.regime, row.code): row for row in session.scalars(select(AccountRow))}
    new = 0
    for account in accounts:
        row = held.get((str(account["regime"]), str(account["code"])))
        if row is None:
            session.execute(insert(AccountRow).values(account))
            new += 1
        else:
            row.name_vi, row.name_en = str(account["name_vi"]), str(account["name_en"])
            row.status = str(account["status"])
    session.flush()
    return new


def open_books(
    session: Session, books: Sequence[tuple[str, str]], regime: str, years: Sequence[int]
) -> int:
    """Open books that do not exist yet, each with twelve open periods for each year.

    Takes    (code, name) of each book, the regime of its chart, the years to open.
    Returns  how many books are new. Books that exist get the years they lack.
    """
    held = dict(session.execute(select(BookRow.code, BookRow.book_id)).tuples().all())
    next_id = max(held.values(), default=0) + 1
    fresh = [(code, name) for code, name in books if code not in held]
    rows = [
        {"book_id": next_id + index, "code": code, "name": name, "regime": regime, "currency": "VND"}
        for index, (code, name) in enumerate(fresh)
    ]
    if rows:
        session.execute(insert(BookRow), rows)
        session.execute(
            insert(BookHeadRow),
            [{"book_id": r["book_id"], "last_seq": 0, "last_recorded_at_us": 0} for r in rows],
        )
    held.update({str(row["code"]): int(str(row["book_id"])) for row in rows})
    _open_years(session, [held[code] for code, _ in books], years)
    return len(rows)


def _open_years(session: Session, book_ids: Sequence[int], years: Sequence[int]) -> None:
    there = set(session.execute(select(PeriodRow.book_id, PeriodRow.period)).tuples().all())
    wanted = [
        {"book_id": book_id, "period": f"{year:04d}-{month:02d}", "state": PeriodState.OPEN.value}
        for book_id in book_ids
        for year in years
        for month in range(1, 13)
    ]
    missing = [row for row in wanted if (row["book_id"], row["period"]) not in there]
    if missing:
        session.execute(insert(PeriodRow), missing)


def post(session: Session, now_us: int, drafts: Sequence[Draft]) -> list[Posted]:
    """Post entries, in one or several books, all or none.

    Takes    the clock's microseconds, and the entries in the order they are to stand.
    Returns  one Posted for each, in order; an entry that stood there already with the same
             source, key and content comes back with `fresh` False and nothing is written for it.
    Raises   UnknownBook, PeriodNotOpen, UnknownAccount, WrongDimension, KeyConflict;
             PairsDoNotTie when lines towards another book are not met by that book's lines
             of the same reference in the same call.
    """
    if not drafts:
        return []
    session.flush()
    books = reads.books_by_code(session, {draft.book for draft in drafts})
    charts = {book.regime: reads.chart(session, book.regime) for book in books.values()}
    for draft in drafts:
        if draft.book not in books:
            raise UnknownBook(book=draft.book)
        check_tags(draft.lines, charts[books[draft.book].regime])
    _check_ties(drafts, charts)
    ids = {code: book.book_id for code, book in books.items()}
    pen = writes.Pen(session.connection())
    heads = writes.lock_heads(pen, list(ids.values()))
    _check_open(session, ids, drafts)
    by_book: dict[str, list[int]] = {}
    for index, draft in enumerate(drafts):
        by_book.setdefault(draft.book, []).append(index)
    results: dict[int, Posted] = {}
    for code, indexes in by_book.items():
        own = [drafts[index] for index in indexes]
        posted = _numbered(pen, ids[code], heads[ids[code]], now_us, own)
        results.update(zip(indexes, posted, strict=True))
    in_order = [results[index] for index in range(len(drafts))]
    writes.append(pen, ids, [each for each in in_order if each.fresh])
    return in_order


def _numbered(
    pen: writes.Pen, book_id: int, head: tuple[int, int], now_us: int, drafts: Sequence[Draft]
) -> list[Posted]:
    """Give seq, number and time to the entries of one book; move its head and counters."""
    seq, recorded = head
    numbers = writes.last_numbers(pen, book_id)
    known = writes.known_keys(pen, book_id, [(draft.source, draft.key) for draft in drafts])
    moved: set[tuple[str, int]] = set()
    made: dict[tuple[str, str], Posted] = {}
    out: list[Posted] = []
    for draft in drafts:
        name = (draft.source, draft.key)
        if name in made or name in known:
            out.append(_as_before(draft, made.get(name), known.get(name)))
            continue
        seq += 1
        recorded = max(recorded + 1, now_us)
        journal = (draft.journal, draft.accounting_on.year)
        numbers[journal] = numbers.get(journal, 0) + 1
        moved.add(journal)
        made[name] = Posted(draft, seq, numbers[journal], recorded)
        out.append(made[name])
    if made:
        writes.move_heads(pen, [(book_id, seq, recorded)])
        writes.move_counters(
            pen, [(book_id, *journal, numbers[journal]) for journal in sorted(moved)]
        )
    return out


def _as_before(
    draft: Draft, made: Posted | None, known: tuple[int, int, int, bytes] | None
) -> Posted:
    """The entry that already carries this key, or KeyConflict when its content differs."""
    if made is not None:
        same = request_hash(made.draft) == request_hash(draft)
        before = replace(made, fresh=False)
    else:
        assert known is not None  # noqa: S101 - the caller looked the key up
        same = known[3] == request_hash(draft)
        before = Posted(draft, known[0], known[1], known[2], fresh=False)
    if not same:
        raise KeyConflict(key=draft.key, source=draft.source, entry=before.public_id)
    return before


def reverse(session: Session, now_us: int, posted: Posted, draft: Draft) -> Posted:
    """Post the linked reversal of an entry: its lines with the sides exchanged, at most once.

    Takes    the entry, and a draft naming book, journal, dates, text, source, key and actor of
             the reversal; its lines are made here.
    Raises   AlreadyReversed when it was reversed before or is itself a reversal.
    """
    before = posted.draft
    if before.reverses_seq is not None:
        raise AlreadyReversed(entry=posted.public_id)
    turned = replace(draft, lines=mirrored(before.lines), reverses_seq=posted.seq)
    earlier = reads.reversal_of(session, before.book, posted.seq)
    if earlier is not None and (earlier.draft.source, earlier.draft.key) != (
        turned.source,
        turned.key,
    ):
        raise AlreadyReversed(entry=posted.public_id)
    return post(session, now_us, [turned])[0]


def close_period(session: Session, book: str, period: Period) -> bool:
    """Close a month of a book; months close in order.

    Returns  False when it was closed before.
    Raises   UnknownBook, PeriodNotOpen (no such month), PeriodOrder (an earlier one is open).
    """
    held = reads.books_by_code(session, {book}).get(book)
    if held is None:
        raise UnknownBook(book=book)
    writes.lock_heads(writes.Pen(session.connection()), [held.book_id])
    states = reads.period_states(session, held.book_id)
    if period not in states:
        raise PeriodNotOpen(book=book, period=period, state="none")
    if states[period] is PeriodState.CLOSED:
        return False
    for earlier in sorted(states):
        if earlier < period and states[earlier] is PeriodState.OPEN:
            raise PeriodOrder(book=book, earlier=earlier, period=period)
    session.execute(
        update(PeriodRow)
        .where(PeriodRow.book_id == held.book_id, PeriodRow.period == period)
        .values(state=PeriodState.CLOSED.value)
    )
    return True


def _check_open(session: Session, ids: dict[str, int], drafts: Sequence[Draft]) -> None:
    wanted = {(draft.book, draft.period) for draft in drafts}
    for book, period in sorted(wanted):
        state = reads.lock_period(session, ids[book], period)
        if state is not PeriodState.OPEN:
            raise PeriodNotOpen(book=book, period=period, state=state.value if state else "none")


def _check_ties(drafts: Sequence[Draft], charts: dict[str, Chart]) -> None:
    """For each reference, pair of books and account family, the signed sum is zero."""
    families = {a.code: a.family for chart in charts.values() for a in chart if a.family}
    sums: dict[tuple[str, str, str, str], int] = {}
    for draft in drafts:
        for line in draft.lines:
            family = families.get(line.account)
            if family is None:
                continue
            first, second = sorted((draft.book, line.counter_book))
            key = (line.interbook_ref, first, second, family)
            sums[key] = sums.get(key, 0) + line.signed_vnd
    for (ref, first, second, _), difference in sums.items():
        if difference:
            raise PairsDoNotTie(ref=ref, book=first, counter_book=second, difference=difference)
