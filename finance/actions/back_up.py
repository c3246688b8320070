"""Take a backup: every row of one moment into one file, the same file from either engine."""

import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.runtime import audit, migrate
from finance.runtime.backup_file import BookPoint, Manifest, NewBackup, new_backup
from finance.runtime.backup_rows import LEFT_OUT, digests
from finance.runtime.context import Context
from finance.runtime.database import widen
from finance.runtime.progress import Told, nobody
from ledger.store.tables import BookHeadRow, BookRow

_NANOSECONDS = 1_000  # of a microsecond


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that stands: what it says of itself, its size in bytes, the time it took (µs)."""

    manifest: Manifest
    size: int
    took_us: int


def back_up(ctx: Context, path: Path, told: Told = nobody) -> BackedUp:
    """Write a backup under a temporary name and give it its own when it is whole.

    The rows are those of one moment, whoever writes meanwhile: what was acknowledged before it is
    inside. Sessions are left out. The line in the audit log is written when the file stands, and
    so is in the next backup.
    Raises   PermissionRefused, BackupExists; OSError where the file cannot be written.
    """
    began = time.perf_counter_ns()
    with new_backup(path) as file:
        with ctx.database.reading() as session:
            if ctx.database.engine_name == "postgresql":
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            ctx.require(session, "backup.make", "")
            widen(session)
            manifest = _written(ctx, session, file, told)
        file.seal(manifest)
        with ctx.database.writing() as session:
            audit.write(
                session,
                ctx.clock,
                ctx.actor,
                "back_up",
                "",
                path.name,
                {"digest": manifest.digest, "rows": manifest.rows, "at_us": manifest.taken_at_us},
            )
            size = file.keep()
            session.commit()
    return BackedUp(manifest, size, (time.perf_counter_ns() - began) // _NANOSECONDS)


def _written(ctx: Context, session: Session, file: NewBackup, told: Told) -> Manifest:
    heads = (
        select(BookRow.code, BookHeadRow.last_seq, BookHeadRow.last_recorded_at_us)
        .join(BookHeadRow, BookHeadRow.book_id == BookRow.book_id)
        .order_by(BookRow.code)
    )
    return Manifest(
        program=version("union-finance"),
        head=migrate.current(ctx.database),
        engine=ctx.database.engine_name,
        taken_at_us=ctx.clock.now_us(),
        books=tuple(
            BookPoint(code, 0 if last is None else last, at_us)
            for code, last, at_us in session.execute(heads)
        ),
        left_out=LEFT_OUT,
        tables=digests(session.connection(), told, file),
    )
