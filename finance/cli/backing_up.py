"""`backup`, `restore`."""

from pathlib import Path
from typing import Any

import click

from finance.actions.back_up import back_up
from finance.actions.restore import restore
from finance.runtime.backup_file import Manifest
from finance.runtime.clock import SECOND_US, moment
from finance.runtime.context import Context
from finance.shell.commands import DONE, REFUSED, Outcome, command
from finance.shell.progress import progress

_ROWS = "dòng / rows"


def _point(manifest: Manifest) -> dict[str, Any]:
    """The recovery point: the moment, the newest entry, and how far the books had got."""
    last_us = manifest.last_recorded_at_us
    return {
        "recovered_to": moment(manifest.taken_at_us).isoformat(),
        "last_entry_at": moment(last_us).isoformat() if last_us else None,
        "books": len(manifest.books),
        "entries": sum(book.last_seq for book in manifest.books),
        "digest": manifest.digest,
        "tables": len(manifest.tables),
        "table_rows": manifest.rows,
    }


@command(
    "backup",
    "Everything of one moment into one file, for either engine; never overwrites.",
    [click.Argument(["file"], type=click.Path(dir_okay=False, path_type=Path))],
)
def backup(ctx: Context, file: Path) -> dict[str, Any]:
    """Take a backup and say what is in it."""
    with progress(_ROWS) as told:
        made = back_up(ctx, file, told)
    return {
        "file": str(file),
        **_point(made.manifest),
        "left_out": list(made.manifest.left_out),
        "bytes": made.size,
        "seconds": round(made.took_us / SECOND_US, 2),
    }


@command(
    "restore",
    "A backup into an empty database; every book is verified. Status 1 when anything is off.",
    [click.Argument(["file"], type=click.Path(exists=True, dir_okay=False, path_type=Path))],
)
def restore_from(ctx: Context, file: Path) -> Outcome:
    """Restore, and say to which moment, in how long, and what the checks of the books say."""
    with progress(_ROWS) as told:
        done = restore(ctx, file, told)
    found = done.verification
    data = {
        "file": str(file),
        **_point(done.manifest),
        "seconds": round(done.took_us / SECOND_US, 2),
        "verified_entries": found.entries,
        "verified_lines": found.lines,
        "rows": [
            {
                "check": problem.code,
                "where": problem.where,
                "message": problem.sentence("vi"),
                "message_en": problem.sentence("en"),
            }
            for problem in found.rows
        ],
        "more": found.more,
    }
    return Outcome(data, status=DONE if found.clean else REFUSED)


commands: tuple[tuple[str, click.Command], ...] = (("backup", backup), ("restore", restore_from))
