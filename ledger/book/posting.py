"""Posts entries and their reversals."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from sqlalchemy.orm import Session

from ledger.chain import request_hash
from ledger.entries import Draft, Posted, check_tags, mirrored
from ledger.errors import (
    AlreadyReversed,
    KeyConflict,
    NotAMirror,
    PairsDoNotTie,
    PeriodLapsed,
    PeriodNotOpen,
    Refusal,
    UnknownBook,
    WrongDimension,
)
from ledger.periods import PeriodState
from ledger.store import charts, reads, writes

_NONE: Final[frozenset[str]] = frozenset()


def post(
    session: Session,
    now_us: int,
    drafts: Sequence[Draft],
    adjusting: frozenset[str] = _NONE,
) -> list[Posted]:
    """Post entries, in one or several books, all or none.

    Takes    the clock's microseconds, the entries in the order they are to stand, and the books
             where a softly locked month takes them too.
    Returns  one Posted for each, in order; an entry that stood there already with the same
             source, key and content comes back with `fresh` False and nothing is written for it.
    Raises   UnknownBook, PeriodNotOpen, PeriodLapsed, UnknownAccount, WrongDimension, KeyConflict,
             NotAMirror, AlreadyReversed; PairsDoNotTie when lines towards another book are not met
             by that book's lines of the same reference and accounting date in the same call.
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
    numbered = {
        code: iter(_numbered(own, *books[code], _Moment(now_us, code in adjusting)))
        for code, own in by_book.items()
    }
    in_order = [next(numbered[draft.book]) for draft in drafts]
    fresh = [each for each in in_order if each.fresh]
    for each in fresh:
        if each.draft.reverses_seq is not None:
            _check_reversal(session, each)
    writes.append(pen, {code: head.book_id for code, head in heads.items()}, fresh)
    return in_order


class _Moment(NamedTuple):
    now_us: int
    adjusting: bool  # whether a softly locked month takes entries


def _numbered(
    drafts: Sequence[Draft], head: writes.Head, known: writes.Standing, moment: _Moment
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
        seq += 1
        recorded = max(recorded + 1, moment.now_us)
        _check_month(draft, known.periods.get(draft.period), recorded, moment.adjusting)
        journal = (draft.journal, draft.accounting_on.year)
        numbers[journal] = numbers.get(journal, 0) + 1
        made[name] = Posted(draft, seq, numbers[journal], recorded)
        out.append(made[name])
    return out


def _check_month(
    draft: Draft,
    month: tuple[str, int | None] | None,
    recorded: int,
    adjusting: bool,  # noqa: FBT001 - as asked
) -> None:
    """The month is open; or locked softly, for an entry from above; and has not lapsed."""
    state, until = ("none", None) if month is None else month
    if state != PeriodState.OPEN and not (adjusting and state == PeriodState.SOFT):
        raise PeriodNotOpen(book=draft.book, period=draft.period, state=state)
    if until is not None and recorded > until:
        raise PeriodLapsed(book=draft.book, period=draft.period)


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


def reverse(
    session: Session,
    now_us: int,
    posted: Posted,
    draft: Draft,
    adjusting: frozenset[str] = _NONE,
) -> Posted:
    """Post the linked reversal of an entry: its lines with the sides exchanged, at most once.

    Takes    the entry, and a draft naming book, journal, dates, text, source, key and actor of
             the reversal; its lines are made here; `adjusting` as for `post`.
    Returns  the reversal; a retry with the same source, key and content returns the first.
    Raises   AlreadyReversed when it was reversed before or is itself a reversal.
    """
    if posted.draft.reverses_seq is not None:
        raise AlreadyReversed(entry=posted.public_id)
    turned = replace(draft, lines=mirrored(posted.draft.lines), reverses_seq=posted.seq)
    return post(session, now_us, [turned], adjusting)[0]


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
