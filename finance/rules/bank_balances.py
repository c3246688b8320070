"""What a bank says stands on an account at the end of each day, read off a statement's rows.

Pure.
"""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from finance.rules.facts import BankFacts
from ledger.money import Vnd


def closing_balances(rows: Sequence[BankFacts]) -> dict[dt.date, Vnd]:
    """The balance after the last row of each day.

    Takes    the rows of one statement, as they stand in it: the oldest first or the newest first.
    Returns  nothing when a row has no balance, or when the balances do not follow from the amounts
             in exactly one of the two directions: which row was the last is never guessed.
    """
    in_order = list(rows)
    if any(row.balance_vnd is None for row in rows):
        return {}
    if len(rows) > 1:
        ways = [way for way in (in_order, in_order[::-1]) if _follows(way)]
        if len(ways) != 1:
            return {}
        in_order = ways[0]
    return {row.booked_on: row.balance_vnd for row in in_order if row.balance_vnd is not None}


def _follows(rows: Sequence[BankFacts]) -> bool:
    """Whether each balance is the one before it and the row's own amount, days never going back."""
    return all(
        later.booked_on >= earlier.booked_on
        and later.balance_vnd is not None
        and earlier.balance_vnd is not None
        and later.balance_vnd == earlier.balance_vnd + later.credit_vnd - later.debit_vnd
        for earlier, later in pairwise(rows)
    )
