"""A list for the holder of the money, and a distribution that came back, from the command line."""

import datetime as dt

import pytest

from finance.records.payments import without_account
from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from tests.builders import E1, E2, account, employer, unit
from tests.federation import Federation, federation
from tests.finance.cli.people import person
from tests.terminal import Terminal

DAY = dt.date(2026, 7, 10)


@pytest.fixture
def fed(terminal: Terminal, engine_url: str) -> Federation:
    """E1's June lies in TLD's account; lan is TLD's treasurer."""
    terminal.clock.day = DAY
    made = federation(Database(engine_url).within(EVERYTHING))
    made.pay(E1, "2026-06", 1_000, DAY, holder="TLD")
    person(made.database, "lan", "TLD", "treasurer")
    return made


def test_a_payee_without_an_account_is_told(terminal: Terminal, fed: Federation) -> None:
    """By the command that pays; once the account is registered, nothing is left to say."""
    fed.units(unit("G3"))
    fed.employers(employer(E2, grassroots_unit="G3"))
    fed.pay(E2, "2026-06", 1_000, DAY)
    told = terminal.ask("levy", "distribute", "--on", "2026-07-10", "--unit", "LDA")
    [warning] = told["warnings"]
    assert (warning["payees"], warning["amount_vnd"]) == (["G3"], 750)
    fed.accounts(account("G3"))
    with fed.database.reading() as session:
        assert without_account(session) == []


def test_drawn_up_paid_and_brought_back(terminal: Terminal, fed: Federation) -> None:
    """Each step once; repeated, nothing changes and it says so."""
    draw = ("levy", "list", "draw", "--unit", "LDA", "--holder", "TLD")
    drawn = terminal.ask(*draw)
    assert (drawn["list"], drawn["changed"], drawn["amount_vnd"]) == ("LDA/L/1", True, 1_000)
    assert [row["payee"] for row in drawn["rows"]] == ["A1", "G1", "LDA", "TLD"]
    assert terminal.ask(*draw)["changed"] is False
    pay = ("levy", "list", "pay", "LDA/L/1", "--as", "lan")
    paid = terminal.ask(*pay)
    assert (paid["changed"], paid["amount_vnd"], paid["rows"][1]["payee"]) == (True, 950, "G1")
    assert terminal.ask(*pay) == {"list": "LDA/L/1", "changed": False, "amount_vnd": 0, "rows": []}
    assert terminal.refused("levy", "list", "pay", "X")["code"] == "direct_list.unknown"
    receipt = fed.receive("TLD", "HT", 750, DAY)
    say = ("levy", "returned", receipt, "--ref", "TLD/IB/1", "--payee", "G1", "--as", "lan")
    assert terminal.ask(*say)["changed"] is True
    assert terminal.ask(*say)["changed"] is False
    fed.assert_sound()
