"""How a batch of outside rows reaches an action, and what the action says of each row.

The room that took the file in keeps the raw rows; the action owns the transaction. So the
action calls `begin` before it judges and `finish` before it commits: both or neither.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from sqlalchemy.orm import Session

from finance.runtime.context import Context
from ledger.errors import Fact, Problem


class RowState(StrEnum):
    """What became of a row."""

    TAKEN = "taken"
    UNCHANGED = "unchanged"
    SUPERSEDED = "superseded"  # taken, in the place of what was known before
    QUARANTINED = "quarantined"


@dataclass(slots=True)
class Judged:
    """What an action says of the rows of one batch, by row number."""

    states: dict[int, RowState] = field(default_factory=dict)
    problems: dict[int, list[Problem]] = field(default_factory=dict)

    def take(self, row: int, state: RowState) -> None:
        """Say what became of a row."""
        self.states[row] = state

    def refuse(self, row: int, code: str, vi: str, en: str, column: str, **facts: Fact) -> None:
        """Put a row in quarantine, with one thing that is wrong with it."""
        problem = Problem(code, vi, en, row=row, column=column, facts=facts)
        self.problems.setdefault(row, []).append(problem)
        self.states[row] = RowState.QUARANTINED

    def refused(self, row: int) -> bool:
        """Whether something was found wrong with a row."""
        return row in self.problems

    def count(self, state: RowState) -> int:
        """How many rows ended in a state."""
        return sum(1 for held in self.states.values() if held is state)


class Keeper(Protocol):
    """Keeps a batch's raw rows in the action's own transaction."""

    def begin(self, session: Session) -> int:
        """Write the batch and return its number."""
        ...

    def finish(self, session: Session, judged: Judged) -> None:
        """Write each raw row with what became of it, and what waits in quarantine."""
        ...


class HasRow(Protocol):
    """Anything that knows the row it stood in."""

    @property
    def row(self) -> int:
        """The row in the file, the header being row 1."""
        ...


def twice(rows: Sequence[HasRow], keys: Sequence[object], judged: Judged, column: str) -> None:
    """Refuse every row after the first that carries the same key in one file."""
    first: dict[object, int] = {}
    for row, key in zip(rows, keys, strict=True):
        if key in first:
            judged.refuse(
                row.row,
                "register.twice",
                "Dòng này trùng khóa với dòng {earlier} trong cùng tệp.",
                "This row has the same key as row {earlier} of the same file.",
                column,
                earlier=first[key],
            )
        else:
            first[key] = row.row


class OfUnit(HasRow, Protocol):
    """A row that says which unit it is about."""

    @property
    def unit_code(self) -> str:
        """The unit's code, as the file gives it."""
        ...


def not_theirs(
    ctx: Context, session: Session, act: str, rows: Sequence[OfUnit], judged: Judged
) -> None:
    """Refuse each row about a unit the actor may not do this in; the others go on."""
    units = {row.unit_code for row in rows}
    may = {unit: ctx.may(session, act, unit) for unit in units}
    for row in rows:
        if not may[row.unit_code]:
            judged.refuse(
                row.row,
                "register.not_your_unit",
                "Người thực hiện không được nhập dữ liệu của đơn vị «{unit}».",
                "The actor may not bring in data of unit “{unit}”.",
                "unit_code",
                unit=row.unit_code,
            )
