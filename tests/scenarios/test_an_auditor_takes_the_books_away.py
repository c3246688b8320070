"""What the program exports and proves, checked by the file an auditor has, on both engines."""

import json
from pathlib import Path

import pytest

from finance.records.checkpoints import checkpoints, signing_keys
from finance.runtime.database import Database
from finance.shell.commands import Root
from finance.shell.room import Room
from ledger.periods import Period
from reports.cli import commands
from reports.queries import proofs
from reports.verifier import verify_books
from tests.finance import sealing
from tests.finance.sealing import Signed
from tests.reports.verifier.packages import NOT_BOUND, Package, changed
from tests.terminal import Terminal

SOUND, NOT_SOUND = 0, 1


@pytest.fixture
def real(database: Database, tmp_path: Path) -> Signed:
    """Months closed and sealed by their verbs, a checkpoint signed; on each engine."""
    return sealing.signed(database, tmp_path / "keys")


def _export(real: Signed, folder: Path, *scope: str) -> Path:
    rooms = [Room("reports", commands=commands)]
    terminal = Terminal(Root.of(_no_web, rooms), real.fed.database.url)
    path = folder / "real.zip"
    terminal.ask("ledger", "export", *scope, "--format", "csv", "--out", str(path))
    return path


def _no_web(*_: object) -> object:
    raise AssertionError("these commands build no pages")  # noqa: EM101, TRY003 - a test's own


def _key(real: Signed) -> str:
    with real.fed.database.reading() as session:
        return str(signing_keys(session)[-1].verifier)


def test_what_the_program_exports_is_sound(real: Signed, tmp_path: Path) -> None:
    """All books and one of them, sealed, signed, and gone on with: every check holds."""
    kept = tmp_path / "kept.txt"
    with real.fed.database.reading() as session:
        kept.write_text(checkpoints(session)[0].note, "utf-8")
    for scope in (("--all",), ("--unit", "G1")):
        words = ["export", str(_export(real, tmp_path, *scope)), "--key", _key(real)]
        assert verify_books.main([*words, "--checkpoint", str(kept)]) == SOUND
        whole = verify_books.main([*words, "--checkpoint", str(kept), "--all"])
        assert whole == (SOUND if scope == ("--all",) else NOT_SOUND)
    real.fed.close("A1", "2026-07", sealing.JULY)
    real.fed.close("G1", "2026-07", sealing.JULY)
    path = _export(real, tmp_path, "--all")
    words = ["export", str(path), "--key", _key(real), "--checkpoint", str(kept)]
    assert verify_books.main(words) == SOUND  # seals that wait
    real.publish(sealing.JULY)
    assert verify_books.main([*words[:1], str(_export(real, tmp_path, "--all")), *words[2:]]) == 0


def test_what_is_changed_in_a_real_export_is_found(real: Signed, tmp_path: Path) -> None:
    """Every column of every table, the digests put right, on books the program itself kept."""
    path = _export(real, tmp_path, "--all")
    package = Package.read(path)
    missed: dict[str, set[str]] = {}
    for name, rows in package.tables.items():
        at = next((n for n, row in enumerate(rows) if row.get("state") == "closed"), 0)
        for column in rows[at]:
            held = rows[at][column]
            rows[at][column] = changed(held)
            words = ["export", str(package.write(tmp_path / "bent.zip")), "--key", _key(real)]
            if verify_books.main(words) != NOT_SOUND:
                missed.setdefault(name, set()).add(column)
            rows[at][column] = held
    loose = missed.pop("accounts")
    assert loose >= NOT_BOUND["accounts"]
    assert missed.pop("books") <= NOT_BOUND["books"] | {"regime"}
    assert missed.pop("period_events") <= NOT_BOUND["period_events"]
    assert missed == {}


def test_the_programs_own_proofs_hold(real: Signed, tmp_path: Path) -> None:
    """An entry with and without its text, a balance, a total, growth: as the program makes them."""
    real.fed.close("G1", "2026-07", sealing.JULY)
    first = real.fed.database
    with first.reading() as session:
        old = checkpoints(session)[0].size
    real.publish(sealing.JULY)
    with first.reading() as session:
        entry = proofs.entry_proof(session, "G1", "PV/2026/1")
        wanted = proofs.Balance(Period("2026-06"), "611", "levy", "31")
        made = [
            entry,
            proofs.without_text(entry),
            proofs.balance_proof(session, "G1", wanted),
            proofs.total_proof(session, Period("2026-06"), "G1"),
            proofs.consistency_proof(session, old, checkpoints(session)[0].size),
        ]
    path = tmp_path / "proof.json"
    for proof in made:
        path.write_text(json.dumps(proof), "utf-8")
        assert verify_books.main(["proof", str(path), "--key", _key(real)]) == SOUND, proof["kind"]
