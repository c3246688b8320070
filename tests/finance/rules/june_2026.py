"""June 2026 in five books: every line they post from the openings to the end of July.

A confederation (TLD), a province that collects (LDA), an upper unit (A1), two grassroots unions
(G1, G2). The line files were drawn up by hand; nothing here is computed by the rules under test.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from ledger.balances import Tagged

BOOKS = ("TLD", "LDA", "A1", "G1", "G2")
PARENTS = {"LDA": "TLD", "A1": "LDA", "G1": "A1", "G2": "A1"}
_LINES = Path(__file__).with_name("june_2026_lines.csv")
_OPENING = "2026-06-30"


def july() -> tuple[Tagged, ...]:
    """July's movements of all books by tag, with what stood before it."""
    sums: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    with _LINES.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            key = tuple(line[name] for name in ("book", "account", "fund", "item", "counter_book"))
            first = 0 if line["accounting_on"] <= _OPENING else 2
            sums[key][first] += int(line["debit"] or "0")
            sums[key][first + 1] += int(line["credit"] or "0")
    return tuple(
        Tagged(book, account, fund, item, counter_book, *amounts)
        for (book, account, fund, item, counter_book), amounts in sums.items()
    )


def by_account(rows: Iterable[Tagged]) -> dict[str, int]:
    """Closing balances, debit positive, without the empty ones."""
    balances: dict[str, int] = defaultdict(int)
    for row in rows:
        balances[row.account] += row.closing_vnd
    return {account: amount for account, amount in balances.items() if amount}
