"""The public columns of a disclosure: other people's programs rely on them."""

from typing import Any

from finance.rules.sharing import Role
from reports.disclosure.period import FORMAT, period_disclosure
from reports.render.csv import FLAT
from tests.reports.facts import month, obligation, part, split, tagged

AMOUNT = {"item", "name_vi", "name_en", "amount_vnd"}
BALANCE = {"opening_vnd", "income_vnd", "spent_vnd", "other_changes_vnd", "closing_vnd"}


def _document() -> dict[str, Any]:
    rows = (
        tagged("112", opening=50, debit=30, credit=5),
        tagged("4316", opening=-50, fund="levy"),
        tagged("337861", credit=20, fund="levy", item="28.01", counter_book="LDA"),
        tagged("611", debit=5, fund="levy", item="31"),
        tagged("1361", credit=10, fund="levy", counter_book="LDA"),
    )
    parts = (part(100, split(100, 75, (12, 8, 5))),)
    return period_disclosure(
        month(rows=rows, parts=parts, obligations=(obligation(owed=100, paid=100),))
    )


def test_the_document() -> None:
    """The names in a published month are those of its format; a change is another format."""
    document = _document()
    assert document["format"] == FORMAT == "union-finance/disclosure/period/1"
    assert set(document) == {
        "format",
        "kind",
        "currency",
        "period",
        "first_on",
        "last_on",
        "regime",
        "entries",
        "unit",
        "balance",
        "by_fund",
        "income",
        "spending",
        "levy",
        "proof",
        "dues",
        "cash",
        "to_give_back",
    }
    assert set(document["unit"]) == {"code", "name", "level", "parent_code"}
    assert set(document["balance"]) == BALANCE
    assert set(document["by_fund"][0]) == BALANCE | {"fund", "name_vi", "name_en"}
    assert set(document["income"][0]) == set(document["spending"][0]) == AMOUNT
    assert set(document["dues"]) == {"collected_vnd", "kept_vnd", "passed_vnd", "paid_up_vnd"}
    assert set(document["cash"]) == {"cash_vnd", "bank_vnd", "total_vnd", "own_vnd", "rows"}
    assert set(document["to_give_back"][0]) == {"unit", "unit_name", "amount_vnd"}


def test_the_levy() -> None:
    """What was owed, and who got which share of what was collected."""
    document = _document()
    assert set(document["levy"]) == {
        "scope",
        "open_before_vnd",
        "assessed_vnd",
        "owed_vnd",
        "collected_vnd",
        "open_vnd",
        "overdue_vnd",
        "suspended_vnd",
        "suspended_until",
        "shares",
        "shared_to_unit_vnd",
        "shared_not_received_vnd",
    }
    assert set(document["levy"]["shares"][0]) == {
        "role",
        "unit",
        "unit_name",
        "kept",
        "amount_vnd",
    }


def test_the_proof() -> None:
    """Each part with its shares, and the rule with its text."""
    proof = _document()["proof"]
    assert set(proof) == {
        "rows",
        "matched_before_vnd",
        "matched_vnd",
        "grassroots_vnd",
        "holds",
        "rules",
    }
    assert set(proof["rows"][0]) == {
        "tax_code",
        "name",
        "grassroots_unit",
        "period",
        "parts",
        "matched_before_vnd",
        "matched_vnd",
        "grassroots_vnd",
        "share",
        "difference",
        "most",
        "holds",
        "shares",
    }
    assert {share["role"] for share in proof["rows"][0]["shares"]} == {role.value for role in Role}
    assert set(proof["rules"][0]) == {
        "scope",
        "from",
        "decision",
        "status",
        "shares",
        "grassroots",
    }
    assert set(proof["rules"][0]["grassroots"]) == {
        "key",
        "from",
        "share",
        "instrument",
        "issued_by",
        "article",
        "status",
    }


def test_the_columns_of_the_csv() -> None:
    """One figure to a row, under the same columns for every unit and month."""
    assert FLAT == (
        "unit_code",
        "span",
        "section",
        "row",
        "kind",
        "label",
        "figure",
        "amount_vnd",
    )
