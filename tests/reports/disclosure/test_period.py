"""What one unit discloses of one month: the figures, the bytes, and what keeps them back."""

import json
from typing import Any

import pytest

from finance.runtime.database import Database
from reports.disclosure.period import (
    FORMAT,
    ProofDoesNotHold,
    canonical,
    digest,
    dues,
    period_disclosure,
    read,
)
from reports.queries.month import month_facts
from tests.reports.facts import month, obligation, part, split, tagged
from tests.reports.june_2026 import JULY, UNITS


def _disclosed(database: Database, unit: str) -> dict[str, Any]:
    with database.reading() as session:
        return read(canonical(period_disclosure(month_facts(session, unit, JULY))))


def test_figures_of_a_grassroots_unit(june: Database) -> None:
    """July of G1, to the đồng."""
    found = _disclosed(june, "G1")
    assert found["balance"] == {
        "opening_vnd": 7_000_000,
        "income_vnd": 59_168_127,
        "spent_vnd": 3_379_500,
        "other_changes_vnd": 0,
        "closing_vnd": 62_788_627,
    }
    levy = found["levy"]
    assert (levy["owed_vnd"], levy["collected_vnd"]) == (78_493_826, 78_493_826)
    assert (levy["suspended_vnd"], levy["suspended_until"]) == (4_000_000, "2026-09-30")
    assert [(row["unit"], row["amount_vnd"]) for row in levy["shares"]] == [
        ("G1", 58_870_370),
        ("A1", 9_419_259),
        ("LDA", 6_279_505),
        ("TLD", 3_924_692),
    ]
    assert levy["shared_not_received_vnd"] == 0
    assert found["dues"] == {
        "collected_vnd": 425_367,
        "kept_vnd": 297_757,
        "passed_vnd": 127_610,
        "paid_up_vnd": 127_610,
    }
    assert found["cash"]["total_vnd"] == 63_455_293
    assert [(row["unit"], row["amount_vnd"]) for row in found["to_give_back"]] == [("LDA", 666_666)]


def test_balances_by_source_of_a_grassroots_unit(june: Database) -> None:
    """Levy, dues and other money of G1, each from opening to closing."""
    rows = {row["fund"]: row for row in _disclosed(june, "G1")["by_fund"]}
    found = {
        fund: (row["opening_vnd"], row["income_vnd"], row["spent_vnd"], row["closing_vnd"])
        for fund, row in rows.items()
    }
    assert found == {
        "levy": (5_500_000, 58_870_370, 3_000_000, 61_370_370),
        "dues": (1_200_000, 297_757, 379_500, 1_118_257),
        "other": (300_000, 0, 0, 300_000),
    }


def test_the_proof_of_a_grassroots_unit(june: Database) -> None:
    """Each part of E1 and E4 with the four shares, and their sums."""
    found = _disclosed(june, "G1")["proof"]
    assert [
        (row["name"], row["period"], row["matched_vnd"], row["grassroots_vnd"], row["difference"])
        for row in found["rows"]
    ] == [
        ("Công ty TNHH Một", "2026-04", 23_753_086, 17_814_815, 2),
        ("Công ty TNHH Một", "2026-05", 24_024_691, 18_018_518, -1),
        ("Công ty TNHH Một", "2026-06", 24_691_358, 18_518_519, 2),
        ("Công ty TNHH Bốn", "2026-06", 6_024_691, 4_518_518, -1),
    ]
    assert (found["matched_vnd"], found["grassroots_vnd"]) == (78_493_826, 58_870_370)
    assert found["holds"]


def test_a_province_shows_what_it_collected(june: Database) -> None:
    """LDA: what was owed to it, collected, kept and passed on, and whose the money is."""
    found = _disclosed(june, "LDA")
    levy = found["levy"]
    assert (levy["owed_vnd"], levy["collected_vnd"], levy["open_vnd"]) == (
        107_382_692,
        107_246_912,
        135_780,
    )
    assert {(row["role"], row["amount_vnd"]) for row in levy["shares"]} == {
        ("grassroots", 58_870_370),
        ("grassroots", 10_370_370),
        ("organisation", 4_444_445),
        ("custody", 6_750_000),
        ("upper", 12_869_629),
        ("province", 8_579_752),
        ("national", 5_362_346),
    }
    assert found["proof"]["grassroots_vnd"] == 80_435_185
    assert found["cash"]["total_vnd"] == 88_927_777
    assert found["balance"]["income_vnd"] == 7_859_752


