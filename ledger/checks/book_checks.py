"""Checks that need a whole book, walked entry by entry in the order of recording.

Pure. A walk holds no entries: only counters, the turnovers of the book, and what it found.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ledger.accounts import Chart, TagRule
from ledger.checks.entry_checks import CHECKS
from ledger.checks.month_checks import Shutters, histories, months
from ledger.checks.stored import (
    StoredEntry,
    StoredEvent,
    StoredLine,
    StoredMonth,
    StoredTurnover,
    fault,
)
from ledger.errors import Problem

_Tags = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a book keeps beside its entries."""

    head: tuple[int, int]  # the last seq, and when it was recorded
    numbers: Mapping[tuple[str, int], int]  # the last number given, by journal and year
    periods: Mapping[str, StoredMonth]
    events: Sequence[StoredEvent]  # of the months, in order
    turnovers: Sequence[StoredTurnover]


@dataclass(slots=True)
class Walk:
    """Goes through one book and compares what it keeps with what its lines say."""

    book: str
    chart: Chart
    books: frozenset[str]  # the codes of all books
    kept: Kept
    _seq: int = 0
    _recorded: int = -1
    _numbers: dict[tuple[str, int], int] = field(default_factory=dict)
    _sums: dict[_Tags, list[int]] = field(default_factory=dict)
    _verdicts: dict[tuple[str, str, str, str], str] = field(default_factory=dict)
    _reversed: set[int] = field(default_factory=set)
    _shutters: Shutters = field(init=False)

    def __post_init__(self) -> None:
        """Read the history of the months before the entries come."""
        self._shutters = Shutters(self.kept.events)

    def entry(self, entry: StoredEntry, lines: Sequence[StoredLine]) -> list[Problem]:
        """Check the next entry of the book, and take it into the sums."""
        if not type(entry.number) is type(entry.seq) is type(entry.recorded_at_us) is int:
            return [fault("kind", entry.public_id)]
        found: list[Problem] = []
        for check in CHECKS:
            found += check(entry, lines)
        found += self._order(entry)
        found += self._lines(entry, lines)
        if entry.period not in self.kept.periods:
            found.append(fault("no_period", entry.public_id, period=entry.period))
        found += self._shutters.entry(entry)
        if entry.reverses_seq is not None:
            if entry.reverses_seq in self._reversed:
                found.append(fault("reversal", entry.public_id, seq=entry.reverses_seq))
            self._reversed.add(entry.reverses_seq)
        return found

    def end(self) -> list[Problem]:
        """Compare head, counters, turnovers and months with what was seen."""
        return [
            *self._head(),
            *self._counters(),
            *self._turnovers(),
            *months(self.book, self.kept.periods),
            *histories(self.book, self.kept.periods, self.kept.events),
            *self._ahead(),
        ]

    def _order(self, entry: StoredEntry) -> list[Problem]:
        """Places follow one another, times grow, numbers follow within journal and year."""
        found = []
        if entry.seq != self._seq + 1:
            found.append(fault("seq", entry.public_id, seq=entry.seq, before=self._seq))
        if not entry.recorded_at_us > self._recorded:
            found.append(fault("recorded_at", entry.public_id))
        series = (entry.journal, entry.year)
        before = self._numbers.get(series, 0)
        if entry.number != before + 1:
            found.append(fault("number", entry.public_id, number=entry.number, before=before))
        self._seq, self._recorded = entry.seq, entry.recorded_at_us
        self._numbers[series] = entry.number
        return found

    def _lines(self, entry: StoredEntry, lines: Sequence[StoredLine]) -> list[Problem]:
        """Each line by the chart; each into the turnovers."""
        found = []
        for _, account, side, amount, fund, item, counter_book, _, _ in lines:
            named = (account, fund, item, counter_book)
            verdict = self._verdicts.get(named)
            if verdict is None:
                verdict = self._verdicts[named] = self._verdict(*named)
            if verdict:
                facts = {"account": account, "counter_book": counter_book}
                found.append(fault(verdict, entry.public_id, **facts))
            held = self._sums.setdefault((entry.period, *named), [0, 0, 0])
            if type(amount) is int:
                held[0 if side == "D" else 1] += amount
            held[2] += 1
        return found

    def _verdict(self, code: str, fund: str, item: str, counter_book: str) -> str:
        """The name of the fault of a line with these tags, or nothing."""
        account = self.chart.get(code)
        if account is None or not account.postable:
            return "account"
        for rule, value in (
            (account.fund, fund),
            (account.item, item),
            (account.counter_book, counter_book),
        ):
            if (rule is TagRule.REQUIRED and not value) or (rule is TagRule.REFUSED and value):
                return "tags"
        if counter_book and (counter_book == self.book or counter_book not in self.books):
            return "counter_book"
        return ""

    def _head(self) -> Iterable[Problem]:
        counted = (self._seq, max(self._recorded, 0))
        if self.kept.head != counted:
            stored = _shown(self.kept.head)
            yield fault("head", self.book, stored=stored, counted=_shown(counted))

    def _ahead(self) -> Iterable[Problem]:
        """No change of a month stands past the last entry."""
        for event in self.kept.events:
            if not (type(event.at_seq) is int and event.at_seq <= self._seq):
                yield fault("event_ahead", self.book, event=event.event_no, period=event.period)

    def _counters(self) -> Iterable[Problem]:
        for journal, year in sorted({*self._numbers, *self.kept.numbers}, key=repr):
            stored = self.kept.numbers.get((journal, year))
            counted = self._numbers.get((journal, year))
            if stored != counted:
                series: dict[str, str | int] = {"journal": journal, "year": year}
                yield fault("counter", self.book, stored=stored, counted=counted, **series)

    def _turnovers(self) -> Iterable[Problem]:
        left = dict(self._sums)
        for row in self.kept.turnovers:
            tags = row[:5]
            stored, counted = row[5:], left.pop(tags, None)
            where = {"tags": " ".join(str(tag) or "–" for tag in tags)}
            if counted is None:
                yield fault("turnover_extra", self.book, stored=_shown(stored), **where)
            elif tuple(counted) != stored:
                facts = {"stored": _shown(stored), "counted": _shown(counted), **where}
                yield fault("turnover_wrong", self.book, **facts)
        for tags, counted in sorted(left.items(), key=repr):
            named = " ".join(str(tag) or "–" for tag in tags)
            yield fault("turnover_missing", self.book, tags=named, counted=_shown(counted))


def _shown(amounts: Iterable[object]) -> str:
    return " / ".join(str(amount) for amount in amounts)
