"""Checks that need a whole book, walked entry by entry in the order of recording.

Pure. A walk holds no entries: only counters, the turnovers of the book, and what it found.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ledger.accounts import Chart, TagRule
from ledger.chain import sealed_values
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
from ledger.entries import FEWEST_LINES
from ledger.errors import Problem

_Tags = tuple[str, ...]  # month, account, fund, item, counter book
_SIDES = frozenset("DC")


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
    _fit: dict[_Tags, list[int]] = field(default_factory=dict)  # the sums of tags without fault
    _shutters: Shutters = field(init=False)

    def __post_init__(self) -> None:
        """Read the history of the months before the entries come."""
        self._shutters = Shutters(self.kept.events)

    def entry(self, entry: tuple[Any, ...], lines: Sequence[tuple[Any, ...]]) -> list[Problem]:
        """Check the next entry of the book, and take it into the sums.

        Takes    its values in the order of StoredEntry, those of its lines in that of StoredLine.
        """
        if self._sound(entry, lines):
            return []
        return self._checked(StoredEntry._make(entry), [StoredLine._make(line) for line in lines])

    def _sound(self, entry: tuple[Any, ...], lines: Sequence[tuple[Any, ...]]) -> bool:
        """Prove in one go that no check below would find anything, and take the entry in.

        False, with nothing taken in, where that is not plain: then the checks themselves are asked.
        """
        _, seq, journal, year, number, period, day, _, recorded, *_, reverses, count = entry[:15]
        if not (
            type(number) is type(seq) is type(recorded) is type(year) is int
            and seq == self._seq + 1
            and recorded > self._recorded
            and number == self._numbers.get((journal, year), 0) + 1
            and period in self.kept.periods
            and period == day[:7]
            and str(year) == day[:4]
            and reverses is None
            and self._shutters.untouched(period, seq)
            and count == len(lines) >= FEWEST_LINES
        ):
            return False
        moved = self._moved(period, day, lines)
        if moved is None or entry[16:] != sealed_values(entry[:16], [line[:8] for line in lines]):
            return False
        for held, side, amount in moved:
            held[0 if side == "D" else 1] += amount
            held[2] += 1
        self._seq, self._recorded = seq, recorded
        self._numbers[journal, year] = number
        return True

    def _moved(
        self, period: str, day: str, lines: Sequence[tuple[Any, ...]]
    ) -> list[tuple[list[int], str, int]] | None:
        """Which sums lines without a fault move; None where a line may have one."""
        moved = []
        left = 0
        for place, line in enumerate(lines, start=1):
            number, account, side, amount, fund, item, counter_book, _, line_day = line
            held = self._fit.get((period, account, fund, item, counter_book))
            if held is None:
                held = self._fitting(period, account, fund, item, counter_book)
            if held is None or type(amount) is not int or amount <= 0:
                return None
            if number != place or line_day != day or side not in _SIDES:
                return None
            left += amount if side == "D" else -amount
            moved.append((held, side, amount))
        return moved if left == 0 else None

    def _fitting(self, *tags: str) -> list[int] | None:
        """The sums of a month's tags, when a line may have them."""
        if self._verdict(*tags[1:]):
            return None
        held = self._sums.setdefault(tags, [0, 0, 0])
        self._fit[tags] = held
        return held

    def _checked(self, entry: StoredEntry, lines: Sequence[StoredLine]) -> list[Problem]:
        """Ask every check, and take the entry into the sums whatever they find."""
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
                told = {"stored": stored, "counted": counted, "year": year}
                yield fault("counter", self.book, journal=journal, **told)

    def _turnovers(self) -> Iterable[Problem]:
        left = dict(self._sums)
        for row in self.kept.turnovers:
            tags: _Tags = row[:5]
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
