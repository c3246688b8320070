"""Which units' rows one may see: own units, all that stand below, and those that have gone.

This is the one definition. Pages and commands narrow their queries by it, and on PostgreSQL the
policies of the tables say the same in SQL (`migrations/versions/0009_row_scope.py`); a test
holds the two, and `Context.may`, to each other.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from finance.records.units import FOREVER, UnitClosureRow

SEPARATOR: Final = "\x1f"  # stands between units in the setting that the policies read
_EVERYTHING: Final = "everything"


@dataclass(frozen=True, slots=True)
class Scope:
    """The units whose rows may be seen.

    `own` are the units in which roles are held, `on` is the day; `everything` is the system's
    scope, which no person has. It stays a query, because the confederation sees tens of
    thousands of units: `statement.where(table.unit.in_(scope.units()))`.
    """

    own: tuple[str, ...] = ()
    on: dt.date = FOREVER
    everything: bool = False

    def units(self) -> Select[str]:
        """A query for the code of each unit in the scope; for use inside another query."""
        if self.everything:
            return select(UnitClosureRow.unit_code).distinct()
        return standing(self.own, self.on)

    def holds(self, session: Session, unit_code: str) -> bool:
        """Whether one unit lies in the scope."""
        codes = self.units().subquery()
        found = session.scalar(select(codes.c[0]).where(codes.c[0] == unit_code).limit(1))
        return found is not None

    def setting(self) -> tuple[str, str, str]:
        """What PostgreSQL's policies are told: the kind, the day, and the own units in one text."""
        if self.everything:
            return _EVERYTHING, "", ""
        assert not any(SEPARATOR in code for code in self.own), "no unit's code holds a control"
        return "", self.on.isoformat(), SEPARATOR.join(self.own)


NOTHING: Final = Scope()
EVERYTHING: Final = Scope(everything=True)


def standing(own: Sequence[str], on: dt.date) -> Select[str]:
    """A query for the codes of units and of all that stand below them on a day.

    A unit that stands no more, such as one that was merged away, belongs to those above it on its
    last day: its books stay readable.
    """
    row, other = aliased(UnitClosureRow), aliased(UnitClosureRow)
    last_on = (
        select(func.max(other.valid_to))
        .where(other.unit_code == row.unit_code, other.depth == 0)
        .scalar_subquery()
    )
    return (
        select(row.unit_code)
        .where(
            row.ancestor_code.in_(own),
            row.valid_from <= on,
            or_(row.valid_to >= on, row.valid_to == last_on),
        )
        .distinct()
    )
