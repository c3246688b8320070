"""Hang the seals that wait in the seal log, and sign what the log then is."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from finance.records.checkpoints import (
    CheckpointRow,
    SigningKeyRow,
    latest_checkpoint,
    signing_keys,
)
from finance.rules.errors import RuleError
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from finance.runtime.keys import sign
from ledger import book
from ledger.notes import Checkpoint, signed_note, total_line
from ledger.seals import month_sums, total_fields, unpacked_sums
from ledger.store import seal_reads


class NoSigningKey(RuleError):
    """Nothing can be signed without a key."""

    code = "keys.none"
    vi = "Chưa có khóa ký: hãy chạy «union-finance keys create»."
    en = "There is no signing key: run “union-finance keys create”."


class NothingSealed(RuleError):
    """No month of any book has been sealed yet."""

    code = "checkpoint.nothing_sealed"
    vi = "Chưa có kỳ nào được niêm phong nên chưa có gì để ký."
    en = "No month has been sealed yet, so there is nothing to sign."


@dataclass(frozen=True, slots=True)
class Published:
    """The newest checkpoint, and what of it is new."""

    note: str
    size: int
    seals: int  # hung in the log now
    totals: int
    fresh: bool


def publish_checkpoint(ctx: Context) -> Published:
    """Sign a checkpoint of the seal log with every seal in it; the same log is signed once.

    Raises   NoSigningKey, NothingSealed, KeyFileTrouble, KeyFileReadable, PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "checkpoint.publish", "")
        widen(session)
        logged = book.log_seals(session)
        latest = latest_checkpoint(session)
        if not logged.size:
            raise NothingSealed
        if latest is not None and latest.size == logged.size:
            return Published(latest.note, latest.size, 0, 0, fresh=False)
        signing = [row for row in signing_keys(session) if row.until_us is None]
        if not signing:
            raise NoSigningKey
        origin = ctx.settings.origin
        checkpoint = Checkpoint(origin, logged.size, logged.root, tuple(_months(session)))
        folder = ctx.settings.keys_dir
        signatures = [sign(folder, row.verifier, checkpoint.text) for row in signing]
        note = signed_note(checkpoint, signatures)
        session.add(
            CheckpointRow(
                size=logged.size,
                root=logged.root,
                note=note,
                signed_at_us=ctx.clock.now_us(),
                key_no=signing[-1].key_no,
            )
        )
        _retire(ctx, signing[:-1])
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "publish_checkpoint",
            "",
            str(logged.size),
            {"root": logged.root.hex(), "seals": logged.seals, "totals": logged.totals},
        )
        session.commit()
    return Published(note, logged.size, logged.seals, logged.totals, fresh=True)


def _months(session: Session) -> list[str]:
    """A line for each month that has a total."""
    lines = []
    for total in seal_reads.newest_totals(session):
        period, books, sum_root = total_fields(total.content)
        lines.append(total_line(period, books, month_sums(unpacked_sums(total.sums)), sum_root))
    return lines


def _retire(ctx: Context, old: list[SigningKeyRow]) -> None:
    """The new key has signed beside the old, and the old signs no more."""
    for row in old:
        row.until_us = ctx.clock.now_us()
