"""Checkpoints and keys as they are kept."""

from pathlib import Path

from finance.records.checkpoints import checkpoints, latest_checkpoint, signing_keys
from finance.runtime.database import Database
from tests.finance.sealing import JULY, signed


def test_checkpoints_the_newest_first(database: Database, tmp_path: Path) -> None:
    """The newest is the one that proofs lead to."""
    with database.reading() as session:
        assert latest_checkpoint(session) is None
        assert checkpoints(session) == []
        assert signing_keys(session) == []
    made = signed(database, tmp_path)
    made.fed.close("G1", "2026-07", JULY)
    done = made.publish(JULY)
    with database.reading() as session:
        rows = checkpoints(session)
        latest = latest_checkpoint(session)
        (key,) = signing_keys(session)
    assert latest is not None
    assert (latest.size, latest.note) == (rows[0].size, rows[0].note) == (done.size, done.note)
    assert rows[1].size < rows[0].size
    assert key.verifier.key_id.hex() == key.key_id
