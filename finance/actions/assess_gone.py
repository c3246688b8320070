"""What becomes of a month's correction where the book of the unit that assessed it was handed over.

That book takes nothing. More owed is open with the heir, less owed comes off what is open there: in
the gone book both halves of it, assessed and moved, come to nothing. Money that was paid there and
is owed no more waits for a person: the shares of all units rest on a book that is closed.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from finance.actions.adjust_obligations import Key, Target
from finance.actions.call_back import callable_vnd
from finance.actions.move_open import Heir, move_open, registered_heir, sharers
from finance.records.closings import takers
from finance.records.obligations import ObligationRow
from finance.rules.relief import owed
from finance.runtime.context import Context
from ledger.money import Vnd


@dataclass(frozen=True, slots=True)
class Waiting:
    """A correction that cannot be made by itself, and how much was paid too much (đồng)."""

    tax_code: str
    period: str
    heir: str
    paid_too_much_vnd: int


def set_aside(
    session: Session, on: dt.date, held: dict[Key, ObligationRow], targets: dict[Key, Target]
) -> list[Waiting]:
    """Take out of the targets what would free money in a book that was handed over.

    Takes    the gone unit's obligations and what they shall be; both are changed in place.
    Returns  what waits.
    """
    waiting: list[Waiting] = []
    for key, row in sorted(held.items()):
        target = targets[key]
        then = owed(target.gross_vnd, Vnd(row.paid_vnd), target.effect, 0)
        missing = row.paid_vnd - then.amount_vnd - row.moved_vnd
        beyond = missing - callable_vnd(session, row)
        if beyond > 0:
            waiting.append(Waiting(*key, heir_of(session, row, on).unit, beyond))
            del held[key], targets[key]
    return waiting


def pass_to_heirs(
    session: Session, ctx: Context, rows: Iterable[ObligationRow], on: dt.date
) -> None:
    """Move what is open of a gone unit's obligations by now to who collects from the employer."""
    for row in rows:
        if row.open_vnd:
            move_open(session, ctx, [row], heir_of(session, row, on), on)


def heir_of(session: Session, row: ObligationRow, on: dt.date) -> Heir:
    """Who collects for a unit that has gone: as before, by the register, or who has its book."""
    taken = takers(session)
    before = [each for each in sharers(session, row) if each.collecting_unit not in taken]
    there = next((each for each in before if each.moved_vnd > 0), next(iter(before), None))
    if there is not None:
        return Heir(there.collecting_unit, there.tax_code, there.grassroots_unit, there.upper_unit)
    found = registered_heir(session, row.tax_code, on)
    if found is not None and found.unit not in taken:
        return found
    unit = taken[row.collecting_unit]
    return Heir(unit, row.tax_code, row.grassroots_unit, row.upper_unit)
