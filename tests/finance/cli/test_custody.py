"""Custody from the command line: what is held, and its release."""

import datetime as dt

from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from tests.builders import E3, employer
from tests.federation import Federation, federation
from tests.finance.cli.people import person
from tests.terminal import Terminal

DAY = dt.date(2026, 7, 10)


def _held(terminal: Terminal, engine_url: str) -> Federation:
    terminal.clock.day = DAY
    fed = federation(Database(engine_url).within(EVERYTHING))
    fed.pay(E3, "2026-06", 1_000, DAY)
    person(fed.database, "lan", "LDA", "accountant")
    return fed


def test_what_is_held_then_released_then_nothing(terminal: Terminal, engine_url: str) -> None:
    """Listed with its reason; released by a person; again, nothing changes and it says so."""
    fed = _held(terminal, engine_url)
    held = terminal.ask("levy", "custody", "list", "--as", "lan")
    assert held["rows"] == [
        {
            "collecting_unit": "LDA",
            "tax_code": E3,
            "reason": "no_union",
            "amount_vnd": 750,
            "months": 1,
            "union": "",
            "releasable": False,
        }
    ]
    release = ("levy", "custody", "release", "--employer", E3, "--as", "lan")
    assert terminal.refused(*release)["code"] == "custody.no_union"
    fed.employers(employer(E3, grassroots_unit="G2"))
    assert terminal.ask("levy", "custody", "list")["rows"][0]["releasable"] is True
    done = terminal.ask(*release)
    assert (done["changed"], done["amount_vnd"], done["rows"][0]["union"]) == (True, 750, "G2")
    assert terminal.ask(*release)["changed"] is False
    assert terminal.ask("levy", "custody", "list") == {"amount_vnd": 0, "rows": []}


def test_nobody_but_a_person_of_the_unit_releases(terminal: Terminal, engine_url: str) -> None:
    """A command that names nobody may not, nor may who stands elsewhere."""
    fed = _held(terminal, engine_url)
    fed.employers(employer(E3, grassroots_unit="G2"))
    person(fed.database, "an", "G1", "accountant")
    words = ("levy", "custody", "release", "--employer", E3)
    assert terminal.refused(*words)["code"] == "permission.refused"
    assert terminal.refused(*words, "--as", "an")["code"] == "permission.refused"
