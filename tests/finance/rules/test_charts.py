"""The chart and the index are data keyed by regime."""

import tomllib

import pytest

from finance.rules.charts import REGIME, Item, parse_chart, parse_items
from ledger.accounts import Account, Nature, Status, TagRule

CHART = """
regime = "R"
[[account]]
code = "3361"
name_vi = "Phải trả"
name_en = "Due to"
nature = "both"
fund = "required"
item = "allowed"
counter_book = "required"
control = true
family = "1"
status = "internal"
"""
ITEMS = """
regime = "R"
[[item]]
code = "28.01"
name_vi = "Cấp trên cấp"
name_en = "From above"
use = "income"
status = "recalled"
"""


def test_an_account_with_its_rules() -> None:
    """Every row bears the regime of its file; a parent is optional."""
    [account] = parse_chart(CHART)
    assert account == Account(
        regime="R",
        code="3361",
        name_vi="Phải trả",
        name_en="Due to",
        nature=Nature.BOTH,
        fund=TagRule.REQUIRED,
        item=TagRule.ALLOWED,
        counter_book=TagRule.REQUIRED,
        control=True,
        postable=True,
        family="1",
        parent="",
        status=Status.INTERNAL,
    )
    [child] = parse_chart(CHART + 'parent = "336"\n')
    assert child.parent == "336"


def test_an_item_with_its_use() -> None:
    """And how sure we are of it."""
    [item] = parse_items(ITEMS)
    assert item == Item("R", "28.01", "Cấp trên cấp", "From above", "income", Status.RECALLED)


@pytest.mark.parametrize("line", ['status = "guessed"', 'nature = "left"', 'fund = "maybe"'])
def test_a_word_the_program_does_not_know_is_our_mistake(line: str) -> None:
    """A chart with such a word does not load."""
    name = line.split(" ", maxsplit=1)[0]
    rows = [line if row.startswith(f"{name} ") else row for row in CHART.splitlines()]
    with pytest.raises(ValueError, match=line.split('"')[1]):
        parse_chart("\n".join(rows))


def test_text_that_is_no_toml() -> None:
    """Nothing is read out of it."""
    with pytest.raises(tomllib.TOMLDecodeError):
        parse_chart("[[account]")
    assert REGIME == "TT107-CD"
