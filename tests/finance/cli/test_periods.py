"""Months are locked, reopened and listed from the command line; repeated, nothing changes."""

from typing import Any

import pytest

from finance.runtime.clock import FixedClock
from finance.runtime.database import Database
from tests.federations import federation
from tests.terminal import Terminal

JUNE = ("G1", "2026-06")
UNTIL = "2026-07-02T12:00:00+07:00"


@pytest.fixture
def asking(terminal: Terminal, engine_url: str) -> Terminal:
    """A federation, an accountant and an approver of G1, its months closed up to June."""
    database = Database(engine_url)
    federation(database, FixedClock(terminal.clock.day))
    database.dispose()
    for name, role, unit in (("lan", "accountant", "G1"), ("minh", "approver", "A1")):
        terminal.run(
            *("users", "add", name, "--role", role, "--unit", unit, "--password-stdin"),
            typed="một mật khẩu đủ dài\n",
        )
    terminal.ask("period", "close", *JUNE, "--through")
    return terminal


def _month(asking: Terminal, period: str) -> dict[str, Any]:
    rows: list[dict[str, Any]] = asking.ask("period", "list", "G1")["rows"]
    return next(row for row in rows if row["period"] == period)


def test_a_soft_lock_and_its_lifting(asking: Terminal) -> None:
    """Each says whether it changed anything."""
    lock = ("period", "lock", "G1", "2026-07", "--as", "lan")
    assert asking.ask(*lock) == {
        "unit": "G1",
        "period": "2026-07",
        "state": "soft",
        "changed": True,
        "months_bound": 0,
    }
    assert not asking.ask(*lock)["changed"]
    assert _month(asking, "2026-07")["state"] == "soft"
    assert asking.ask(*lock, "--lift")["changed"]
    assert not asking.ask(*lock, "--lift")["changed"]
    assert asking.run(*lock, "--lift", "--below").exit_code == 2


def test_a_reopening(asking: Terminal) -> None:
    """Asked by one, granted by another; the status and the list tell it."""
    words = ("period", "reopen", *JUNE, "--as", "lan", "--reason", "Muộn", "--until", UNTIL)
    told = {"unit": "G1", "period": "2026-06", "state": "asked", "until": UNTIL}
    assert asking.ask(*words) == {**told, "changed": True}
    assert asking.ask(*words) == {**told, "changed": False}
    assert asking.refused("period", "reopen", *JUNE, "--as", "lan", "--grant")["code"] == (
        "permission.refused"
    )
    grant = ("period", "reopen", *JUNE, "--as", "minh", "--grant")
    assert asking.ask(*grant) == {**told, "state": "granted", "changed": True}
    assert not asking.ask(*grant)["changed"]
    june = _month(asking, "2026-06")
    assert (june["state"], june["changes"][1]["until"]) == ("open", UNTIL)
    assert [change["to"] for change in june["changes"]] == ["closed", "open"]
    assert (june["changes"][1]["actor"], june["changes"][1]["second_actor"]) == ("lan", "minh")
    assert asking.ask("period", "close", *JUNE)["closed"] == ["2026-06"]


def test_a_request_that_is_refused(asking: Terminal) -> None:
    """Its reason is asked for by the same command; without one of three ways it is no command."""
    asking.ask("period", "reopen", *JUNE, "--as", "lan", "--reason", "x", "--until", UNTIL)
    answer = asking.ask("period", "reopen", *JUNE, "--as", "minh", "--refuse", "Không")
    assert (answer["state"], answer["until"]) == ("refused", None)
    assert asking.run("period", "reopen", *JUNE).exit_code == 2
    assert asking.run("period", "reopen", *JUNE, "--grant", "--refuse", "x").exit_code == 2
    assert asking.run("period", "reopen", *JUNE, "--until", "mai").exit_code == 2
    assert asking.refused("period", "list", "G9")["code"] == "ledger.unknown_book"
