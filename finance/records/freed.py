"""Credit that a correction freed from a month, as far as the payer still has it."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.records.loading import among, keyed
from finance.records.matches import MatchEventRow
from finance.records.receipts import ReceiptRow

Key = tuple[str, str]  # tax code, wage month
Place = tuple[str, int]  # the unit whose account a receipt lies in, and its number there
_OBLIGATION: Final = keyed(MatchEventRow, "tax_code", "period")


def freed_before(
    session: Session, collector: str, short: Mapping[Key, int]
) -> dict[Key, dict[Place, int]]:
    """What of receipts paid these obligations once, and is their payer's credit now.

    Takes    how much may go back to each obligation of the collecting unit (đồng).
    Returns  by obligation and receipt, the earliest payment first; no receipt gives more than it
             has, or than it ever paid there.
    """
    found: dict[Key, dict[Place, int]] = {}
    given: dict[Place, int] = defaultdict(int)
    once = _once_more(session, collector, sorted(short))
    for key in sorted(once):
        left = short[key]
        for place, more in sorted(once[key].items()):
            row = session.get_one(ReceiptRow, place, populate_existing=True)
            same = (row.tax_code, row.collecting_unit) == (key[0], collector)
            part = min(left, more, row.credit_vnd - given[place]) if same else 0
            if part > 0:
                found.setdefault(key, {})[place] = part
                given[place] += part
                left -= part
    return found


def _once_more(session: Session, collector: str, keys: list[Key]) -> dict[Key, dict[Place, int]]:
    """By obligation and receipt: how much more it once paid than it does now."""
    now: dict[tuple[Key, Place], int] = defaultdict(int)
    most: dict[tuple[Key, Place], int] = defaultdict(int)
    for those in among(session, _OBLIGATION, keys):
        events = session.scalars(
            select(MatchEventRow)
            .where(MatchEventRow.collecting_unit == collector, those)
            .order_by(MatchEventRow.seq)
        )
        for each in events:
            part = ((each.tax_code, each.period), (each.holder_unit, each.receipt_seq))
            now[part] += each.delta_vnd
            most[part] = max(most[part], now[part])
    found: dict[Key, dict[Place, int]] = {}
    for (key, place), amount in most.items():
        if amount > now[key, place]:
            found.setdefault(key, {})[place] = amount - now[key, place]
    return found
