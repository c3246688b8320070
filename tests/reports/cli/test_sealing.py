"""Seals are listed and proofs written from the command line."""

import json
from pathlib import Path

import pytest

from finance.runtime.database import Database
from finance.shell.commands import Root
from finance.shell.room import Room
from ledger.entries import credit, debit
from ledger.notes import NotANote
from reports import cli
from reports.cli.sealing import kept_checkpoint
from tests.finance.sealing import JULY, Signed, signed
from tests.terminal import Terminal


@pytest.fixture
def made(database: Database, tmp_path: Path) -> Signed:
    """Two units with sealed and signed months."""
    return signed(database, tmp_path / "keys")


def _no_web(*_: object) -> object:
    raise AssertionError("these commands build no pages")  # noqa: EM101, TRY003 - a test's own


@pytest.fixture
def terminal(database: Database) -> Terminal:
    """This room's commands on the same database."""
    room = Room("reports", commands=cli.commands)
    return Terminal(Root.of(_no_web, [room]), database.url)


@pytest.mark.usefixtures("made")
def test_seals_are_listed_and_shown(terminal: Terminal) -> None:
    """A unit's, a month's; shown with the bytes that are hashed."""
    every = terminal.ask("seal", "list")["rows"]
    assert {row["unit"] for row in every} == {"G1", "G2"}
    one = terminal.ask("seal", "list", "--unit", "G1", "--period", "2026-05")["rows"]
    assert [(row["period"], row["debit_vnd"]) for row in one] == [("2026-05", 20_000)]
    shown = terminal.ask("seal", "show", "G1", "2026-05")["rows"]
    assert {key: value for key, value in shown[0].items() if key != "bytes"} == one[0]
    assert b"2026-05" in bytes.fromhex(shown[0]["bytes"])


def test_proofs_are_printed_or_written(made: Signed, terminal: Terminal, tmp_path: Path) -> None:
    """The document itself, or a file with it."""
    lines = [debit("611", 5_000, fund="levy", item="31"), credit("112", 5_000)]
    entry = made.fed.voucher("G1", JULY, "Chi", lines).removeprefix("G1/")
    made.fed.close("G1", "2026-07", JULY)
    size = str(made.publish(JULY).size)
    out = tmp_path / "proof.json"
    told = terminal.ask("seal", "prove", "G1", entry, "--out", str(out))
    assert told == {"kind": "inclusion", "out": str(out)}
    assert json.loads(out.read_text("utf-8")) == terminal.ask("seal", "prove", "G1", entry)
    balance = terminal.ask("seal", "prove", "G1", "--balance", "112", "--period", "2026-07")
    assert balance["kind"] == "balance"
    total = terminal.ask("seal", "prove-total", "2026-07", "G1")
    assert (total["kind"], total["book"]) == ("total", "G1")
    grown = terminal.ask("seal", "consistency", size, size)
    assert (grown["kind"], grown["path"]) == ("consistency", [])


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["PV/2026/1", "--balance", "112", "--period", "2026-05"],
        ["--balance", "112"],
        ["PV/2026/1", "--period", "2026-05"],
    ],
    ids=str,
)
def test_one_thing_is_proven_at_a_time(terminal: Terminal, words: list[str]) -> None:
    """An entry, or a balance with its month."""
    assert terminal.run("seal", "prove", "G1", *words).exit_code == 2


def test_a_file_that_is_no_checkpoint(tmp_path: Path) -> None:
    """Neither other text nor other bytes."""
    file = tmp_path / "note"
    for content in (b"x", b"\xff\xfe"):
        file.write_bytes(content)
        with pytest.raises(NotANote):
            kept_checkpoint(file, "")
