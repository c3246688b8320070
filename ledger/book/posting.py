"""Posts entries and their reversals."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy.orm import Session

from ledger.book.judging import Before, Books, Moment, Taken, Verdict, judge
from ledger.entries import Draft, Posted, mirrored
from ledger.errors import AlreadyReversed, KeyConflict, Refusal
from ledger.store import writes
from ledger.store.cursor import Question
from ledger.store.pen import Pen

_NONE: Final[frozenset[str]] = frozenset()

Beside = Callable[[Sequence[Posted]], Sequence[Question]]


def _nothing(_posted: Sequence[Posted]) -> Sequence[Question]:
    return ()


def post(
    session: Session,
    now_us: int,
    drafts: Sequence[Draft],
    adjusting: frozenset[str] = _NONE,
    beside: Beside = _nothing,
) -> list[Posted]:
    """Post entries, in one or several books, all or none.

    Takes    the clock's microseconds, the entries in the order they are to stand, and the books
             where a softly locked month takes them too; `beside`, which makes of the entries,
             once they have their numbers, the statements that are written along with them.
    Returns  one Posted for each, in order; an entry that stood there already with the same
             source, key and content comes back with `fresh` False and nothing is written for it.
    Raises   UnknownBook, PeriodNotOpen, PeriodLapsed, UnknownAccount, WrongDimension, KeyConflict,
             NotAMirror, AlreadyReversed, TurnoverFull; PairsDoNotTie when lines towards another
             book are not met by that book's lines of the same reference and accounting date in
             the same call.
    """
    call = _Call(session, drafts, Moment(now_us, adjusting))
    posted: list[Posted] = []
    for outcome in call.outcomes:
        if isinstance(outcome, Refusal):
            raise outcome
        posted.append(outcome)
    call.write(beside(posted))
    return posted


def post_good(
    session: Session,
    now_us: int,
    drafts: Sequence[Draft],
    adjusting: frozenset[str] = _NONE,
) -> list[Posted | Refusal]:
    """Post the entries that may be posted; the others are told why not.

    The checks are those of `post`; what it would raise for a draft is what is told of it, and of
    every draft linked to it by an inter-book reference. Numbers have no gap for those left out.
    Returns  for each draft, in order, its Posted or its refusal.
    Raises   TurnoverFull, when a month's turnover would pass what can be kept: nothing is posted.
    """
    call = _Call(session, drafts, Moment(now_us, adjusting))
    call.write()
    return call.outcomes


class _Call:
    """One call: its books locked, its drafts judged and the good ones numbered; not yet written."""

    def __init__(self, session: Session, drafts: Sequence[Draft], moment: Moment) -> None:
        session.flush()
        self._pen = Pen(session.connection())
        by_book: dict[str, list[Draft]] = {}
        for draft in drafts:
            by_book.setdefault(draft.book, []).append(draft)
        self._books = writes.stand(self._pen, by_book) if drafts else {}
        verdicts = judge(session, drafts, self._books, moment)
        good = [(place, drafts[place]) for place, verdict in enumerate(verdicts) if verdict is None]
        self._fresh = _numbered(good, self._books, moment.now_us)
        self.outcomes = [
            self._fresh[place] if verdict is None else _told(drafts, self._fresh, place, verdict)
            for place, verdict in enumerate(verdicts)
        ]

    def write(self, beside: Sequence[Question] = ()) -> None:
        """Write what is fresh, and what is to be written beside it."""
        ids = {code: head.book_id for code, (head, _) in self._books.items()}
        writes.append(self._pen, ids, list(self._fresh.values()), beside)


def _numbered(drafts: Sequence[tuple[int, Draft]], books: Books, now_us: int) -> dict[int, Posted]:
    """Give seq, number and time to good drafts, by their places in the call."""
    made: dict[int, Posted] = {}
    heads = {code: (head.last_seq, head.last_recorded_at_us) for code, (head, _) in books.items()}
    numbers: dict[tuple[str, str, int], int] = {}
    for place, draft in drafts:
        code, journal, year = draft.book, draft.journal, draft.accounting_on.year
        seq, recorded = heads[code]
        heads[code] = seq, recorded = seq + 1, max(recorded + 1, now_us)
        last = numbers.get((code, journal, year))
        if last is None:
            last = books[code][1].numbers.get((journal, year), 0)
        numbers[code, journal, year] = last + 1
        made[place] = Posted(draft, seq, last + 1, recorded)
    return made


def _told(
    drafts: Sequence[Draft], fresh: Mapping[int, Posted], place: int, verdict: Verdict
) -> Posted | Refusal:
    """What the caller is told of a draft that is not written."""
    if isinstance(verdict, Taken):
        draft = drafts[verdict.place]
        where = fresh[verdict.before].public_id
        return KeyConflict(key=draft.key, source=draft.source, entry=where)
    if isinstance(verdict, Before):
        held = verdict.held
        if isinstance(held, int):
            return replace(fresh[held], fresh=False)
        there = replace(drafts[place], actor=held.actor)  # who asked first stands in the book
        return Posted(there, held.seq, held.number, held.recorded_at_us, fresh=False)
    assert verdict is not None, "what is to be posted is fresh"
    return verdict


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
