"""A house whose closed months are signed, for the tests of its pages and its API."""

from dataclasses import replace
from pathlib import Path

from finance.actions.create_signing_key import CreateSigningKey, create_signing_key
from finance.actions.publish_checkpoint import publish_checkpoint
from finance.records.checkpoints import latest_checkpoint
from finance.runtime.context import Context
from finance.runtime.identity import SYSTEM
from ledger.store import reads
from tests.doors import SETTINGS, House


def sign(house: House, keys: Path) -> int:
    """Sign what is sealed, unless it was; the size of the log."""
    settings = replace(SETTINGS, keys_dir=keys)
    ctx = Context(house.database, house.clock, SYSTEM, settings)
    with house.database.reading() as session:
        there = latest_checkpoint(session)
    if there is not None:
        return there.size
    create_signing_key(ctx, CreateSigningKey())
    return publish_checkpoint(ctx).size


def first_entry(house: House, unit: str = "G1") -> str:
    """JOURNAL/YEAR/NUMBER of a unit's first entry."""
    with house.database.reading() as session:
        found = reads.entry_by_seq(session, unit, 1)
    assert found is not None
    return found.public_id.removeprefix(f"{unit}/")
