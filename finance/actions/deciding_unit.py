"""Which unit decides on relief: of a level that may, and over each unit whose money it is about."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import Session

from finance.records.parts import Lines
from finance.records.units import latest_unit, line_over
from finance.rules.relief import ReliefKind
from finance.rules.relief_cases import NoDecidingUnit, NotOverCollector
from finance.rules.relief_limits import deciding_levels
from finance.runtime.context import Context
from finance.runtime.parameters import law


def deciding_unit(
    session: Session, collectors: Sequence[str], kind: ReliefKind, on: dt.date
) -> str:
    """The nearest unit over all these collecting units that may decide on a kind of relief.

    Raises   NoDecidingUnit.
    """
    levels = deciding_levels(kind, on, law())
    lines = [line_over(session, code, on) for code in collectors]
    for code in lines[0]:
        if all(code in line for line in lines) and level_of(session, code) in levels:
            return code
    raise NoDecidingUnit(unit=", ".join(collectors))


def check_over(
    session: Session, ctx: Context, unit: str, collectors: Sequence[str], on: dt.date
) -> None:
    """Hold a deciding unit to those it stands over: on the day of its act, or today.

    Where it has gone since, who answers for it today stands for it.
    Raises   NotOverCollector.
    """
    asked = {unit, Lines(session, ctx.today).heir(unit)}
    for code in collectors:
        over = {*line_over(session, code, on), *line_over(session, code, ctx.today)}
        if not asked & over:
            raise NotOverCollector(unit=unit, collector=code)


def level_of(session: Session, code: str) -> str:
    """The level of a unit as last known; empty for an unknown one."""
    unit = latest_unit(session, code)
    return "" if unit is None else unit.level
