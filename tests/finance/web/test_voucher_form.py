"""A typed voucher is a draft, or all that is wrong with it, each thing at its cell."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.charts import REGIME
from finance.rules.vouchers import LARGEST_VND
from finance.runtime.charts import chart_accounts, index_items
from finance.web.choices import Choice, Choices
from finance.web.voucher_form import Surroundings, judge
from finance.web.voucher_problems import place_of
from finance.web.voucher_typed import COLUMNS, MOST_ROWS, Row, Typed
from ledger.accounts import Chart
from ledger.entries import credit, debit
from ledger.money import MOST, Vnd, format_vnd
from ledger.periods import Period

JUNE, JULY = Period("2026-06"), Period("2026-07")
SPENT = Row("611", "24.500.000", "", "KPCĐ", "31")
FROM_BANK = Row("112", "", "24500000")


def _around() -> Surroundings:
    chart = Chart(REGIME, chart_accounts())
    accounts = tuple(
        Choice(each.code, each.code, each.name_vi, each.name_en)
        for each in chart
        if not each.control
    )
    items = {
        item.code: Choice(item.code, item.code, item.name_vi, item.name_en)
        for item in index_items()
    }
    return Surroundings(Choices(chart, accounts, items), frozenset({JUNE, JULY}), JUNE)


AROUND = _around()


def _typed(*rows: Row, **head: Any) -> Typed:  # noqa: ANN401 - the head's fields are all texts
    return Typed(**{"accounting_on": "10", "text": "Chi", "rows": rows, **head})


def _places(given: Typed) -> dict[str, str]:
    return {place_of(each): each.code for each in judge(given, AROUND).problems}


def test_a_good_form_is_a_draft() -> None:
    """Both days, and lines as the book would take them; empty rows are passed over."""
    judged = judge(_typed(SPENT, Row(), FROM_BANK, Row(fund=" ")), AROUND)
    assert judged.problems == []
    assert judged.accounting_on == judged.document_on == dt.date(2026, 6, 10)
    assert judged.lines == [
        debit("611", 24_500_000, fund="levy", item="31"),
        credit("112", 24_500_000),
    ]


def test_an_unbalanced_draft_may_be_kept() -> None:
    """It is held to balance when it is submitted."""
    assert judge(_typed(SPENT), AROUND).problems == []


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("1,5", "money.not_whole"),
        ("1.5", "money.not_whole"),
        ("24.5000", "money.not_whole"),
        ("24,500,000", "money.not_whole"),
        ("một triệu", "money.not_whole"),
        ("1e6", "money.not_whole"),
        ("=1+1", "money.not_whole"),
        ("\u0662\u0664", "money.not_whole"),
        ("24500000đ", "money.not_whole"),
        (str(MOST + 1), "money.out_of_range"),
        ("9" * 61, "voucher.too_long"),
        ("9" * 5000, "voucher.too_long"),
        ("-1", "voucher.not_positive"),
        ("0", "voucher.not_positive"),
        ("1\x00", "voucher.too_long"),
    ],
)
@pytest.mark.parametrize("side", ["debit", "credit"])
def test_an_amount_is_whole_dong_above_zero(side: str, amount: str, code: str) -> None:
    """Fractions, letters, other scripts, zero, negative and huge ones are told at their cell."""
    row = Row(**{"account": "112", side: amount})
    assert _places(_typed(SPENT, row)) == {f"{side}-2": code}


@pytest.mark.parametrize(
    ("row", "place", "code"),
    [
        (Row("112"), "debit-1", "no_amount"),
        (Row("112", "1", "1"), "debit-1", "both_sides"),
        (Row("", "1"), "account-1", "no_account"),
        (Row("999", "1"), "account-1", "unknown_account"),
        (Row("13881", "1", "", "KPCĐ"), "account-1", "control_account"),
        (Row("611", "1", "", "", "31"), "fund-1", "fund_wanted"),
        (Row("611", "1", "", "quỹ", "31"), "fund-1", "unknown_fund"),
        (Row("112", "1", "", "KPCĐ"), "fund-1", "fund_not_taken"),
        (Row("611", "1", "", "KPCĐ"), "item-1", "item_wanted"),
        (Row("611", "1", "", "KPCĐ", "77"), "item-1", "unknown_item"),
        (Row("112", "1", "", "", "31"), "item-1", "item_not_taken"),
        (Row("112", "1", "", "<script>", ""), "fund-1", "unknown_fund"),
        (Row("112 \x00", "1"), "account-1", "too_long"),
    ],
)
def test_what_is_wrong_with_a_row_is_told_at_its_cell(row: Row, place: str, code: str) -> None:
    """The account's own rules say which of fund and item it carries."""
    assert _places(_typed(row)) == {place: f"voucher.{code}"}


def test_all_that_is_wrong_is_told_at_once() -> None:
    """Row by row, with the numbers the reader sees; a good row beside it is no shield."""
    found = _places(_typed(SPENT, Row(), Row("999", "x", "", "y", "z"), accounting_on="", text=""))
    assert set(found) == {"accounting_on", "text", "account-3", "debit-3", "fund-3", "item-3"}


@pytest.mark.parametrize(
    ("head", "place", "code"),
    [
        ({"accounting_on": ""}, "accounting_on", "no_day"),
        ({"accounting_on": "31/06/2026"}, "accounting_on", "no_day"),
        ({"accounting_on": "31/05/2026"}, "accounting_on", "month_not_open"),
        ({"accounting_on": "01/01/2030"}, "accounting_on", "month_not_open"),
        ({"document_on": "hôm qua"}, "document_on", "no_day"),
        ({"text": "  "}, "text", "no_text"),
        ({"text": "x" * 1001}, "text", "unfit_text"),
        ({"text": "a\x00"}, "text", "unfit_text"),
    ],
)
def test_what_is_wrong_with_the_head_is_told_at_its_field(
    head: dict[str, str], place: str, code: str
) -> None:
    """A day of an open month, and what it is about."""
    assert _places(_typed(SPENT, **head)) == {place: f"voucher.{code}"}


def test_a_voucher_has_a_row_and_not_too_many() -> None:
    """Nothing that was typed is dropped in silence."""
    assert _places(_typed()) == {"account-1": "voucher.no_rows"}
    many = _typed(*[FROM_BANK] * (MOST_ROWS + 1))
    assert _places(many) == {"account-1": "voucher.too_many_rows"}


def test_a_sum_stays_within_what_the_book_holds() -> None:
    """Two amounts a person may have posted may not stand in one voucher."""
    half = Row("112", format_vnd(Vnd(LARGEST_VND // 2 + 1)))
    assert _places(_typed(half, half)) == {"debit-1": "money.out_of_range"}


@given(st.lists(st.builds(Row, *(st.text(max_size=70),) * len(COLUMNS)), max_size=4), st.text())
def test_whatever_is_typed_is_answered(rows: list[Row], text: str) -> None:
    """Never with an error of ours: there are lines for the rows, or there are problems."""
    given = _typed(*rows, accounting_on=text, document_on=text, text=text)
    judged = judge(given, AROUND)
    filled = [row for row in rows if not row.empty]
    assert judged.problems or len(judged.lines) == len(filled)
