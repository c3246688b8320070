"""Workers' organisations from the command line: the notice of the contract, and what else comes."""

import datetime as dt

import pytest

from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from tests.builders import E2
from tests.federation import Federation, federation
from tests.finance.cli.people import person
from tests.terminal import Terminal

DAY = dt.date(2026, 7, 10)
NOTICE = (
    *("levy", "wo-notice", "--employer", E2, "--period", "2026-06"),
    *("--organisation", "WO", "--amount", "400", "--received", "2026-07-10"),
)


@pytest.fixture
def fed(terminal: Terminal, engine_url: str) -> Federation:
    """E2's June is paid; lan is LDA's accountant."""
    terminal.clock.day = DAY
    made = federation(Database(engine_url).within(EVERYTHING))
    made.pay(E2, "2026-06", 1_000, DAY)
    person(made.database, "lan", "LDA", "accountant")
    return made


def test_a_notice_is_kept_once(terminal: Terminal, fed: Federation) -> None:
    """By the system as by a person; repeated with the same input nothing changes and it says so."""
    kept = terminal.ask(*NOTICE)
    assert (kept["changed"], kept["registered"], kept["due_on"]) == (True, True, "2026-07-31")
    assert (kept["missed"], kept["ref"]) == (False, "LDA/IB/2")
    assert fed.balance("LDA", "33812") == -300
    again = terminal.ask(*NOTICE, "--as", "lan")
    assert (again["changed"], again["registered"], again["ref"]) == (False, False, "")
    other = [*NOTICE[:7], "Khác", *NOTICE[8:]]
    assert terminal.refused(*other)["code"] == "organisation.other"
    assert terminal.run(*NOTICE[:9], "-1", *NOTICE[10:]).exit_code == 2


def test_register_excuse_end_and_what_comes_back(terminal: Terminal, fed: Federation) -> None:
    """Each act once, and told when it changes nothing."""
    register = (
        *("levy", "wo-register", "--employer", E2, "--organisation", "WO"),
        *("--registration", "12/ĐK", "--answered", "2026-06-12"),
        *("--account", "20E2", "--bank-bin", "970436"),
    )
    assert terminal.ask(*register)["changed"] is True
    assert terminal.ask(*register) == {
        "tax_code": E2,
        "changed": False,
        "valid_from": "2026-06-01",
        "refs": [],
    }
    terminal.ask(*NOTICE)
    (paid,) = [each for each in fed.distribute(DAY) if each.payee == "WO"]
    assert (paid.account_no, paid.bank_bin, paid.amount_vnd) == ("20E2", "970436", 300)
    excuse = ("levy", "wo-excuse", "--employer", E2, "--period", "2026-06", "--reason", "Bão")
    assert terminal.refused(*excuse)["code"] == "permission.refused"
    assert terminal.ask(*excuse, "--as", "lan")["changed"] is True
    assert terminal.ask(*excuse, "--as", "lan")["changed"] is False
    fed.pay(E2, "2026-07", 1_000, DAY)
    end = ("levy", "wo-end", "--employer", E2, "--ended", "2026-07-10", "--as", "lan")
    assert terminal.ask(*end)["changed"] is True
    assert terminal.ask(*end)["changed"] is False
    receipt = fed.receive("LDA", "TRA", 300, DAY)
    back = ("levy", "wo-returned", receipt, "--employer", E2, "--as", "lan")
    assert terminal.ask(*back)["changed"] is True
    assert terminal.ask(*back)["changed"] is False
    fed.assert_sound()
