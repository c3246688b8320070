"""Stored checkpoints are held to the log, to their keys and to the time those signed in."""

from pathlib import Path

import pytest
from sqlalchemy import text

from finance.runtime.database import Database
from finance.runtime.keys import UnknownKey, WrongSignature, make_key
from ledger.notes import parse_note
from reports.queries.checks import check_books, unit_of
from reports.queries.seal_checks import Kept, check_seals
from tests.finance.sealing import JULY, signed
from tests.ledger.books import past_the_guards


def _found(database: Database, kept: Kept | None = None) -> list[str]:
    with database.reading() as session:
        found = list(check_seals(session, None, kept))
    assert all(unit_of(each) == "" for each in found)
    return [each.code.removeprefix("verify.checkpoint_") for each in found]


_OTHER = "(SELECT leaf_hash FROM seal_log WHERE position = 0)"
CHANGES = {
    "root": (f"checkpoint SET root = {_OTHER}", ["fields"]),
    "note": ("checkpoint SET note = 'x'", ["note"]),
    "edited": ("checkpoint SET note = replace(note, 'debit 20000', 'debit 20001')", ["note"]),
    "early": ("checkpoint SET signed_at_us = 1", ["time"]),
    "retired": ("signing_key SET until_us = from_us - 1", ["time"]),
    "key": (f"signing_key SET public_key = {_OTHER}", ["note"]),
    "size": ("checkpoint SET size = size - 1", ["fields", "root"]),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_checkpoint_is_found(
    database: Database, owner_url: str, tmp_path: Path, name: str
) -> None:
    """Its columns, its note, the day it was signed, and the key."""
    signed(database, tmp_path)
    assert _found(database) == []
    statement, codes = CHANGES[name]
    with past_the_guards(owner_url) as connection:
        connection.execute(text(f"UPDATE {statement}"))
    assert _found(database) == codes


def test_a_kept_checkpoint_of_a_stranger_is_refused(database: Database, tmp_path: Path) -> None:
    """What nobody we know has signed says nothing; nor what was changed since."""
    made = signed(database, tmp_path)
    done = made.publish()
    note = parse_note(done.note)
    assert _found(database, Kept(note)) == []
    stranger = make_key(tmp_path / "other", "x/y")
    with pytest.raises(UnknownKey):
        _found(database, Kept(note, (stranger,)))
    changed = parse_note(done.note.replace("debit 20000", "debit 90000"))
    with pytest.raises(WrongSignature):
        _found(database, Kept(changed))


def test_seals_are_among_all_checks(database: Database, owner_url: str, tmp_path: Path) -> None:
    """`ledger verify` tells of them with the unit they lie in."""
    made = signed(database, tmp_path)
    made.fed.close("G1", "2026-07", JULY)
    with past_the_guards(owner_url) as connection:
        connection.execute(text("UPDATE seal SET sealed_at_us = 5 WHERE seal_no = 1"))
    with database.reading() as session:
        found = check_books(session, "").rows
    assert {(each.code, unit_of(each)) for each in found} == {
        ("verify.seal_content", "G1"),
        ("verify.seal_content", "G2"),
    }
