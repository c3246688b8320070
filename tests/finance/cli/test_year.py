"""Carrying a year forward from the command line."""

import datetime as dt

from finance.records.scope import EVERYTHING
from finance.runtime.clock import FixedClock
from finance.runtime.database import Database
from ledger.entries import credit, debit
from tests.federation import Federation
from tests.federations import federation
from tests.terminal import Terminal

EVE = dt.date(2026, 12, 31)


def _spent(terminal: Terminal, url: str, fund: str = "levy") -> None:
    database = Database(url).within(EVERYTHING)
    federation(database, terminal.clock)
    lines = [debit("611", 9, fund=fund, item="31"), credit("112", 9)]
    Federation(database).voucher("G1", EVE, "Quà Tết", lines)
    terminal.clock = FixedClock(EVE)


def test_a_unit_s_year(terminal: Terminal, engine_url: str) -> None:
    """The entry and the sources; repeated, nothing changes and the answer says so."""
    _spent(terminal, engine_url)
    assert terminal.ask("year", "carry", "G1", "2026") == {
        "year": 2026,
        "changed": True,
        "rows": [
            {
                "unit": "G1",
                "entry": "G1/YE/2026/1",
                "sources": [
                    {"fund": "levy", "income_vnd": 0, "spent_vnd": 9, "left_vnd": -9},
                ],
            }
        ],
        "problems": [],
    }
    assert not terminal.ask("year", "carry", "G1", "2026")["changed"]


def test_with_the_units_below(terminal: Terminal, engine_url: str) -> None:
    """Each by itself; who is refused is listed and does not stop the others."""
    _spent(terminal, engine_url, "state")
    answer = terminal.ask("year", "carry", "A1", "2026", "--below", status=3)
    assert [row["unit"] for row in answer["rows"]] == ["A1"]
    assert [(each["unit"], each["code"]) for each in answer["problems"]] == [
        ("G1", "year.state_money")
    ]
    decided = ("--state-money", "carry", "--decision", "QĐ 9")
    assert terminal.ask("year", "carry", "A1", "2026", "--below", *decided)["changed"]


def test_a_unit_without_a_book(terminal: Terminal, engine_url: str) -> None:
    """It is refused, and so is a single unit that cannot be carried."""
    _spent(terminal, engine_url, "state")
    assert terminal.refused("year", "carry", "G9", "2026")["code"] == "ledger.unknown_book"
    assert terminal.refused("year", "carry", "G1", "2026")["code"] == "year.state_money"


def test_a_year_made_final(terminal: Terminal, engine_url: str) -> None:
    """Only by a person above the unit, and only when its months are closed."""
    federation(Database(engine_url), terminal.clock)
    assert terminal.refused("year", "final", "G1", "2026")["code"] == "permission.refused"
    terminal.run(
        *("users", "add", "minh", "--role", "approver", "--unit", "A1", "--password-stdin"),
        typed="một mật khẩu đủ dài\n",
    )
    terminal.clock = FixedClock(EVE)
    last = ("year", "final", "G1", "2026", "--as", "minh")
    assert terminal.refused(*last)["code"] == "year.not_closed"
    terminal.ask("period", "close", "G1", "2026-12", "--through")
    terminal.run("year", "final", "G1", "2025", "--as", "minh")
    assert terminal.ask(*last) == {"unit": "G1", "year": 2026, "changed": True, "months": 12}
    assert terminal.ask(*last) == {"unit": "G1", "year": 2026, "changed": False, "months": 0}
