"""Reading the levy from the command line."""

import pytest

from tests.reports.june_2026 import E1, E3
from tests.terminal import Terminal

OBLIGATION = {
    "tax_code",
    "period",
    "kind",
    "wage_fund_vnd",
    "rate",
    "amount_vnd",
    "relief",
    "due_on",
    "paid_vnd",
    "open_vnd",
    "state",
    "days_late",
}
RECEIPT = {
    "reference",
    "account_no",
    "booked_on",
    "amount_vnd",
    "state",
    "confidence",
    "evidence",
    "matches",
    "unmatched_vnd",
}


def test_obligations(reading: Terminal) -> None:
    """Each obligation with the fields of the contract, narrowed by what is asked."""
    rows = reading.ask("levy", "obligations")["rows"]
    assert len(rows) == 7
    assert set(rows[0]) >= OBLIGATION
    [late] = reading.ask("levy", "obligations", "--as-of", "2026-08-05", "--state", "late")["rows"]
    assert (late["tax_code"], late["open_vnd"], late["days_late"]) == (E3, 135_780, 5)
    assert late["due_on"] == "2026-07-31"
    mine = reading.ask("levy", "obligations", "--employer", E1, "--period", "2026-06")["rows"]
    assert [row["amount_vnd"] for row in mine] == [24_691_358]


@pytest.mark.parametrize(
    ("state", "references"),
    [("matched", ["R1", "R2", "R4", "R6"]), ("unidentified", ["R3"]), ("returned", ["R5"])],
)
def test_receipts(reading: Terminal, state: str, references: list[str]) -> None:
    """Receipts of a state with what each pays."""
    rows = reading.ask("levy", "receipts", "--state", state)["rows"]
    assert [row["reference"] for row in rows] == references
    assert set(rows[0]) >= RECEIPT


def test_every_receipt_is_conserved(reading: Terminal) -> None:
    """Σ amounts is Σ matched, credit, returned and unmatched, to the đồng."""
    rows = reading.ask("levy", "receipts")["rows"]
    matched = sum(match["amount_vnd"] for row in rows for match in row["matches"])
    others = sum(row["credit_vnd"] + row["returned_vnd"] + row["unmatched_vnd"] for row in rows)
    assert sum(row["amount_vnd"] for row in rows) == matched + others == 110_332_713


def test_shares(reading: Terminal) -> None:
    """Shares sum to their part; the wage fund of E1's June gives 18,518,519 to the grassroots."""
    rows = reading.ask("levy", "shares", "--period", "2026-06")["rows"]
    for row in rows:
        assert sum(share["amount_vnd"] for share in row["shares"]) == row["amount_vnd"]
    [first] = [row for row in rows if row["tax_code"] == E1]
    shares = {share["level"]: share for share in first["shares"]}
    assert shares["grassroots"] == {
        "unit": "G1",
        "level": "grassroots",
        "role": "grassroots",
        "place": "unit",
        "amount_vnd": 18_518_519,
        "rule": "TLD/2022-01",
    }
    mine = reading.ask("levy", "shares", "--period", "2026-06", "--unit", "G2")["rows"]
    assert [row["amount_vnd"] for row in mine] == [19_753_086]


def test_people_see_their_own_scope(acting_terminal: Terminal) -> None:
    """An accountant of one union sees no other's receipts, an inspector of the province all."""
    assert acting_terminal.ask("levy", "receipts", "--as", "ke")["rows"] == []
    assert len(acting_terminal.ask("levy", "receipts", "--as", "kiem")["rows"]) == 6


@pytest.mark.parametrize("words", [("--state", "x"), ("--period", "x"), ("--as-of", "x")])
def test_wrong_usage(reading: Terminal, words: tuple[str, str]) -> None:
    """What cannot be read is usage, status 2."""
    assert reading.run("levy", "obligations", *words).exit_code == 2
