"""Collected beside receivable, by unit, level, wage month and channel.

Pure. A unit's figures hold those of all below it. Of units above those that were asked for
nothing is told: their figures would lack what was not read.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from finance.rules.collection import CollectionRate, rate_between
from ledger.money import Vnd


@dataclass(frozen=True, slots=True)
class Slice:
    """What fell due at one unit for one wage month, and what of it was collected (đồng)."""

    place: str
    period: str
    receivable_vnd: int
    collected_vnd: int


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as last known, in its tree."""

    name: str
    level: str
    parent_code: str


@dataclass(frozen=True, slots=True)
class Year:
    """All that is read of a year for some units."""

    levy: tuple[Slice, ...]
    dues: tuple[Slice, ...]
    channels: Mapping[str, int]  # the unit whose account the money reached -> đồng collected
    estimates: Mapping[str, int]  # place -> the year's receivable by the estimate rule
    places: Mapping[str, Place]
    tops: frozenset[str] = frozenset()  # the units asked for; none: all

    def by_unit(self) -> dict[str, CollectionRate]:
        """Each unit with all below it."""
        sums: dict[str, list[int]] = {}
        for one in self.levy:
            for code in self.line(one.place):
                _add(sums, code, one)
        return _rates(sums)

    def by_level(self) -> dict[str, CollectionRate]:
        """By the level of the unit an employer stands with: its own union, or who is above."""
        return self._by(lambda one: self.places[one.place].level)

    def by_month(self) -> dict[str, CollectionRate]:
        """By wage month."""
        return self._by(lambda one: one.period)

    def by_channel(self) -> dict[str, int]:
        """What was collected, by the level of the unit whose account it reached."""
        found: dict[str, int] = {}
        for holder, amount in self.channels.items():
            level = self.places[holder].level
            found[level] = found.get(level, 0) + amount
        return found

    def whole(self, slices: Iterable[Slice]) -> CollectionRate:
        """All of it together."""
        sums: dict[str, list[int]] = {"": [0, 0]}
        for one in slices:
            _add(sums, "", one)
        return _rates(sums)[""]

    def estimated(self) -> dict[str, int]:
        """The estimate of each unit with all below it; units without a basis are left out."""
        found: dict[str, int] = {}
        for place, amount in self.estimates.items():
            for code in self.line(place):
                found[code] = found.get(code, 0) + amount
        return found

    def beyond_estimate(self) -> dict[str, CollectionRate]:
        """Of each unit, what fell due where nothing was known to estimate from.

        An estimate speaks of the rest only: beside all that fell due it would seem too small.
        """
        sums: dict[str, list[int]] = {}
        for one in self.levy:
            if one.place not in self.estimates:
                for code in self.line(one.place):
                    _add(sums, code, one)
        return _rates(sums)

    def line(self, code: str) -> list[str]:
        """A unit and those above it up to the one that was asked for, nearest first.

        What another unit's employers pay to the one unit asked for is told with both.
        """
        found: list[str] = []
        place = code
        while place in self.places:
            found.append(place)
            if place in self.tops:
                return found
            place = self.places[place].parent_code
        if not self.tops:
            return found
        return [code, *self.tops] if len(self.tops) == 1 else [code]

    def _by(self, key: Callable[[Slice], str]) -> dict[str, CollectionRate]:
        sums: dict[str, list[int]] = {}
        for one in self.levy:
            _add(sums, key(one), one)
        return _rates(sums)


def _add(sums: dict[str, list[int]], key: str, one: Slice) -> None:
    held = sums.setdefault(key, [0, 0])
    held[0] += one.collected_vnd
    held[1] += one.receivable_vnd


def _rates(sums: Mapping[str, list[int]]) -> dict[str, CollectionRate]:
    return {key: rate_between(Vnd(sums[key][0]), Vnd(sums[key][1])) for key in sorted(sums)}
