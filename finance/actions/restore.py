"""Bring a backup back, into an empty database of either engine, and verify every book of it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from finance.rules.errors import RuleError
from finance.runtime import migrate
from finance.runtime.backup_file import Manifest, TableDigest, open_backup
from finance.runtime.backup_load import load, loading, require_empty
from finance.runtime.backup_rows import digests
from finance.runtime.context import Context
from finance.runtime.database import widen
from finance.runtime.progress import Told, nobody
from ledger.store.verification import Verification, verify

_NANOSECONDS = 1_000  # of a microsecond


class OtherHead(RuleError):
    """The backup is of another shape than this version of the program gives a database."""

    code = "restore.other_head"
    vi = "Bản sao lưu ở phiên bản {head}, chương trình này ở {wanted}: dùng đúng phiên bản."
    en = "The backup is at {head}, this program at {wanted}: use the version it was taken with."


class NotTheSame(RuleError):
    """What was read back is not what the backup says; nothing of it is kept."""

    code = "restore.not_the_same"
    vi = "Dữ liệu đọc lại khác bản sao lưu ở bảng {tables}: chưa có gì được ghi."
    en = "What was read back differs from the backup in {tables}: nothing was written."


@dataclass(frozen=True, slots=True)
class Restored:
    """A restored database: what the backup said, what the books' checks say, the time (µs)."""

    manifest: Manifest
    verification: Verification
    took_us: int


def restore(ctx: Context, path: Path, told: Told = nobody) -> Restored:
    """Load a backup in one transaction, read all of it back, hold every book to every check.

    What is wrong in a book was wrong when the backup was taken: it is told, and kept as it was.
    The restored database is the backup and nothing beside it, so no line is added to its log.
    Nobody is in an empty database yet: who may migrate it may restore it.
    Raises   BackupDamaged, OtherHead, NotEmpty before anything is written; NotTheOwner, NotTaken,
             LeadsNowhere, NotTheSame with nothing kept; OSError where the file cannot be read.
    """
    began = time.perf_counter_ns()
    with open_backup(path) as backup:
        wanted = migrate.newest(ctx.database)
        if backup.manifest.head != wanted:
            raise OtherHead(head=backup.manifest.head, wanted=wanted)
        found = migrate.current(ctx.database)
        with ctx.database.reading() as session:
            widen(session)  # a table that only seems empty must not be loaded over
            require_empty(session.connection(), made=bool(found))
        migrate.upgrade(ctx.database)
        with loading(ctx.database) as session:
            widen(session)
            load(session, backup, told)
            _require_same(digests(session.connection()), backup.manifest.tables)
            verification = verify(session)
            session.commit()
    took_us = (time.perf_counter_ns() - began) // _NANOSECONDS
    return Restored(backup.manifest, verification, took_us)


def _require_same(found: Sequence[TableDigest], kept: Sequence[TableDigest]) -> None:
    differ = {each.name for each in {*found} ^ {*kept}}
    if differ:
        raise NotTheSame(tables=", ".join(sorted(differ)))
