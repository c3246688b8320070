"""The labelled set: bank rows with the whole mess of practice, each with what it truly is.

Pure, and on its own: it shares nothing with the program that reads these rows, and a test holds
it to that. A row's label says whose money it is where the row, or what its account paid for
before, decides it; and nobody where a person has to decide.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Final

from tests.assurance import labelled_doubtful, labelled_people, labelled_sure
from tests.assurance.labelled_people import Employer
from tests.assurance.labelled_rows import Desk, Label, Row

FIRST_DAY: Final = dt.date(2026, 7, 1)
DAYS: Final = 60
_FILE_DAYS: Final = 6
_ROWS_PER_EMPLOYER: Final = 3

Kind = Callable[[Desk], Iterator[Row]]


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Employers, and their rows by file: each file also holds the last day of the one before."""

    employers: list[Employer]
    files: list[list[Row]]
    labels: dict[tuple[str, int], Label] = field(default_factory=dict)  # reference, occurrence


def labelled_set(rows: int, seed: int) -> LabelledSet:
    """At least so many rows, always the same of one seed."""
    chance = Random(seed)  # noqa: S311 - no secret: the same set every time
    people = labelled_people.employers(max(40, rows // _ROWS_PER_EMPLOYER), chance)
    desk = Desk(chance, people, FIRST_DAY, DAYS)
    kinds = {**labelled_sure.KINDS, **labelled_doubtful.KINDS}
    made: list[Row] = []
    while len(made) < rows:
        kind = chance.choices(list(kinds), [weight for weight, _ in kinds.values()])[0]
        for row in kinds[kind][1](desk):
            made.append(row)
            desk.made.append(row)
    made.sort(key=lambda row: (row.booked_on, row.number))
    return LabelledSet(people, _files(made), _labels(made))


def _labels(rows: list[Row]) -> dict[tuple[str, int], Label]:
    found: dict[tuple[str, int], Label] = {}
    seen: dict[tuple[str, dt.date], int] = {}
    for row in rows:
        occurrence = seen.get((row.reference, row.booked_on), 0) + 1
        seen[row.reference, row.booked_on] = occurrence
        found[row.reference, occurrence] = row.label
    return found


def _files(rows: list[Row]) -> list[list[Row]]:
    files: list[list[Row]] = []
    for start in range(0, DAYS, _FILE_DAYS):
        first = FIRST_DAY + dt.timedelta(days=max(0, start - 1))  # statements overlap by a day
        last = FIRST_DAY + dt.timedelta(days=start + _FILE_DAYS - 1)
        files.append([row for row in rows if first <= row.booked_on <= last])
    return files
