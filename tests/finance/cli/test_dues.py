"""Dues from the command line."""

import datetime as dt

import pytest

from finance.records.people import RoleGrant, User
from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from ledger.money import Vnd
from tests.builders import account_of, bank_row
from tests.dues import assessed, hire, member, pay_slip, slip
from tests.federation import Federation, federation
from tests.terminal import Terminal

DAY = dt.date(2026, 7, 20)


@pytest.fixture
def fed(terminal: Terminal, engine_url: str) -> Federation:
    """The federation of June; M1 of G1 owes 88,000 and M2 100,000, M6 of G2 100,000."""
    made = federation(Database(engine_url).within(EVERYTHING))
    terminal.clock.day = DAY
    assessed(made, [("M1", 17_600_000), ("M2", 20_000_000)])
    assessed(made, [("M6", 20_000_000)], "G2")
    return made


def test_assessing_says_what_changed_and_what_cannot(terminal: Terminal, fed: Federation) -> None:
    """Unit by unit; repeated it changes nothing and says so; a member who paid more is told."""
    hire(fed, member("M3"))
    pay_slip(fed, slip("M1", 20_000_000))
    answer = terminal.ask("dues", "assess", "2026-06")
    row = {"unit": "G1", "members": 0, "raised": 1, "lowered": 0, "change_vnd": 12_000}
    assert (answer["changed"], answer["rows"]) == (True, [row])
    assert answer["without_payroll"] == [{"unit": "G1", "member_no": "M3"}]
    again = terminal.ask("dues", "assess", "2026-06")
    assert (again["changed"], again["rows"]) == (False, [])
    terminal.ask("dues", "collect", "G1", "2026-06")
    pay_slip(fed, slip("M1", 10_000_000))
    answer = terminal.ask("dues", "assess", "2026-06", "--unit", "G1", status=3)
    assert [each["code"] for each in answer["refused"]] == ["dues.paid_more"]
    assert terminal.ask("dues", "assess", "2026-05")["rows"] == []


def test_the_list_sets_withheld_beside_owed(terminal: Terminal, fed: Federation) -> None:
    """Rows of a unit, a month, a member."""
    pay_slip(fed, slip("M1", 17_600_000, withheld_vnd=Vnd(90_000)))
    rows = terminal.ask("dues", "list", "--period", "2026-06", "--unit", "G1")["rows"]
    assert [(row["member_no"], row["withheld"]) for row in rows] == [
        ("M1", "too_much"),
        ("M2", "not_told"),
    ]
    assert rows[0]["amount_vnd"] == rows[0]["open_vnd"] == 88_000
    assert len(terminal.ask("dues", "list")["rows"]) == 3
    assert [r["unit"] for r in terminal.ask("dues", "list", "--member", "M6")["rows"]] == ["G2"]


def test_collecting_and_collecting_again(terminal: Terminal, fed: Federation) -> None:
    """By payroll, in cash by slip, from a receipt."""
    pay_slip(fed, slip("M1", 17_600_000, withheld_vnd=Vnd(80_000)))
    words = ("dues", "collect", "G1", "2026-06")
    first = terminal.ask(*words, "--withheld")
    assert (first["changed"], first["amount_vnd"]) == (True, 80_000)
    assert terminal.ask(*words, "--withheld")["changed"] is False
    cash = (*words, "--cash", "--member", "M1", "--amount", "8000", "--slip", "BL1")
    assert terminal.ask(*cash)["amount_vnd"] == 8_000
    assert terminal.ask(*cash)["changed"] is False
    fed.receive("G1", "FT9", 100_000, DAY)
    assert terminal.ask(*words, "--receipt", "FT9")["amount_vnd"] == 100_000
    fed.assert_sound()


@pytest.mark.parametrize(
    "options", [("--cash", "--receipt", "FT1"), ("--member", "M1"), ("--amount", "5")]
)
def test_options_that_do_not_go_together(
    terminal: Terminal, fed: Federation, options: tuple[str, ...]
) -> None:
    """A mistake of usage, and nothing is taken."""
    assert terminal.run("dues", "collect", "G1", "2026-06", *options).exit_code == 2
    assert fed.balance("G1", "13882") == 188_000


