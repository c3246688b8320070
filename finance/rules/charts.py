"""The chart of accounts and the index of union finance, read from data keyed by regime.

Pure. The text comes from `regimes/chart_*.toml` and `regimes/items_*.toml`.
"""

import tomllib
from dataclasses import dataclass

from ledger.accounts import Account, Nature, Status, TagRule

REGIME = "TT107-CD"  # the regime new books are opened in


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the index (mục lục) of a regime."""

    regime: str
    code: str
    name_vi: str
    name_en: str
    use: str  # "income", "spending" or "other"
    status: Status


def parse_chart(text: str) -> tuple[Account, ...]:
    """Read a chart: one Account for each `[[account]]`, with the regime of the file."""
    data = tomllib.loads(text)
    return tuple(
        Account(
            regime=data["regime"],
            code=row["code"],
            name_vi=row["name_vi"],
            name_en=row["name_en"],
            nature=Nature(row["nature"]),
            fund=TagRule(row["fund"]),
            item=TagRule(row["item"]),
            counter_book=TagRule(row["counter_book"]),
            control=row["control"],
            postable=True,
            family=row["family"],
            parent=row.get("parent", ""),
            status=Status(row["status"]),
        )
        for row in data["account"]
    )


def parse_items(text: str) -> tuple[Item, ...]:
    """Read an index: one Item for each `[[item]]`, with the regime of the file."""
    data = tomllib.loads(text)
    return tuple(
        Item(
            data["regime"],
            row["code"],
            row["name_vi"],
            row["name_en"],
            row["use"],
            Status(row["status"]),
        )
        for row in data["item"]
    )
