"""What a person may see: the units they hold a role in, and all that stand below."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from finance.records.units import UnitClosureRow

Below = Callable[[Sequence[str], dt.date], Select[str]]


@dataclass(frozen=True, slots=True)
class Scope:
    """The units that one visit may see.

    `own` are the units of the person's grants, `on` the day, `below` turns both into a query for
    the codes of these units and of all that stand below them. It stays a query, because the
    confederation sees tens of thousands of units: `statement.where(table.unit.in_(scope.units()))`.
    """

    own: tuple[str, ...]
    on: dt.date
    below: Below

    def units(self) -> Select[str]:
        """A query for the code of each unit in the scope; for use inside another query."""
        return self.below(self.own, self.on)

    def holds(self, session: Session, unit_code: str) -> bool:
        """Whether one unit lies in the scope."""
        codes = self.units().subquery()
        found = session.scalar(select(codes.c[0]).where(codes.c[0] == unit_code).limit(1))
        return found is not None


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
    stands = (row.valid_from <= on) & (row.valid_to >= on)
    stood = (last_on < on) & (row.valid_to == last_on)
    return select(row.unit_code).where(row.ancestor_code.in_(own), or_(stands, stood)).distinct()
