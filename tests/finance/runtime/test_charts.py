"""The chart and the index that come with the package."""

from finance.rules.charts import REGIME
from finance.runtime.charts import chart_accounts, index_items
from ledger.accounts import Chart, Nature, TagRule


def test_books_are_opened_in_a_regime_that_is_there() -> None:
    """No code stands twice; parents are in the chart."""
    codes = [account.code for account in chart_accounts() if account.regime == REGIME]
    assert len(codes) == len(set(codes)) == 30
    assert {account.parent for account in chart_accounts()} - {""} <= set(codes)
    items = [item.code for item in index_items() if item.regime == REGIME]
    assert len(items) == len(set(items))
    assert {"22", "23", "28.01", "31", "34", "39"} <= set(items)


def test_what_stands_between_units() -> None:
    """Each family has a due-from and a due-to, both shown on either side, tagged with the other."""
    chart = Chart(REGIME, chart_accounts())
    families: dict[str, list[str]] = {}
    for account in chart:
        if account.family:
            families.setdefault(account.family, []).append(account.code)
            assert account.counter_book is TagRule.REQUIRED
            assert (account.nature, account.control) == (Nature.BOTH, True)
    assert sorted(families.values()) == [
        ["1361", "3361"],
        ["1362", "3362"],
        ["1363", "3363"],
        ["1368", "3368"],
    ]


def test_the_bank_bears_no_tags() -> None:
    """Money in the bank is no fund's; what it is for stands on the other side."""
    bank = Chart(REGIME, chart_accounts())["112"]
    assert {bank.fund, bank.item, bank.counter_book} == {TagRule.REFUSED}
