"""What is late, support downward and the year's true-up, from the command line."""

import datetime as dt

import pytest

from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from tests.builders import E1
from tests.federation import Federation, federation
from tests.finance.cli.people import person
from tests.terminal import Terminal

DAY = dt.date(2026, 7, 10)


@pytest.fixture
def fed(terminal: Terminal, engine_url: str) -> Federation:
    """E1's June is shared and not paid; an accountant, and an approver."""
    terminal.clock.day = DAY
    made = federation(Database(engine_url).within(EVERYTHING))
    made.pay(E1, "2026-06", 1_000, DAY)
    person(made.database, "lan", "TLD", "accountant")
    person(made.database, "minh", "TLD", "approver")
    person(made.database, "an", "G1", "accountant")
    return made


def test_what_is_late_by_who_is_to_pay(terminal: Terminal, fed: Federation) -> None:
    """Of one's own units; nothing on the due day."""
    assert terminal.ask("levy", "overdue", "--as-of", "2026-07-17")["rows"] == []
    late = ("levy", "overdue", "--as-of", "2026-07-20")
    told = terminal.ask(*late)
    assert told["amount_vnd"] == 920
    assert told["rows"][0] == {
        "unit": "LDA",
        "collecting_unit": "LDA",
        "beneficiary": "A1",
        "booked_on": "2026-07-10",
        "since": "2026-07-10",
        "due_on": "2026-07-17",
        "days_late": 3,
        "amount_vnd": 120,
    }
    assert terminal.ask(*late, "--as", "an")["rows"] == []
    fed.distribute(DAY)
    assert terminal.ask(*late)["rows"] == []


def test_support_by_two_people(terminal: Terminal, fed: Federation) -> None:
    """Proposed by one, approved by another; each once."""
    words = ("--unit", "LDA", "--to", "G1", "--amount", "300", "--decision", "QĐ 9")
    propose = ("levy", "support", "propose", *words, "--as", "lan")
    assert terminal.ask(*propose) == {"support": "LDA/S/1", "changed": True}
    assert terminal.ask(*propose)["changed"] is False
    approve = ("levy", "support", "approve", "LDA/S/1", "--as", "minh")
    assert terminal.ask(*approve)["rows"][0]["amount_vnd"] == 300
    assert terminal.ask(*approve)["changed"] is False
    assert fed.balance("G1", "337861", "LDA") == -300


def test_the_years_end(terminal: Terminal, fed: Federation) -> None:
    """Entered, approved, posted and paid; each once; a part that is no part is wrong usage."""
    fed.distribute(DAY)
    terminal.clock.day = dt.date(2026, 12, 31)
    scope = ("--unit", "LDA", "--year", "2026")
    enter = ("levy", "estimate", "enter", *scope, "--decision", "QĐ 1")
    parts = ("A1=150", "LDA=80", "TLD=20")
    assert terminal.ask(*enter, *parts, "--as", "lan")["changed"] is True
    assert terminal.ask(*enter, *parts, "--as", "lan")["changed"] is False
    for wrong in ("A1", "=5", "A1=x", "A1=-1"):
        assert terminal.run(*enter, wrong, "--as", "lan").exit_code == 2
    approve = ("levy", "estimate", "approve", *scope, "--as", "minh")
    assert [terminal.ask(*approve)["changed"] for _ in range(2)] == [True, False]
    post = ("levy", "true-up", "post", *scope, "--as", "lan")
    done = terminal.ask(*post)
    assert done["changed"] is True
    assert done["rows"] == [
        {"unit": "A1", "difference_vnd": 30},
        {"unit": "LDA", "difference_vnd": 0},
        {"unit": "TLD", "difference_vnd": -30},
    ]
    again = terminal.ask(*post)
    assert again["changed"] is False
    assert "moved_since" not in again
    fed.pay(E1, "2026-07", 1_000, dt.date(2026, 12, 31))
    moved = terminal.ask(*post)
    assert moved["moved_since"][0] == {"unit": "A1", "amount_vnd": 120}
    assert "next year's estimate" in moved["message_en"]
    for payer, payee in (("TLD", "LDA"), ("LDA", "A1")):
        paid = terminal.ask("levy", "true-up", "pay", "--by", payer, *scope)
        assert [row["payee"] for row in paid["rows"]] == [payee]
    assert terminal.ask("levy", "true-up", "pay", "--by", "TLD", *scope)["changed"] is False
    assert fed.balance("A1", "337861") == -150
