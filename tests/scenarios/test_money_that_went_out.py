"""What the bank paid out and nobody recognised: a person says what it was, and it waits no more.

By commands, as an accountant and an approver give them. Employer 3 has 2% of 50,000,000 assessed
for June, 1,000,000, and pays it.
"""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.builders import E3
from tests.scenarios.all_commands import Office, office

JUNE = "2026-06"
CLERK, SECOND = ("--as", "ketoan"), ("--as", "duyet")


@pytest.fixture
def desk(engine_url: str, tmp_path: Path) -> Office:
    """June is assessed and paid."""
    made = office(engine_url, tmp_path, dt.date(2026, 7, 20))
    made.declare(("SE3", E3, JUNE, 50_000_000, "active"))
    made.ask("levy", "assess", JUNE)
    row = {
        "reference": "R1",
        "booked_on": "2026-07-10",
        "credit": 1_000_000,
        "content": f"MST {E3} DONG KPCD THANG 06 NAM 2026",
    }
    made.bank("10101", row)
    made.ask("levy", "match", "--on", "2026-07-10")
    return made


def _went(desk: Office, *amounts: int, content: str = "CHUYEN TIEN") -> list[dict[str, Any]]:
    """Rows that name nothing we know; what waits then."""
    rows = (
        {"reference": f"FT{at}", "booked_on": "2026-07-14", "debit": each, "content": content}
        for at, each in enumerate(amounts, start=1)
    )
    desk.bank("10101", *rows)
    waiting: list[dict[str, Any]] = desk.ask("levy", "debits")["rows"]
    assert [row["waiting_vnd"] for row in waiting] == list(amounts)
    return waiting


def _paid(desk: Office) -> int:
    [row] = desk.ask("levy", "obligations", "--employer", E3)["rows"]
    return int(row["paid_vnd"])


def _sound(desk: Office) -> None:
    assert desk.ask("ledger", "verify")["rows"] == []


def test_a_part_of_a_receipt_comes_back(desk: Office) -> None:
    """Of 1,000,000 the bank takes 400,000 back: 600,000 are paid, and 552,000 of it passed on."""
    [row] = _went(desk, 400_000)
    words = ("levy", "debit", "return", row["debit"], "--receipt", "R1")
    assert desk.refused(*words) == "permission.refused"
    done = desk.ask(*words, *CLERK)
    assert (done["changed"], done["state"], done["waiting_vnd"]) == (True, "cleared", 0)
    assert desk.ask(*words, *CLERK)["changed"] is False
    assert _paid(desk) == 600_000
    assert desk.ask("levy", "debits")["rows"] == []
    [kept] = desk.ask("levy", "debits", "--all")["rows"]
    assert [each["kind"] for each in kept["said"]] == ["returns"]
    _sound(desk)


def test_all_of_a_receipt_comes_back_in_two_rows(desk: Office) -> None:
    """400,000 and 600,000: nothing is paid, and nothing is passed on."""
    for row in _went(desk, 400_000, 600_000):
        desk.ask("levy", "debit", "return", row["debit"], "--receipt", "R1", *CLERK)
    assert _paid(desk) == 0
    assert desk.ask("levy", "distribute", "--on", "2026-07-20")["amount_vnd"] == 0
    _sound(desk)


def test_a_fee_becomes_spending(desk: Office) -> None:
    """11,000 that the bank charged: one person says so, a second one approves, either undoes it."""
    [row] = _went(desk, 11_000, content="THU PHI DV")
    said = ("--account", "611", "--fund", "levy", "--item", "31", "--for", "Phí chuyển tiền")
    [name] = desk.ask("levy", "debit", "spend", row["debit"], *said, *CLERK)["clearings"]
    assert desk.ask("levy", "debits")["rows"][0]["waiting_vnd"] == 11_000
    approve = ("levy", "debit", "approve", name)
    assert desk.refused(*approve, *CLERK) == "permission.refused"
    assert desk.ask(*approve, *SECOND)["waiting_vnd"] == 0
    assert desk.ask(*approve, *SECOND)["changed"] is False
    _sound(desk)
    undo = ("levy", "debit", "undo", name, "--reason", "Sai mục")
    [back] = desk.ask(*undo, *CLERK)["clearings"]
    assert desk.ask(*undo, *CLERK)["changed"] is False
    refuse = ("levy", "debit", "refuse", back, "--reason", "Đúng mục rồi", *SECOND)
    assert desk.ask(*refuse)["changed"] is True
    assert desk.ask(*refuse)["changed"] is False
    [back] = desk.ask(*undo, *CLERK)["clearings"]
    assert desk.ask("levy", "debit", "approve", back, *SECOND)["waiting_vnd"] == 11_000
    _sound(desk)


def test_a_list_paid_in_one_row(desk: Office) -> None:
    """The bank carries out the whole list by one row whose text names nothing."""
    paid = desk.ask("levy", "distribute", "--on", "2026-07-13")
    [row] = _went(desk, paid["amount_vnd"])
    ref = next(word for word in paid["rows"][0]["purpose"].split() if word.startswith("LDA/IB/"))
    words = ("levy", "debit", "settle", row["debit"], "--payment", ref, *CLERK)
    done = desk.ask(*words)
    assert (done["changed"], done["waiting_vnd"]) == (True, 0)
    assert desk.ask(*words)["changed"] is False
    _sound(desk)
