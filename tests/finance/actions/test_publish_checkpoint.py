"""The seal log is signed as it grows, and the same log is signed once."""

from dataclasses import replace
from pathlib import Path

import pytest

from finance.actions.publish_checkpoint import NoSigningKey, NothingSealed, publish_checkpoint
from finance.records.checkpoints import checkpoints, signing_keys
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.keys import check_note, key_file
from ledger.notes import parse_note
from tests.federation import ACCOUNTANT
from tests.finance.sealing import JULY, JUNE, signed, spent


def test_a_checkpoint_speaks_of_every_seal(database: Database, tmp_path: Path) -> None:
    """Its note is signed by the key and has a line for each month, with what the books sum to."""
    made = spent(database, tmp_path)
    key = made.key()
    made.fed.close("G1", "2026-06", JUNE)
    made.fed.close("G2", "2026-05", JUNE)
    done = made.publish()
    note = parse_note(done.note)
    assert check_note(note, [key]) == [key]
    assert done.fresh
    assert note.checkpoint.size == done.size == done.seals + done.totals
    lines = [line.partition(" sum-root ")[0] for line in note.checkpoint.beside]
    assert "period 2026-05 books 2 debit 20000 credit 20000" in lines
    assert "period 2026-06 books 1 debit 0 credit 0" in lines


def test_the_same_log_is_signed_once(database: Database, tmp_path: Path) -> None:
    """Repeated with nothing new, nothing changes; with a new seal there is a new checkpoint."""
    made = signed(database, tmp_path)
    first = made.publish()
    assert not first.fresh
    assert made.publish() == first
    made.fed.close("G2", "2026-07", JULY)
    second = made.publish(JULY)
    assert (second.fresh, second.seals, second.totals) == (True, 1, 1)
    assert second.size == first.size + 2
    with database.reading() as session:
        assert [row.size for row in checkpoints(session)] == [second.size, first.size]


def test_nothing_is_signed_without_key_or_seal(database: Database, tmp_path: Path) -> None:
    """Neither an empty log nor one without a key; and nothing of it is kept."""
    made = spent(database, tmp_path)
    with pytest.raises(NothingSealed):
        made.publish()
    made.fed.close("G1", "2026-05", JUNE)
    with pytest.raises(NoSigningKey):
        made.publish()
    made.key()
    assert made.publish().seals > 0


def test_both_keys_sign_once_and_the_old_retires(database: Database, tmp_path: Path) -> None:
    """After a rotation the next checkpoint has two signatures, those after it one."""
    made = signed(database, tmp_path)
    with database.reading() as session:
        old = signing_keys(session)[0].verifier
    new = made.key(rotate=True)
    made.fed.close("G2", "2026-07", JULY)
    both = parse_note(made.publish(JULY).note)
    assert check_note(both, [old, new]) == [old, new]
    with database.reading() as session:
        rows = signing_keys(session)
        newest = checkpoints(session)[0]
    assert [row.until_us is None for row in rows] == [False, True]
    assert newest.key_no == 2
    key_file(tmp_path, old).unlink()
    made.fed.close("G1", "2026-07", JULY)
    alone = parse_note(made.publish(JULY).note)
    assert check_note(alone, [old, new]) == [new]


def test_who_may_publish(database: Database, tmp_path: Path) -> None:
    """The system by its job, and an operator; not who keeps the books."""
    made = signed(database, tmp_path)
    ctx = replace(made.ctx(JUNE), actor=ACCOUNTANT)
    with pytest.raises(PermissionRefused):
        publish_checkpoint(ctx)


def test_a_key_that_is_gone_leaves_nothing_half_done(database: Database, tmp_path: Path) -> None:
    """When it cannot be signed the seals go on waiting."""
    made = signed(database, tmp_path)
    made.fed.close("G2", "2026-07", JULY)
    files = {file: file.read_bytes() for file in tmp_path.iterdir()}
    for file in files:
        file.chmod(0o644)
    with pytest.raises(Exception, match="Others can read"):
        made.publish(JULY)
    for file in files:
        file.chmod(0o600)
    assert made.publish(JULY).seals == 1
