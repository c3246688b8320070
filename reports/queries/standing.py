"""Obligations as they stood on a day, and whose they are: what lists and rates are read from."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, or_, select, true

from finance.records.matches import MatchEventRow
from finance.records.obligations import EventReason, ObligationEventRow, ObligationRow
from finance.records.units import UnitClosureRow

# The unit an obligation stands with: the grassroots union, else who takes its upper share.
PLACE: ColumnElement[str] = case(
    (ObligationRow.grassroots_unit != "", ObligationRow.grassroots_unit),
    (ObligationRow.upper_unit != "", ObligationRow.upper_unit),
    else_=ObligationRow.collecting_unit,
)


@dataclass(frozen=True, slots=True)
class Seen:
    """Which obligations: of one unit and all that ever stood below it, and what may be seen."""

    unit_code: str = ""  # empty: all
    within: Select[Any] | None = None  # the units that may be seen; None: all

    def holds(self, *columns: Any) -> ColumnElement[bool]:  # noqa: ANN401 - columns of unit codes
        """The condition on the columns that name an obligation's units, its place first."""
        asked: list[ColumnElement[bool]] = [true()]
        if self.unit_code:
            asked.append(or_(*(column.in_(self._below()) for column in columns)))
        if self.within is not None:
            asked.append(or_(*(column.in_(self.within) for column in columns)))
        return and_(*asked)

    def obligations(self) -> ColumnElement[bool]:
        """The condition on obligations."""
        row = ObligationRow
        return self.holds(row.grassroots_unit, row.upper_unit, row.collecting_unit)

    def _below(self) -> Select[str]:
        row = UnitClosureRow
        return select(row.unit_code).where(row.ancestor_code == self.unit_code)


def sums_on(as_of: dt.date) -> tuple[Subquery, Subquery]:
    """What was owed, and what was matched, of each obligation up to a day.

    Returns  two tables of sums by obligation, `amount_vnd` in each. In the first it is what was
             left to pay after every relief; `relief_vnd` a reduction took off before, and
             `waived_vnd` an exemption.
    """
    owed, paid = (
        select(
            row.collecting_unit,
            row.tax_code,
            row.period,
            func.sum(row.delta_vnd).label("amount_vnd"),
            *more,
        )
        .where(row.accounting_on <= as_of)
        .group_by(row.collecting_unit, row.tax_code, row.period)
        .subquery()
        for row, more in (
            (
                ObligationEventRow,
                (
                    _took_off(EventReason.REDUCTION).label("relief_vnd"),
                    _took_off(EventReason.EXEMPTION).label("waived_vnd"),
                ),
            ),
            (MatchEventRow, ()),
        )
    )
    return owed, paid


def _took_off(reason: EventReason) -> ColumnElement[int]:
    row = ObligationEventRow
    return func.sum(case((row.reason == reason.value, -row.delta_vnd), else_=0))


def of_obligation(sums: Any) -> ColumnElement[bool]:  # noqa: ANN401 - the sums, or a history
    """That a row of `sums_on`, or of a history, is an obligation's."""
    rows = getattr(sums, "c", sums)
    return and_(
        rows.collecting_unit == ObligationRow.collecting_unit,
        rows.tax_code == ObligationRow.tax_code,
        rows.period == ObligationRow.period,
    )
