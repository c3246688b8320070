"""`seal checkpoint`, `keys create`, `keys rotate`, `keys list`."""

from typing import Any

import click

from finance.actions.create_signing_key import CreateSigningKey, create_signing_key
from finance.actions.publish_checkpoint import publish_checkpoint
from finance.records.checkpoints import signing_keys
from finance.runtime.clock import moment
from finance.runtime.context import Context
from finance.runtime.keys import key_file
from finance.shell.commands import Outcome, command
from ledger.notes import VerifierKey


@command("checkpoint", "Hang the new seals in the seal log, sign it, and print the checkpoint.")
def checkpoint(ctx: Context) -> Outcome:
    """Print the newest checkpoint: what anybody may keep and hold us to."""
    made = publish_checkpoint(ctx)
    data = {
        "size": made.size,
        "seals": made.seals,
        "totals": made.totals,
        "changed": made.fresh,
        "note": made.note,
    }
    return Outcome(data, made.note.rstrip("\n"))


@command("create", "Make the key that signs checkpoints.")
def create(ctx: Context) -> dict[str, Any]:
    """Write its private half to a file that only its owner can read."""
    return _made(ctx, create_signing_key(ctx, CreateSigningKey()))


@command("rotate", "Make the next key; the next checkpoint is signed by both and retires the old.")
def rotate(ctx: Context) -> dict[str, Any]:
    """Old checkpoints go on being checked with the old key."""
    return _made(ctx, create_signing_key(ctx, CreateSigningKey(rotate=True)))


@command("list", "Every key there was: its public half, from when until when it signed.")
def list_keys(ctx: Context) -> dict[str, Any]:
    """In the order they were made."""
    with ctx.database.reading() as session:
        rows = signing_keys(session)
    return {
        "rows": [
            {
                "key": str(row.verifier),
                "from": moment(row.from_us).isoformat(),
                "until": None if row.until_us is None else moment(row.until_us).isoformat(),
                "file": key_file(ctx.settings.keys_dir, row.verifier).exists(),
            }
            for row in rows
        ]
    }


def _made(ctx: Context, key: VerifierKey) -> dict[str, Any]:
    return {
        "key": str(key),
        "file": str(key_file(ctx.settings.keys_dir, key)),
        "changed": True,
    }


commands: tuple[tuple[str, click.Command], ...] = (
    ("seal checkpoint", checkpoint),
    ("keys create", create),
    ("keys rotate", rotate),
    ("keys list", list_keys),
)
