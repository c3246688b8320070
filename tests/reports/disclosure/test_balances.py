"""What a unit had, took in, spent and holds."""

from hypothesis import given
from hypothesis import strategies as st

from finance.runtime.charts import index_items
from reports.disclosure import balances
from tests.reports.facts import CHART, tagged

ROWS = (
    tagged("111", opening=500, credit=300),
    tagged("112", opening=6_500, debit=900),
    tagged("4316", opening=-5_000, fund="levy"),
    tagged("4316", opening=-2_000, fund="restricted:TET"),
    tagged("337861", debit=100, credit=1_000, fund="levy", item="28.01", counter_book="LDA"),
    tagged("611", debit=400, fund="levy", item="31"),
    tagged("1361", debit=500, credit=600, fund="levy", counter_book="LDA"),
    tagged("13881", debit=77, fund="levy"),
    tagged("33883", credit=77, fund="levy"),
)


def test_the_balance_leads_from_opening_to_closing() -> None:
    """Opening plus own income less spending is the closing balance, when nothing else happened."""
    assert balances.balance(ROWS) == {
        "opening_vnd": 7_000,
        "income_vnd": 900,
        "spent_vnd": 400,
        "other_changes_vnd": 0,
        "closing_vnd": 7_500,
    }


def test_a_hand_over_is_neither_income_nor_spending() -> None:
    """What another unit hands over stands apart, so that income is not blown up by it."""
    rows = (*ROWS, tagged("4316", credit=250, fund="levy", item="40", counter_book="G3"))
    found = balances.balance(rows)
    assert (found["income_vnd"], found["other_changes_vnd"]) == (900, 250)
    assert found["closing_vnd"] == 7_750


def test_sources_are_kept_apart() -> None:
    """Each source has its own balance; a fund with its own report comes last, under its name."""
    found = balances.by_fund(ROWS)
    assert [(row["fund"], row["closing_vnd"]) for row in found] == [
        ("levy", 5_500),
        ("restricted:TET", 2_000),
    ]
    assert found[1]["name_vi"] == "Quỹ TET"


@given(st.lists(st.tuples(st.sampled_from(["levy", "dues", "x"]), st.integers(1, 10**12))))
def test_sources_add_up_to_the_balance(moves: list[tuple[str, int]]) -> None:
    """Whatever moves, Σ of the sources is the unit's balance, to the đồng."""
    rows = [
        tagged("337861" if at % 2 else "611", credit=amount, fund=fund, item="22")
        for at, (fund, amount) in enumerate(moves)
    ]
    closing = [row["closing_vnd"] for row in balances.by_fund(rows)]
    assert sum(closing) == balances.balance(rows)["closing_vnd"]


def test_items_are_named_and_empty_ones_left_out() -> None:
    """A line of the index is named in both languages; one whose sum is nothing is not shown."""
    rows = (*ROWS, tagged("337861", debit=5, credit=5, fund="dues", item="22"))
    assert balances.by_item(rows, "337861", index_items(), -1) == [
        {
            "item": "28.01",
            "name_vi": "Kinh phí công đoàn cấp trên cấp theo phân phối",
            "name_en": "Levy share sent from above",
            "amount_vnd": 900,
        }
    ]
    assert balances.by_item(rows, "611", (), 1)[0]["name_vi"] == "31"


def test_money_in_hand_is_told_whose_it_is() -> None:
    """Cash and bank are the unit's own balance and what it owes; memorandum pairs stand aside."""
    found = balances.cash(ROWS, CHART, {"LDA": "Liên đoàn A"})
    assert (found["cash_vnd"], found["bank_vnd"], found["total_vnd"]) == (200, 7_400, 7_600)
    assert found["own_vnd"] == 7_500
    assert found["rows"] == [
        {
            "account": "1361",
            "name_vi": CHART["1361"].name_vi,
            "name_en": CHART["1361"].name_en,
            "unit": "LDA",
            "unit_name": "Liên đoàn A",
            "amount_vnd": 100,
        }
    ]


def test_what_is_to_be_given_back() -> None:
    """Only a debt that turned round is given back; what is still owed to the unit is not."""
    assert balances.to_give_back(ROWS, {}) == [
        {"unit": "LDA", "unit_name": "LDA", "amount_vnd": 100}
    ]
    owed = (tagged("1361", debit=600, fund="levy", counter_book="LDA"),)
    assert balances.to_give_back(owed, {}) == []


def test_a_closing_credit() -> None:
    """A credit balance is shown as a positive amount."""
    assert balances.credit_of((tagged("33885", credit=9),), "33885") == 9


def test_names_of_funds() -> None:
    """Known sources have names, a restricted fund is named by its code."""
    assert balances.fund_name("levy") == ("Kinh phí công đoàn", "Levy")
    assert balances.fund_name("restricted:TET") == ("Quỹ TET", "Fund TET")
