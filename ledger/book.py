"""The public surface of the book, and its only writer.

Every function works inside the caller's open transaction and never commits.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from ledger.chain import request_hash
from ledger.entries import Draft, Posted, check_tags, mirrored
from ledger.errors import (
    AlreadyReversed,
    KeyConflict,
    NotAMirror,
    PairsDoNotTie,
    PeriodNotOpen,
    PeriodOrder,
    Refusal,
    UnknownBook,
    WrongDimension,
)
from ledger.periods import Period, PeriodState
from ledger.store import charts, reads, writes
from ledger.store.tables import AccountRow, BookHeadRow, BookRow, PeriodRow

_OPENING = 7502  # PostgreSQL's advisory lock: books are numbered by one writer at a time


def load_chart(session: Session, accounts: Iterable[dict[str, object]]) -> int:
    """Bring the chart in the database to the given rows, keyed by regime and code.

    Returns  how many rows were new. A row already there has its names and status refreshed;
             its rules never change under entries already posted: the database keeps them.
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
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _OPENING})
    held = dict(session.execute(select(BookRow.code, BookRow.book_id)).all())
    next_id = max(held.values(), default=0) + 1
    fresh = [(code, name) for code, name in books if code not in held]
    rows = [
        {
            "book_id": next_id + index,
            "code": code,
            "name": name,
            "regime": regime,
            "currency": "VND",
        }
        for index, (code, name) in enumerate(fresh)
    ]
    if rows:
        session.execute(insert(BookRow), rows)
        session.execute(
            insert(BookHeadRow),
            [{"book_id": r["book_id"], "last_seq": None, "last_recorded_at_us": 0} for r in rows],
        )
    held.update({str(row["code"]): int(str(row["book_id"])) for row in rows})
    _open_years(session, [held[code] for code, _ in books], years)
    return len(rows)


def open_year(session: Session, year: int) -> int:
    """Give every book the twelve months of a year it does not have yet.

    Returns  how many months were opened.
    """
    return _open_years(session, list(session.scalars(select(BookRow.book_id))), [year])


def _open_years(session: Session, book_ids: Sequence[int], years: Sequence[int]) -> int:
    there = set(session.execute(select(PeriodRow.book_id, PeriodRow.period)).all())
    wanted = [
        {"book_id": book_id, "period": f"{year:04d}-{month:02d}", "state": PeriodState.OPEN.value}
        for book_id in book_ids
        for year in years
        for month in range(1, 13)
    ]
    missing = [row for row in wanted if (row["book_id"], row["period"]) not in there]
    if missing:
        session.execute(insert(PeriodRow), missing)
    return len(missing)


def post(session: Session, now_us: int, drafts: Sequence[Draft]) -> list[Posted]:
    """Post entries, in one or several books, all or none.

    Takes    the clock's microseconds, and the entries in the order they are to stand.
    Returns  one Posted for each, in order; an entry that stood there already with the same
             source, key and content comes back with `fresh` False and nothing is written for it.
    Raises   UnknownBook, PeriodNotOpen, UnknownAccount, WrongDimension, KeyConflict, NotAMirror,
             AlreadyReversed; PairsDoNotTie when lines towards another book are not met by that
             book's lines of the same reference and accounting date in the same call.
    """
    if not drafts:
        return []
    session.flush()
    pen = writes.Pen(session.connection())
    by_book: dict[str, list[Draft]] = {}
    for draft in drafts:
        by_book.setdefault(draft.book, []).append(draft)
    books = writes.stand(pen, by_book)
    for code in by_book:
        if code not in books:
            raise UnknownBook(book=code)
    heads = {code: head for code, (head, _) in books.items()}
    _check_lines(session, drafts, heads)
    numbered = {code: iter(_numbered(own, *books[code], now_us)) for code, own in by_book.items()}
    in_order = [next(numbered[draft.book]) for draft in drafts]
    fresh = [each for each in in_order if each.fresh]
    for each in fresh:
        if each.draft.reverses_seq is not None:
            _check_reversal(session, each)
    writes.append(pen, {code: head.book_id for code, head in heads.items()}, fresh)
    return in_order


def _numbered(
    drafts: Sequence[Draft], head: writes.Head, known: writes.Standing, now_us: int
) -> list[Posted]:
    """Give seq, number and time to the entries of one book."""
    numbers = dict(known.numbers)
    seq, recorded = head.last_seq, head.last_recorded_at_us
    made: dict[tuple[str, str], Posted] = {}
    out: list[Posted] = []
    for draft in drafts:
        name = (draft.source, draft.key)
        if name in made or name in known.keys:
            out.append(_as_before(draft, made.get(name), known.keys.get(name)))
            continue
        state = known.periods.get(draft.period)
        if state != PeriodState.OPEN.value:
            raise PeriodNotOpen(book=draft.book, period=draft.period, state=state or "none")
        seq += 1
        recorded = max(recorded + 1, now_us)
        journal = (draft.journal, draft.accounting_on.year)
        numbers[journal] = numbers.get(journal, 0) + 1
        made[name] = Posted(draft, seq, numbers[journal], recorded)
        out.append(made[name])
    return out


