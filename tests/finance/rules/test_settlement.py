"""The lines of a unit's settlement."""

import pytest

from finance.rules.settlement import LINES, SettlementOff, settle
from ledger.balances import Tagged
from tests.finance.rules.june_2026 import PARENTS, july


def _above(book: str) -> frozenset[str]:
    found = []
    while book in PARENTS:
        book = PARENTS[book]
        found.append(book)
    return frozenset(found)


@pytest.mark.parametrize(
    ("book", "lines"),
    [
        (
            "G1",
            {
                "10": 7_000_000,
                "22": 425_367,
                "28.01": 58_870_370,
                "31": 3_000_000,
                "34": 379_500,
                "39": 127_610,
                "50": 62_788_627,
                "60": 127_610,
            },
        ),
        (
            "G2",
            {
                "10": 2_000_000,
                "22": 224_633,
                "28.01": 10_370_370,
                "39": 67_390,
                "50": 12_527_613,
                "60": 67_390,
            },
        ),
        (
            "A1",
            {
                "10": 15_000_000,
                "22": 195_000,
                "28.01": 11_789_629,
                "50": 26_984_629,
                "60": 97_500,
            },
        ),
        (
            "LDA",
            {
                "10": 80_000_000,
                "23": 13_222_098,
                "39": 4_956_790,
                "50": 88_265_308,
                "60": 5_362_346,
            },
        ),
        ("TLD", {"10": 500_000_000, "23": 4_912_346, "50": 504_912_346}),
    ],
)
def test_july_as_if_the_period_were_settled(book: str, lines: dict[str, int]) -> None:
    """Each line comes from tagged balances; lines not named are empty."""
    settlement = settle(book, july(), _above(book))
    found = {line.name.code: line.amount_vnd for line in settlement.lines if line.amount_vnd}
    assert found == lines
    assert [line.name for line in settlement.lines] == list(LINES)


def test_what_is_still_owed_upwards() -> None:
    """Line 60 less line 39 is the closing balance towards the units above."""
    above = _above("LDA")
    settlement = settle("LDA", july(), above)
    owed = -sum(
        row.closing_vnd
        for row in july()
        if row.book == "LDA" and row.account in {"3361", "3362"} and row.counter_book in above
    )
    assert settlement.amount("60") - settlement.amount("39") == owed == 405_556


def test_a_span_within_the_year_begins_with_what_the_year_has_brought() -> None:
    """August opens with the closing balance of July."""
    august = [
        Tagged(
            row.book,
            row.account,
            row.fund,
            row.item,
            row.counter_book,
            opening_debit_vnd=row.opening_debit_vnd + row.debit_vnd,
            opening_credit_vnd=row.opening_credit_vnd + row.credit_vnd,
        )
        for row in july()
    ]
    settlement = settle("G1", august, _above("G1"))
    assert settlement.amount("10") == settlement.amount("50") == 62_788_627


def test_openings_within_the_span_count_as_opening_balance() -> None:
    """What the openings journal brings into 4316 in the first year stands in line 10."""
    rows = [
        Tagged("G1", "112", "", "", "", debit_vnd=7_000_000),
        Tagged("G1", "4316", "levy", "", "", credit_vnd=7_000_000),
    ]
    assert settle("G1", rows, frozenset()).amount("10") == 7_000_000


def test_hand_over_support_and_state_money_have_lines_of_their_own() -> None:
    """40, 42, 24, 28.02, 25 and support given down are read by item."""
    rows = [
        Tagged("G1", "4316", "levy", "40", "G3", credit_vnd=400),
        Tagged("G1", "4316", "levy", "42", "G4", debit_vnd=30),
        Tagged("G1", "337861", "state", "24", "", debit_vnd=100, credit_vnd=900),
        Tagged("G1", "337861", "levy", "28.02", "LDA", credit_vnd=300),
        Tagged("G1", "337861", "other", "25.01", "", credit_vnd=11),
        Tagged("G1", "337861", "other", "25.02", "", credit_vnd=12),
        Tagged("G1", "611", "levy", "support", "G5", debit_vnd=50),
        Tagged("G1", "611", "levy", "32", "", debit_vnd=5, credit_vnd=1),
    ]
    settlement = settle("G1", rows, frozenset({"LDA"}))
    found = {line.name.code: line.amount_vnd for line in settlement.lines if line.amount_vnd}
    assert found == {
        "40": 400,
        "42": 30,
        "24": 800,
        "28.02": 300,
        "25.01": 11,
        "25.02": 12,
        "support": 50,
        "32": 4,
        "50": 1439,
    }


def test_an_unknown_item_is_refused() -> None:
    """Money under an item the form does not know would vanish from it."""
    rows = [Tagged("G1", "337861", "levy", "99", "", credit_vnd=5)]
    with pytest.raises(SettlementOff) as caught:
        settle("G1", rows, frozenset())
    assert caught.value.facts == {"book": "G1", "difference": 5}
    beside = [*rows, Tagged("G1", "337861", "levy", "23", "", credit_vnd=70)]
    with pytest.raises(SettlementOff) as caught:
        settle("G1", beside, frozenset())
    assert caught.value.facts == {"book": "G1", "difference": 5}


def test_what_was_owed_upwards_before_is_to_be_passed_up_too() -> None:
    """Line 60 begins with what stood towards the units above, and not towards those below."""
    rows = [
        Tagged("A1", "3362", "dues", "", "LDA", opening_credit_vnd=30),
        Tagged("A1", "3362", "dues", "22", "LDA", credit_vnd=7),
        Tagged("A1", "3362", "dues", "39", "LDA", debit_vnd=30),
        Tagged("A1", "3362", "dues", "", "G1", opening_credit_vnd=500),
    ]
    settlement = settle("A1", rows, frozenset({"LDA"}))
    assert settlement.book == "A1"
    assert [settlement.amount(code) for code in ("60", "39", "22")] == [37, 30, 7]


def test_what_is_owed_downwards_is_no_line() -> None:
    """A debt to a unit below stands outside the settlement of the one that owes it."""
    rows = [
        Tagged("LDA", "3361", "levy", "", "G1", credit_vnd=75),
        Tagged("LDA", "337861", "levy", "23", "", credit_vnd=25),
    ]
    settlement = settle("LDA", rows, frozenset({"TLD"}))
    assert settlement.amount("23") == settlement.amount("50") == 25