def test_a_unit_that_collects_nothing_shows_its_shares(june: Database) -> None:
    """A1 collects nothing: what is shared to it, what came, and the dues that pass through."""
    found = _disclosed(june, "A1")
    assert found["levy"]["collected_vnd"] == 0
    assert found["levy"]["shared_to_unit_vnd"] == 12_869_629
    assert found["levy"]["shared_not_received_vnd"] == 1_080_000
    assert found["dues"] == {
        "collected_vnd": 195_000,
        "kept_vnd": 97_500,
        "passed_vnd": 97_500,
        "paid_up_vnd": 0,
    }


def test_the_figures_of_all_units_are_the_federations(june: Database) -> None:
    """Own income adds up over all units to the federation's, because it is own share only."""
    income = sum(_disclosed(june, code)["balance"]["income_vnd"] for code, _, _, _ in UNITS)
    assert income == 94_354_967


def test_no_person_and_no_account_is_disclosed(june: Database) -> None:
    """The bytes hold employers, but no account number and no person's name."""
    for code, _, _, _ in UNITS:
        text = canonical(_disclosed(june, code)).decode()
        assert "00LDA" not in text
        assert "system" not in text


def test_the_bytes_are_canonical() -> None:
    """The same figures give the same bytes whatever the order, and nothing but integers."""
    one = canonical({"b": 1, "a": {"d": "đ", "c": [2]}})
    assert one == canonical({"a": {"c": [2], "d": "đ"}, "b": 1})
    assert one == '{"a":{"c":[2],"d":"đ"},"b":1}'.encode()
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_amounts_in_the_bytes_are_integers(june: Database) -> None:
    """No amount is a fraction, a text or missing."""

    def amounts(node: object) -> list[object]:
        if isinstance(node, dict):
            own = [value for key, value in node.items() if key.endswith("_vnd")]
            return own + [found for value in node.values() for found in amounts(value)]
        if isinstance(node, list):
            return [found for value in node for found in amounts(value)]
        return []

    found = amounts(_disclosed(june, "G1"))
    assert len(found) > 50
    assert all(type(amount) is int for amount in found)


def test_only_our_own_bytes_are_read() -> None:
    """Bytes of another format are our own mistake, not a reader's."""
    assert read(json.dumps({"format": FORMAT}).encode()) == {"format": FORMAT}
    with pytest.raises(AssertionError):
        read(b'{"format": "another"}')


def test_what_does_not_add_up_is_not_disclosed() -> None:
    """Shares that are not what was collected, or a broken proof, keep a disclosure back."""
    parts = (part(100, split(100, 75, (12, 8, 5))),)
    right = month(parts=parts, obligations=(obligation(owed=100, paid=100),))
    assert period_disclosure(right)["levy"]
    with pytest.raises(ProofDoesNotHold) as refused:
        period_disclosure(month(parts=parts))
    assert refused.value.facts["what"] == "shares"
    wrong = (part(100, split(100, 60, (27, 8, 5))),)
    with pytest.raises(ProofDoesNotHold) as refused:
        period_disclosure(month(parts=wrong, obligations=(obligation(owed=100, paid=100),)))
    assert refused.value.facts["what"] == "proof"


def test_money_without_an_owner_is_not_disclosed() -> None:
    """Cash that is neither the unit's own nor anybody else's keeps a disclosure back."""
    with pytest.raises(ProofDoesNotHold) as refused:
        period_disclosure(month(rows=(tagged("112", debit=5),)))
    assert (refused.value.facts["what"], refused.value.facts["difference"]) == ("cash", -5)


def test_dues_kept_and_passed() -> None:
    """Dues collected are gross: the part kept and the part of the unit above."""
    rows = (
        tagged("337861", credit=70, fund="dues", item="22"),
        tagged("3362", credit=30, fund="dues", item="22", counter_book="A1"),
        tagged("3362", debit=20, fund="dues", item="39", counter_book="A1"),
    )
    assert dues(month(rows=rows)) == {
        "collected_vnd": 100,
        "kept_vnd": 70,
        "passed_vnd": 30,
        "paid_up_vnd": 20,
    }