def _as_before(draft: Draft, made: Posted | None, known: writes.Known | None) -> Posted:
    """The entry that already carries this key, or KeyConflict when its content differs."""
    if made is not None:
        same = request_hash(made.draft) == request_hash(draft)
        before, where = replace(made, fresh=False), made.public_id
    else:
        assert known is not None, "the caller looked the key up"
        same = known.request_hash == request_hash(draft)
        there = replace(draft, actor=known.actor)  # who asked first stands in the book
        before = Posted(there, known.seq, known.number, known.recorded_at_us, fresh=False)
        where = f"{draft.book}/{known.journal}/{known.year}/{known.number}"
    if not same:
        raise KeyConflict(key=draft.key, source=draft.source, entry=where)
    return before


def reverse(session: Session, now_us: int, posted: Posted, draft: Draft) -> Posted:
    """Post the linked reversal of an entry: its lines with the sides exchanged, at most once.

    Takes    the entry, and a draft naming book, journal, dates, text, source, key and actor of
             the reversal; its lines are made here.
    Returns  the reversal; a retry with the same source, key and content returns the first.
    Raises   AlreadyReversed when it was reversed before or is itself a reversal.
    """
    if posted.draft.reverses_seq is not None:
        raise AlreadyReversed(entry=posted.public_id)
    turned = replace(draft, lines=mirrored(posted.draft.lines), reverses_seq=posted.seq)
    return post(session, now_us, [turned])[0]


def _check_reversal(session: Session, posted: Posted) -> None:
    """A reversal mirrors an entry of its book that stands, is none itself, and has none yet."""
    draft = posted.draft
    assert draft.reverses_seq is not None, "the caller asked"
    before = reads.entry_by_seq(session, draft.book, draft.reverses_seq)
    if before is None:
        raise NotAMirror(seq=draft.reverses_seq, book=draft.book)
    reversed_before = reads.reversal_of(session, draft.book, before.seq) is not None
    if before.draft.reverses_seq is not None or reversed_before:
        raise AlreadyReversed(entry=before.public_id)
    if sorted(mirrored(before.draft.lines), key=repr) != sorted(draft.lines, key=repr):
        raise NotAMirror(seq=draft.reverses_seq, book=draft.book)


def close_period(session: Session, book: str, period: Period) -> bool:
    """Close a month of a book; months close in order.

    Returns  False when it was closed before.
    Raises   UnknownBook, PeriodNotOpen (no such month), PeriodOrder (an earlier one is open).
    """
    held = reads.books_by_code(session, {book}).get(book)
    if held is None:
        raise UnknownBook(book=book)
    session.flush()
    writes.lock_head(writes.Pen(session.connection()), book)
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


def _check_lines(
    session: Session, drafts: Sequence[Draft], heads: Mapping[str, writes.Head]
) -> None:
    """Hold all lines to their charts and to the books they name."""
    by_regime: dict[str, list[Draft]] = {}
    for draft in drafts:
        by_regime.setdefault(heads[draft.book].regime, []).append(draft)
    for regime, own in by_regime.items():
        lines = [line for draft in own for line in draft.lines]
        try:
            check_tags(lines, charts.kept(session, regime))
        except Refusal:  # the chart may have grown since it was kept
            check_tags(lines, charts.fresh(session, regime))
    _check_counter_books(session, drafts, set(heads))
    families: dict[str, str] = {}
    for regime in {head.regime for head in heads.values()}:
        families.update(charts.families(session, regime))
    _check_ties(drafts, families)


def _check_counter_books(session: Session, drafts: Sequence[Draft], there: set[str]) -> None:
    unseen: set[str] = set()
    for draft in drafts:
        for line in draft.lines:
            if line.counter_book == draft.book:
                raise WrongDimension(
                    account=line.account, dimension="counter_book", rule="another book"
                )
            if line.counter_book and line.counter_book not in there:
                unseen.add(line.counter_book)
    if unseen:
        found = reads.books_by_code(session, unseen)
        for code in sorted(unseen - found.keys()):
            raise UnknownBook(book=code)


def _check_ties(drafts: Sequence[Draft], families: Mapping[str, str]) -> None:
    """For each reference, date, pair of books and account family, the signed sum is zero."""
    sums: dict[tuple[str, str, str, str, str], int] = {}
    for draft in drafts:
        for line in draft.lines:
            family = families.get(line.account)
            if family is None:
                continue
            first, second = sorted((draft.book, line.counter_book))
            day = draft.accounting_on.isoformat()
            key = (line.interbook_ref, first, second, family, day)
            sums[key] = sums.get(key, 0) + line.signed_vnd
    for (ref, first, second, _, _), difference in sums.items():
        if difference:
            raise PairsDoNotTie(ref=ref, book=first, counter_book=second, difference=difference)
