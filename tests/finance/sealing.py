"""A federation whose months are sealed and signed, for the tests of checkpoints and proofs."""

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

from finance.actions.create_signing_key import CreateSigningKey, create_signing_key
from finance.actions.publish_checkpoint import Published, publish_checkpoint
from finance.runtime.context import Context
from finance.runtime.database import Database
from ledger.entries import credit, debit
from ledger.notes import VerifierKey
from tests.federation import SETTINGS, Federation, federation

SPENT, JUNE, JULY = dt.date(2026, 5, 12), dt.date(2026, 6, 30), dt.date(2026, 7, 31)


@dataclass(frozen=True, slots=True)
class Signed:
    """The federation, and a folder of keys."""

    fed: Federation
    keys: Path

    def ctx(self, on: dt.date) -> Context:
        """The surroundings of an act of the system on a day."""
        return replace(self.fed.ctx(on), settings=replace(SETTINGS, keys_dir=self.keys))

    def key(self, *, rotate: bool = False) -> VerifierKey:
        """Make a key."""
        return create_signing_key(self.ctx(JUNE), CreateSigningKey(rotate))

    def publish(self, on: dt.date = JUNE) -> Published:
        """Publish a checkpoint."""
        return publish_checkpoint(self.ctx(on))


def spent(database: Database, keys: Path) -> Signed:
    """Two vouchers of May in the book of G1; nothing closed yet."""
    made = Signed(federation(database), keys)
    lines = [debit("611", 10_000, fund="levy", item="31"), credit("112", 10_000)]
    for text in ("Thăm hỏi đoàn viên", "Chi khác"):
        made.fed.voucher("G1", SPENT, text, lines)
    return made


def signed(database: Database, keys: Path) -> Signed:
    """The same with May and June of G1 and G2 closed, and a checkpoint signed."""
    made = spent(database, keys)
    for unit in ("G1", "G2"):
        made.fed.close(unit, "2026-06", JUNE)
    made.key()
    made.publish()
    return made
