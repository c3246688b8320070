"""A backup taken and brought back from the command line."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from tests.builders import E1, OPENED
from tests.engines import Engine
from tests.federation import federation
from tests.terminal import Terminal


@pytest.fixture
def office(terminal: Terminal, engine_url: str) -> Terminal:
    """The commands before books in which money was received."""
    database = Database(engine_url).within(EVERYTHING)
    federation(database).pay(E1, "2026-05", 1_000, OPENED)
    database.dispose()
    return terminal


@pytest.fixture
def machine(engine: Engine) -> Iterator[str]:
    """The address of a database without a table, for who migrates; on each engine."""
    url = engine.empty()
    yield url
    engine.drop(url)


def test_there_and_back(office: Terminal, tmp_path: Path, machine: str) -> None:
    """The answers name one digest and one recovery point; size and time are told."""
    name = str(tmp_path / "june.zip")
    made = office.ask("backup", name)
    done = office.ask("restore", name, "--database", machine)
    for fact in ("recovered_to", "last_entry_at", "books", "entries", "digest", "table_rows"):
        assert made[fact] == done[fact], fact
    assert made["recovered_to"] == "2026-06-30T12:00:00+07:00"
    assert made["last_entry_at"].startswith("2026-06-30T12:00:00.0")
    assert (made["file"], made["left_out"]) == (name, ["web_session"])
    assert made["bytes"] == (tmp_path / "june.zip").stat().st_size
    assert (done["rows"], done["more"]) == ([], 0)
    assert done["verified_entries"] == done["entries"] == made["entries"] > 0
    assert done["verified_lines"] > done["verified_entries"]
    assert isinstance(done["seconds"], float)
    assert isinstance(made["seconds"], float)


def test_a_database_that_was_never_used_has_no_newest_entry(
    terminal: Terminal, tmp_path: Path
) -> None:
    """There is a recovery point all the same: the moment."""
    made = terminal.ask("backup", str(tmp_path / "nothing.zip"))
    assert (made["last_entry_at"], made["books"], made["entries"]) == (None, 0, 0)
    assert made["recovered_to"] == "2026-06-30T12:00:00+07:00"


def test_what_cannot_be_done_is_refused(office: Terminal, tmp_path: Path) -> None:
    """A name that is taken, a folder that is not there, a file that is no backup."""
    name = str(tmp_path / "june.zip")
    office.ask("backup", name)
    assert office.refused("backup", name)["code"] == "backup.exists"
    nowhere = str(tmp_path / "nowhere" / "june.zip")
    assert office.refused("backup", nowhere)["code"] == "file.trouble"
    assert office.refused("restore", name)["code"] == "restore.not_empty"
    other = tmp_path / "other.zip"
    other.write_text("no backup")
    assert office.refused("restore", str(other))["code"] == "backup.damaged"
    assert office.run("restore", nowhere).exit_code == 2


def test_a_database_never_made_has_nothing_to_back_up(terminal: Terminal, tmp_path: Path) -> None:
    """The refusal says what to run first."""
    url = f"sqlite:///{tmp_path / 'never.sqlite3'}"
    refused = terminal.refused("backup", str(tmp_path / "b.zip"), "--database", url)
    assert refused["code"] == "database.not_ready"
    assert not (tmp_path / "b.zip").exists()


def test_what_is_off_in_a_book_ends_with_status_one(
    office: Terminal, tmp_path: Path, owner_url: str, machine: str
) -> None:
    """A bent book is restored as it was, and each fault is told as `ledger verify` tells it."""
    name = str(tmp_path / "bent.zip")
    owner = Database(owner_url).within(EVERYTHING)
    drop = "DROP TRIGGER line_never_changes"
    with owner.writing() as session:
        session.execute(text(drop if owner.engine_name == "sqlite" else f"{drop} ON line"))
        session.execute(text("UPDATE line SET amount_vnd = amount_vnd + 1 WHERE line_no = 1"))
        session.commit()
    owner.dispose()
    office.ask("backup", name)
    done = office.ask("restore", name, "--database", machine, status=1)
    assert done["rows"]
    assert {"check", "where", "message", "message_en"} == set(done["rows"][0])
