"""Checks of months: their states are what their events say, and the entries kept to them.

Pure.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ledger.checks.stored import StoredEntry, StoredEvent, StoredMonth, fault
from ledger.errors import Problem
from ledger.periods import CHANGES, SHUT, PeriodState

_CHANGES = {(before.value, after.value) for before, after in CHANGES}
_RANKS = {state.value: state.rank for state in PeriodState}
_BORN = StoredMonth("open", None, 0)


def months(book: str, kept: Mapping[str, StoredMonth]) -> Iterator[Problem]:
    """Months close in order: none has got further than one before it."""
    before = ""
    for period, month in sorted(kept.items(), key=lambda item: str(item[0])):
        if before and _rank(month.state) > _rank(kept[before].state):
            yield fault("period_order", book, period=period, earlier=before)
        before = period


def _rank(state: object) -> int:
    """How far a state has got; one that is none has got nowhere."""
    return _RANKS.get(str(state), -1)


def histories(
    book: str, kept: Mapping[str, StoredMonth], events: Sequence[StoredEvent]
) -> Iterator[Problem]:
    """Events are counted without gaps, each change is a legal one, and they end where months are.

    Takes    the events of a book in the order of their numbers.
    """
    reached = dict.fromkeys(kept, _BORN)
    at_us = at_seq = 0
    for number, event in enumerate(events, start=1):
        place: dict[str, int | str] = {"event": event.event_no, "period": event.period}
        if event.event_no != number or not _grows(event, at_us, at_seq):
            yield fault("event_order", book, **place)
        month = reached.get(event.period, _BORN)
        reached[event.period] = _moved(event, month)
        if not (_legal(event, month) and _in_turn(event, reached)):
            yield fault("event_change", book, **place)
        at_us, at_seq = event.at_us, event.at_seq
    for period in sorted({*reached, *kept}, key=str):
        if reached.get(period) != kept.get(period):
            yield fault("period_state", book, period=period)


def _grows(event: StoredEvent, at_us: object, at_seq: object) -> bool:
    """Whether time and place go on from the event before."""
    values = (event.at_us, at_us, event.at_seq, at_seq)
    if not all(type(value) is int for value in values):
        return False
    return values[0] >= values[1] and values[2] >= values[3]  # type: ignore[operator] # integers


def _in_turn(event: StoredEvent, reached: Mapping[str, StoredMonth]) -> bool:
    """Whether no month before it stands behind where it went, and none after it ahead."""
    rank = _rank(event.to_state)
    here = str(event.period)
    return all(
        _rank(month.state) >= rank if str(period) < here else _rank(month.state) <= rank
        for period, month in reached.items()
    )


def _legal(event: StoredEvent, month: StoredMonth) -> bool:
    """Whether a month may change so, from where it stands."""
    change = (event.from_state, event.to_state)
    if change not in _CHANGES or event.from_state != month.state or not event.actor:
        return False
    if event.bound_by and event.to_state != PeriodState.SOFT:
        return False
    if change != (PeriodState.CLOSED.value, PeriodState.OPEN.value):
        return event.until_us is None and not event.second_actor
    two = bool(event.second_actor) and _name(event.second_actor) != _name(event.actor)
    ahead = type(event.until_us) is type(event.at_us) is int and event.until_us > event.at_us
    return two and ahead and bool(event.reason)


def _name(person: object) -> str:
    return str(person).strip().casefold()


def _moved(event: StoredEvent, month: StoredMonth) -> StoredMonth:
    """Where an event takes a month."""
    until = month.open_until_us
    if event.to_state in SHUT:
        until = None
    elif event.from_state == PeriodState.CLOSED:
        until = event.until_us
    return StoredMonth(event.to_state, until, event.event_no)


@dataclass(slots=True)
class Shutters:
    """Says of each entry, in the order of recording, whether its month took entries then."""

    events: Iterable[StoredEvent]
    _by_period: dict[str, list[StoredEvent]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Keep the events that shut a month or open it, by month."""
        for event in self.events:
            if type(event.at_seq) is int:  # what is none is told by the check of histories
                self._by_period.setdefault(event.period, []).append(event)

    def untouched(self, period: str, seq: int) -> bool:
        """Whether nothing had happened to a month when a place in the book was taken."""
        events = self._by_period.get(period)
        return events is None or events[0].at_seq >= seq

    def entry(self, entry: StoredEntry) -> list[Problem]:
        """What is wrong with the month of an entry at its place in the book."""
        until: object = None
        shut = False
        for event in self._by_period.get(entry.period, ()):
            if event.at_seq >= entry.seq:
                break
            if event.to_state in SHUT:
                shut, until = True, None
            elif event.from_state == PeriodState.CLOSED:
                shut, until = False, event.until_us
        if shut:
            return [fault("closed_month", entry.public_id, period=entry.period)]
        if type(until) is int and entry.recorded_at_us > until:
            return [fault("lapsed_month", entry.public_id, period=entry.period)]
        return []
