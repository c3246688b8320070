"""The chart and the index are data keyed by regime."""

import tomllib

import pytest

from finance.rules.charts import REGIME, parse_chart, parse_items
from ledger.accounts import Nature, Status, TagRule

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
    assert (account.regime, account.code, account.nature) == ("R", "3361", Nature.BOTH)
    assert (account.fund, account.item) == (TagRule.REQUIRED, TagRule.ALLOWED)
    assert (account.control, account.postable, account.parent) == (True, True, "")
    [child] = parse_chart(CHART + 'parent = "336"\n')
    assert child.parent == "336"


def test_an_item_with_its_use() -> None:
    """And how sure we are of it."""
    [item] = parse_items(ITEMS)
    assert (item.regime, item.code, item.use, item.status) == (
        "R",
        "28.01",
        "income",
        Status.RECALLED,
    )


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