def test_remitting_goes_from_the_ground_up(terminal: Terminal, fed: Federation) -> None:
    """What one passes on reaches the next on the same day, so that a second run finds nothing."""
    for unit in ("G1", "G2"):
        terminal.ask("dues", "collect", unit, "2026-06", "--cash")
    answer = terminal.ask("dues", "remit", "--on", "2026-07-20")
    assert [(row["unit"], row["payee"], row["amount_vnd"]) for row in answer["rows"]] == [
        ("G1", "A1", 56_400),
        ("G2", "A1", 30_000),
        ("A1", "LDA", 43_200),
        ("LDA", "TLD", 17_280),
    ]
    assert answer["changed"]
    again = terminal.ask("dues", "remit", "--on", "2026-07-20")
    assert (again["changed"], again["amount_vnd"], again["rows"]) == (False, 0, [])
    fed.assert_sound()


def test_remitting_of_one_unit(terminal: Terminal, fed: Federation) -> None:
    """The others wait."""
    terminal.ask("dues", "collect", "G1", "2026-06", "--cash")
    words = ("dues", "remit", "--on", "2026-07-20", "--unit")
    assert terminal.ask(*words, "G2")["rows"] == []
    assert [row["unit"] for row in terminal.ask(*words, "G1")["rows"]] == ["G1"]
    assert fed.balance("A1", "3362") == -28_200


def test_matching_says_what_waits(terminal: Terminal, fed: Federation) -> None:
    """A code whose check digit is wrong is not followed."""
    text = bank_row("FT1", DAY, 88_000, content="DP00000400000126060")
    fed.bank(DAY, account_of("G1"), text)
    answer = terminal.ask("dues", "match")
    assert (answer["changed"], answer["receipts"], len(answer["waiting"])) == (False, 0, 1)


def test_a_collection_is_taken_back(terminal: Terminal, fed: Federation) -> None:
    """By a person, by the reference its entries carry; repeated it changes nothing."""
    fed.add(User(name="lan", password_hash="x", created_at_us=1))
    fed.add(
        RoleGrant(
            user_name="lan",
            unit_code="G1",
            role="accountant",
            valid_from=dt.date(2020, 1, 1),
            valid_to=dt.date(9999, 12, 31),
        )
    )
    terminal.ask("dues", "collect", "G1", "2026-06", "--cash")
    words = ("dues", "release", "G1", "G1/IB/1", "--reason", "Nhầm", "--as", "lan")
    assert terminal.ask(*words)["amount_vnd"] == 188_000
    assert terminal.ask(*words)["changed"] is False
    assert terminal.refused(*words[:3], "G1/IB/9", *words[4:])["code"] == "dues.unknown_collection"
    fed.assert_sound()


def test_a_decision_above_the_rate(terminal: Terminal, fed: Federation) -> None:
    """Kept once; an inexact rate is a mistake of usage."""
    words = ("dues", "extra", "G2", "--from", "2026-06", "--decision", "NQ 3", "--rate")
    assert terminal.ask(*words, "3/1000")["changed"] is True
    assert terminal.ask(*words, "3/1000")["changed"] is False
    assert terminal.run(*words, "0.003").exit_code == 2
    assert terminal.ask("dues", "assess", "2026-06")["rows"][0]["change_vnd"] == 60_000
    fed.assert_sound()


@pytest.mark.parametrize(
    "words",
    [
        ("dues", "assess", "2026-06", "--unit", "XX"),
        ("dues", "list", "--unit", "XX"),
        ("dues", "collect", "XX", "2026-06"),
        ("dues", "match", "--unit", "XX"),
        ("dues", "release", "XX", "XX/IB/1", "--reason", "x"),
        ("dues", "remit", "--on", "2026-07-20", "--unit", "XX"),
        ("dues", "extra", "XX", "--from", "2026-06", "--rate", "1/100", "--decision", "x"),
    ],
)
def test_a_unit_that_is_not_there_is_said(terminal: Terminal, words: tuple[str, ...]) -> None:
    """Rather than found to have nothing to do."""
    assert terminal.refused(*words)["code"] == "ledger.unknown_book"
