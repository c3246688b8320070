"""Backup, restore into an empty machine, verify: the same to the last bit, on both engines."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest

from finance.actions.back_up import BackedUp, back_up
from finance.actions.measure_posting import BOOKS, drafts
from finance.actions.restore import Restored, restore
from finance.records.scope import EVERYTHING
from finance.rules.charts import REGIME
from finance.runtime.backup_rows import digests
from finance.runtime.charts import chart_accounts
from finance.runtime.clock import SECOND_US, SystemClock, moment
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM
from finance.runtime.progress import Told
from ledger import book
from tests.assurance.figures import Figures
from tests.assurance.proofs import SEED
from tests.engines import Engine
from tests.federation import SETTINGS

CALL = 10_000  # entries posted by one call


@contextmanager
def _opened(url: str) -> Iterator[Context]:
    database = Database(url).within(EVERYTHING)
    yield Context(database, SystemClock(), SYSTEM, SETTINGS)
    database.dispose()


def _fill(ctx: Context, entries: int) -> None:
    made = drafts(entries, SEED, "backup")
    with ctx.database.writing() as session:
        book.load_chart(session, [asdict(account) for account in chart_accounts()])
        book.open_books(session, [(code, code) for code in BOOKS], REGIME, [2026])
        for start in range(0, entries, CALL):
            book.post(session, ctx.clock.now_us(), made[start : start + CALL])
        session.commit()


def _stops_at(place: int) -> Told:
    def told(rows: int) -> None:
        if rows >= place:
            raise KeyboardInterrupt

    return told


def _rows(ctx: Context) -> int:
    with ctx.database.reading() as session:
        return sum(table.rows for table in digests(session.connection()))


def _told(figures: Figures, taken: BackedUp, restored: Restored, digest: str, entries: int) -> None:
    manifest, found = taken.manifest, restored.verification
    figures.exactly("digest of the restored database", manifest.digest, digest)
    figures.exactly("entries acknowledged before and not there", 0, entries - found.entries)
    figures.exactly("what the checks of the books found", 0, len(found.rows) + found.more)
    point = moment(manifest.taken_at_us).isoformat(timespec="seconds")
    figures.told_only("recovery point, when the backup began", point)
    figures.told_only("rows of all tables", f"{manifest.rows:,}")
    figures.told_only(
        "the backup took", f"{taken.took_us / SECOND_US:.1f} s, {taken.size / 2**20:.1f} MiB"
    )
    figures.told_only(
        "recovery time, verification included", f"{restored.took_us / SECOND_US:.1f} s"
    )


def test_into_an_empty_machine(
    engine: Engine, engine_url: str, figures: Figures, tmp_path: Path
) -> None:
    """Everything that was acknowledged is there, digest for digest, and every book verifies."""
    entries = figures.size("entries")
    machine = engine.empty()
    with _opened(engine_url) as old, _opened(machine) as new:
        _fill(old, entries)
        taken = back_up(old, tmp_path / "b.zip")
        restored = restore(new, tmp_path / "b.zip")
        again = back_up(new, tmp_path / "again.zip").manifest
    engine.drop(machine)
    assert again.tables == taken.manifest.tables
    _told(figures, taken, restored, again.digest, entries)


def test_from_engine_to_engine(
    sqlite_engine: Engine, postgresql_engine: Engine, figures: Figures, tmp_path: Path
) -> None:
    """SQLite to PostgreSQL and back again: three times the same digest."""
    entries = figures.size("entries")
    first = sqlite_engine.fresh()
    with _opened(first) as ctx:
        _fill(ctx, entries)
        wanted = back_up(ctx, tmp_path / "0.zip").manifest.digest
    for number, engine in enumerate((postgresql_engine, sqlite_engine)):
        machine = engine.empty()
        with _opened(machine) as ctx:
            restore(ctx, tmp_path / f"{number}.zip")
            found = back_up(ctx, tmp_path / f"{number + 1}.zip").manifest.digest
        engine.drop(machine)
        figures.exactly(f"digest on {engine.name}", wanted, found)


def test_stopped_on_the_way(
    engine: Engine, engine_url: str, figures: Figures, tmp_path: Path
) -> None:
    """Wherever a restore stops, the machine is as empty as before, and the next one succeeds."""
    stops = figures.size("stops")
    machine = engine.empty()
    with _opened(engine_url) as old, _opened(machine) as new:
        _fill(old, figures.size("entries"))
        rows = back_up(old, tmp_path / "b.zip").manifest.rows
        left = 0
        for number in range(1, stops + 1):
            with pytest.raises(KeyboardInterrupt):
                restore(new, tmp_path / "b.zip", _stops_at(rows * number // (stops + 1)))
            left += _rows(new)
        figures.exactly("rows left behind", 0, left)
        done = restore(new, tmp_path / "b.zip")
        figures.exactly(
            "then restored, and clean", "yes", "yes" if done.verification.clean else "no"
        )
    engine.drop(machine)
