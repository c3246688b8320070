"""Judges drafts: which may be posted, and why the others may not. The same for one as for many.

A draft is judged by itself, with those of its inter-book references, and after those judged
before it. Drafts linked by a reference stand or fall together, for one reason.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from ledger.chain import request_hash
from ledger.entries import Draft, Line, Posted, check_tags, mirrored
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

Books = Mapping[str, tuple[writes.Head, writes.Standing]]


@dataclass(frozen=True, slots=True)
class Before:
    """The draft is one that came before: the entry that has its key, or its place in the call."""

    held: writes.Known | int


@dataclass(frozen=True, slots=True)
class Taken:
    """A refusal still to be worded: the draft at `place` has the key of the one at `before`."""

    place: int
    before: int


Verdict = Refusal | Taken | Before | None  # None: it is to be posted

_Kind = tuple[str, str, str, str, bool]


@dataclass(frozen=True, slots=True)
class Moment:
    """When a call posts, and the books in which it may post into softly locked months."""

    now_us: int
    adjusting: frozenset[str] = frozenset()


def judge(session: Session, drafts: Sequence[Draft], books: Books, moment: Moment) -> list[Verdict]:
    """Say of each draft what is to become of it.

    Takes    the drafts of a call, in order; head and standing of the books there are.
    Returns  a verdict for each, in order.
    """
    verdicts: list[Verdict] = [None] * len(drafts)
    lines = _Lines(session, drafts, books)
    months = _Months(books, moment, drafts)
    court = _Court(drafts, books, lines, months, _Reversals(session, drafts))
    for group in _groups(drafts):
        if len(group) == 1:
            verdicts[group[0]] = court.alone(group[0])
        else:
            for place, verdict in zip(group, court.together(group), strict=True):
                verdicts[place] = verdict
    return verdicts


def _groups(drafts: Sequence[Draft]) -> Iterable[list[int]]:
    """The places of drafts that stand or fall together, in order of the first of each group."""
    refs = [[line.interbook_ref for line in draft.lines if line.interbook_ref] for draft in drafts]
    leader: dict[str, str] = {}

    def found(ref: str) -> str:
        while leader.setdefault(ref, ref) != ref:
            leader[ref] = ref = leader[leader[ref]]
        return ref

    for own in refs:
        for ref in own[1:]:
            leader[found(ref)] = found(own[0])
    groups: dict[str | int, list[int]] = {}
    for place, own in enumerate(refs):
        groups.setdefault(found(own[0]) if own else place, []).append(place)
    return groups.values()


@dataclass(slots=True)
class _Court:
    """Judges group after group and remembers what was granted."""

    drafts: Sequence[Draft]
    books: Books
    lines: "_Lines"
    months: "_Months"
    reversals: "_Reversals"
    _keys: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def alone(self, place: int) -> Verdict:
        """The verdict on a draft that no other depends on."""
        draft = self.drafts[place]
        return self.lines.refusal(draft) or self.lines.tied([draft]) or self._later(place)

    def together(self, group: Sequence[int]) -> list[Verdict]:
        """The verdicts on drafts of which all stand, or all fall for the first reason found."""
        drafts = [self.drafts[place] for place in group]
        refusal = next(filter(None, map(self.lines.refusal, drafts)), None)
        refusal = refusal or self.lines.tied(drafts)
        if refusal is not None:
            return [refusal] * len(group)
        verdicts: list[Verdict] = []
        for place in group:
            verdict = self._later(place)
            if isinstance(verdict, Refusal | Taken):
                for turn, before in enumerate(verdicts):
                    if before is None:
                        self._withdraw(self.drafts[group[turn]])
                return [verdict] * len(group)
            verdicts.append(verdict)
        return verdicts

    def _later(self, place: int) -> Verdict:
        """What its book and the drafts before it say: key, month, and what it reverses."""
        draft = self.drafts[place]
        name = (draft.book, draft.source, draft.key)
        before = self._keys.get(name)
        if before is not None:
            same = request_hash(self.drafts[before]) == request_hash(draft)
            return Before(before) if same else Taken(place, before)
        standing = self.books[draft.book][1]
        known = standing.keys.get((draft.source, draft.key))
        if known is not None:
            if known.request_hash == request_hash(draft):
                return Before(known)
            where = f"{draft.book}/{known.journal}/{known.year}/{known.number}"
            return KeyConflict(key=draft.key, source=draft.source, entry=where)
        refusal = self.months.refusal(draft)
        if refusal is None and draft.reverses_seq is not None:
            refusal = self.reversals.refusal(draft)
        if refusal is not None:
            return refusal
        if draft.reverses_seq is not None:
            self.reversals.grant(draft)
        self._keys[name] = place
        return None

    def _withdraw(self, draft: Draft) -> None:
        """Forget that a draft was granted: another of its group falls."""
        del self._keys[draft.book, draft.source, draft.key]
        self.reversals.withdraw(draft)


class _Months:
    """Holds drafts to the months they fall in: open, or locked softly and posted from above."""

    def __init__(self, books: Books, moment: Moment, drafts: Sequence[Draft]) -> None:
        self._books = books
        self._adjusting = moment.adjusting
        count = Counter(draft.book for draft in drafts)
        # Entries are recorded a microsecond apart at least, so this is when the last one may be.
        self._recorded = {
            code: max(moment.now_us, head.last_recorded_at_us + 1) + count[code] - 1
            for code, (head, _) in books.items()
        }

    def refusal(self, draft: Draft) -> Refusal | None:
        """Why the month of a draft takes it not, or None."""
        book, period = draft.book, draft.period
        state, until = self._books[book][1].periods.get(period, ("none", None))
        soft = state == PeriodState.SOFT and book in self._adjusting
        if state != PeriodState.OPEN and not soft:
            return PeriodNotOpen(book=book, period=period, state=state)
        if until is not None and self._recorded[book] > until:
            return PeriodLapsed(book=book, period=period)
        return None


class _Lines:
    """Holds lines to the charts of their books, to the books they name, and to each other."""

    def __init__(self, session: Session, drafts: Sequence[Draft], books: Books) -> None:
        self._session = session
        self._books = books
        self._kinds: dict[str, dict[_Kind, Refusal | None]] = {}
        self._looked: set[str] = set()  # regimes of which the chart was read afresh
        named = {line.counter_book for draft in drafts for line in draft.lines} - {""}
        unseen = named - books.keys()
        self._there = {*books, *(reads.books_by_code(session, unseen) if unseen else ())}
        self._families: dict[str, str] = {}
        for regime in {head.regime for head, _ in books.values()} if named else ():
            self._families.update(charts.families(session, regime))

    def refusal(self, draft: Draft) -> Refusal | None:
        """Why a draft cannot stand by itself, or None."""
        book = draft.book
        if book not in self._books:
            return UnknownBook(book=book)
        kinds = self._kinds.setdefault(book, {})
        for line in draft.lines:
            kind = (
                line.account,
                line.fund,
                line.item,
                line.counter_book,
                bool(line.interbook_ref),
            )
            if kind not in kinds:  # the same accounts and tags come again and again
                kinds[kind] = self._of_line(book, line)
            refusal = kinds[kind]
            if refusal is not None:
                return refusal
        return None

    def tied(self, drafts: Sequence[Draft]) -> Refusal | None:
        """Why drafts do not tie: per reference, date, pair and family the signed sum is zero."""
        if not self._families:
            return None
        sums: dict[tuple[str, str, str, str, str], int] = {}
        for draft in drafts:
            for line in draft.lines:
                family = self._families.get(line.account)
                if family is None:
                    continue
                first, second = sorted((draft.book, line.counter_book))
                day = draft.accounting_on.isoformat()
                key = (line.interbook_ref, first, second, family, day)
                sums[key] = sums.get(key, 0) + line.signed_vnd
        for (ref, first, second, _, _), difference in sums.items():
            if difference:
                return PairsDoNotTie(
                    ref=ref, book=first, counter_book=second, difference=difference
                )
        return None

    def _of_line(self, book: str, line: Line) -> Refusal | None:
        regime = self._books[book][0].regime
        try:
            check_tags([line], charts.kept(self._session, regime))
        except Refusal as refusal:
            if regime in self._looked:
                return refusal
            charts.fresh(self._session, regime)  # it may have grown
            self._looked.add(regime)
            return self._of_line(book, line)
        if line.counter_book == book:
            return WrongDimension(
                account=line.account, dimension="counter_book", rule="another book"
            )
        if line.counter_book and line.counter_book not in self._there:
            return UnknownBook(book=line.counter_book)
        return None


class _Reversals:
    """Holds reversals to what they reverse: an entry that stood before the call, once."""

    def __init__(self, session: Session, drafts: Sequence[Draft]) -> None:
        by_book: dict[str, set[int]] = {}
        for draft in drafts:
            if draft.reverses_seq is not None:
                by_book.setdefault(draft.book, set()).add(draft.reverses_seq)
        self._before: dict[tuple[str, int], Posted] = {}
        self._reversed: set[tuple[str, int]] = set()
        for book, seqs in by_book.items():
            found = reads.entries_by_seq(session, book, seqs)
            self._before |= {(book, seq): posted for seq, posted in found.items()}
            self._reversed |= {(book, seq) for seq in reads.reversed_among(session, book, seqs)}

    def grant(self, draft: Draft) -> None:
        """Remember what a draft reverses."""
        assert draft.reverses_seq is not None, "the caller asked"
        self._reversed.add((draft.book, draft.reverses_seq))

    def withdraw(self, draft: Draft) -> None:
        """Forget what a draft reverses, if anything."""
        if draft.reverses_seq is not None:
            self._reversed.remove((draft.book, draft.reverses_seq))

    def refusal(self, draft: Draft) -> Refusal | None:
        """Why a reversal may not be posted: it mirrors an entry that stands, once."""
        assert draft.reverses_seq is not None, "the caller asked"
        place = (draft.book, draft.reverses_seq)
        before = self._before.get(place)
        if before is None:
            return NotAMirror(seq=draft.reverses_seq, book=draft.book)
        if before.draft.reverses_seq is not None or place in self._reversed:
            return AlreadyReversed(entry=before.public_id)
        if sorted(mirrored(before.draft.lines), key=repr) != sorted(draft.lines, key=repr):
            return NotAMirror(seq=draft.reverses_seq, book=draft.book)
        return None
