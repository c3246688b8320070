"""Add books together and take out what one of them owes another.

Pure. Only four things leave, and only between books that are both inside: balances of the paired
accounts, support given down against the spending it was, and a hand-over against its other half.
Income is each book's own share, so it adds up by itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ledger.balances import Tagged

# Due-from and due-to accounts of one kind; a pair adds up to zero.
FAMILIES: Mapping[str, tuple[str, str]] = {
    "levy": ("1361", "3361"),
    "dues": ("1362", "3362"),
    "collected_for": ("1363", "3363"),
    "other": ("1368", "3368"),
}
INCOME, SPENDING, ACCUMULATED = "337861", "611", "4316"
FROM_ABOVE, LEVY_COLLECTED = "28.01", "23"
# (account, item) that leave with their other half: support 28.02 against the giver's spending,
# hand-over 40 against 42.
_LEAVING = {
    (INCOME, "28.02"): "support",
    (SPENDING, "support"): "support",
    (ACCUMULATED, "40"): "hand_over",
    (ACCUMULATED, "42"): "hand_over",
}
_PAIRED = {code: name for name, codes in FAMILIES.items() for code in codes}


@dataclass(frozen=True, slots=True)
class Elimination:
    """One pair of balances between two books, debit positive; together they are zero."""

    family: str
    book: str  # holds the due-to account
    counter_book: str  # holds the due-from account
    account: str
    balance_vnd: int
    account_there: str
    balance_there_vnd: int

    @property
    def ties(self) -> bool:
        """Whether the two books agree."""
        return self.balance_vnd + self.balance_there_vnd == 0


@dataclass(frozen=True, slots=True)
class Consolidated:
    """Several books as one."""

    rows: tuple[Tagged, ...]  # what stays; each keeps the book it came from
    eliminated: tuple[Tagged, ...]  # what left
    untied_vnd: Mapping[str, int]  # family -> closing sum of what left, where it is not zero


def consolidate(rows: Iterable[Tagged], inside: frozenset[str]) -> Consolidated:
    """Make one set of balances of several books.

    Takes    movements by tag of all the books that are `inside`; rows of other books are left
             aside. The span is the caller's.
    Returns  what stays, with item 28.01 (levy share from above) from inside shown as 23 (levy
             collected); what left; and what left without adding up to zero, which is a fault of
             the books that the caller has to show.
    Source   (sources: hd47) for the items 10, 22, 23; what leaves is our own rule
    """
    stays: list[Tagged] = []
    left: list[Tagged] = []
    untied: dict[str, int] = {}
    for row in rows:
        if row.book not in inside:
            continue
        family = _family(row) if row.counter_book in inside else None
        if family is not None:
            left.append(row)
            untied[family] = untied.get(family, 0) + row.closing_vnd
        else:
            stays.append(_as_seen_from_outside(row, inside))
    off = {family: amount for family, amount in untied.items() if amount}
    return Consolidated(tuple(stays), tuple(left), off)


def eliminations(rows: Iterable[Tagged], inside: frozenset[str]) -> tuple[Elimination, ...]:
    """List the closing balances between the books inside, pair by pair.

    Returns  a pair for each family, holder of the due-to account and holder of the due-from
             account, without those where both are zero; in order of the two books.
    """
    sums: dict[tuple[str, str, str], list[int]] = {}
    for row in rows:
        family = _PAIRED.get(row.account)
        if family is None or row.book not in inside or row.counter_book not in inside:
            continue
        owes = row.account == FAMILIES[family][1]
        here, there = (row.book, row.counter_book) if owes else (row.counter_book, row.book)
        pair = sums.setdefault((here, there, family), [0, 0])
        pair[0 if owes else 1] += row.closing_vnd
    return tuple(
        Elimination(family, here, there, FAMILIES[family][1], pair[0], FAMILIES[family][0], pair[1])
        for (here, there, family), pair in sorted(sums.items())
        if any(pair)
    )


def lowest_common_parent(one: str, other: str, parents: Mapping[str, str]) -> str | None:
    """Find the lowest unit that stands above both, or is one of them.

    Takes    `parents`, unit -> unit above it.
    Returns  its code: the level at which what the two owe each other leaves; None without one.
    """
    above = [one]
    while above[-1] in parents:
        above.append(parents[above[-1]])
    current: str | None = other
    while current is not None and current not in above:
        current = parents.get(current)
    return current


def _family(row: Tagged) -> str | None:
    return _PAIRED.get(row.account) or _LEAVING.get((row.account, row.item))


def _as_seen_from_outside(row: Tagged, inside: frozenset[str]) -> Tagged:
    from_inside = row.account == INCOME and row.item == FROM_ABOVE and row.counter_book in inside
    return replace(row, item=LEVY_COLLECTED) if from_inside else row
