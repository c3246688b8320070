"""Reads the chart and the index from the package's own data."""

from functools import cache
from importlib.resources import files

from finance.rules.charts import Item, parse_chart, parse_items
from ledger.accounts import Account


def _text(name: str) -> str:
    return files("finance.rules").joinpath("regimes", name).read_text("utf-8")


@cache
def chart_accounts() -> tuple[Account, ...]:
    """Every account of every regime the package knows."""
    return parse_chart(_text("chart_tt107.toml"))


@cache
def index_items() -> tuple[Item, ...]:
    """Every index line of every regime the package knows."""
    return parse_items(_text("items_tt107.toml"))
