"""Keys are made and changed, and checkpoints printed, from the command line."""

from pathlib import Path

import pytest

from finance.runtime.database import Database
from ledger.notes import parse_key, parse_note
from tests.finance.sealing import JUNE, spent
from tests.terminal import Terminal


@pytest.fixture
def office(
    terminal: Terminal, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    """The commands before a federation with a closed month; its keys in a folder of the test."""
    monkeypatch.chdir(tmp_path)  # the default folder is var/keys
    spent(database, tmp_path).fed.close("G1", "2026-05", JUNE)
    return terminal


def test_from_key_to_checkpoint(office: Terminal, tmp_path: Path) -> None:
    """Without a key nothing is signed; the note is printed as it is to be kept."""
    assert office.refused("seal", "checkpoint")["code"] == "keys.none"
    made = office.ask("keys", "create")
    assert (tmp_path / made["file"]).exists()
    assert office.refused("keys", "create")["code"] == "keys.there"
    first = office.ask("seal", "checkpoint")
    assert first["changed"]
    again = office.ask("seal", "checkpoint")
    assert (again["changed"], again["note"]) == (False, first["note"])
    printed = office.run("seal", "checkpoint").stdout
    assert printed == first["note"]
    assert parse_note(printed).checkpoint.size == first["size"]


def test_keys_are_listed(office: Terminal, tmp_path: Path) -> None:
    """Each with its days, and whether its file is there."""
    office.ask("keys", "create")
    changed = office.ask("keys", "rotate")
    rows = office.ask("keys", "list")["rows"]
    assert [row["until"] for row in rows] == [None, None]
    assert rows[1]["key"] == changed["key"]
    office.ask("seal", "checkpoint")
    rows = office.ask("keys", "list")["rows"]
    assert [row["until"] is None for row in rows] == [False, True]
    assert [row["file"] for row in rows] == [True, True]
    old = parse_key(rows[0]["key"])
    (tmp_path / "var/keys" / f"{old.key_id.hex()}.pem").unlink()
    assert [row["file"] for row in office.ask("keys", "list")["rows"]] == [False, True]


def test_the_job_signs_or_says_why_not(office: Terminal) -> None:
    """An installation without a key is told so by the run; it is no failure."""
    assert "no signing key" in office.ask("jobs", "once", "publish_checkpoint")["said"]
    office.ask("keys", "create")
    assert office.ask("jobs", "once", "publish_checkpoint")["ran"] is False
    office.clock.forward(seconds=86_400)
    assert office.ask("jobs", "once", "publish_checkpoint")["said"].startswith("checkpoint 34:")
