"""Checks across books: what one owes is what the other is owed.

Pure.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from ledger.checks.stored import fault
from ledger.errors import Problem


class PairedLine(NamedTuple):
    """A line towards another book."""

    interbook_ref: str
    book: str
    counter_book: str
    family: str  # of its account; lines of accounts without one are left out
    accounting_on: str
    side: str
    amount_vnd: int


def ties(lines: Iterable[PairedLine]) -> Iterator[Problem]:
    """For each reference, pair of books, family and accounting date the signed sum is zero.

    Takes    lines in order of their reference; those of one reference are held at a time.
    Yields   a problem for each sum that is not zero: wrong amount, date, side or book.
    """
    for ref, group in groupby(lines, key=lambda line: line.interbook_ref):
        sums: dict[tuple[str, str, str], int] = {}
        for line in group:
            pair = " – ".join(sorted((line.book, line.counter_book)))
            key = (pair, line.family, line.accounting_on)
            if type(line.amount_vnd) is not int:
                continue  # told by the check of amounts
            signed = line.amount_vnd if line.side == "D" else -line.amount_vnd
            sums[key] = sums.get(key, 0) + signed
        for (pair, _, day), difference in sorted(sums.items()):
            if difference:
                yield fault("ties", pair, ref=ref, pair=pair, day=day, difference=difference)
