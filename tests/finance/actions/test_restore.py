"""A restored database is the backup, to the last bit, on whichever engine; or it stays empty."""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from finance.actions import restore as verb
from finance.actions.back_up import back_up
from finance.actions.restore import NotTheSame, OtherHead, restore
from finance.records.scope import EVERYTHING
from finance.runtime import migrate
from finance.runtime.backup_file import BackupDamaged, Manifest, open_backup
from finance.runtime.backup_load import NotEmpty, load, loading
from finance.runtime.backup_rows import all_tables
from finance.runtime.context import Context
from finance.runtime.database import Database
from tests.builders import E1, E2
from tests.engines import ROOT, Engine
from tests.federation import Federation, contents, federation

DAY = dt.date(2026, 7, 10)
KILLED = """
import os, sys
from pathlib import Path
from finance.actions.restore import restore
from finance.runtime.clock import SystemClock
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM
from finance.runtime.settings import Settings
url, path = sys.argv[1:]
ctx = Context(Database(url), SystemClock(), SYSTEM, Settings(secret_key="k" * 40))
restore(ctx, Path(path), lambda rows: os._exit(9) if rows > 20 else None)
"""


@pytest.fixture
def fed(database: Database) -> Federation:
    """A federation that has received money and paid none of it out yet."""
    made = federation(database)
    made.pay(E1, "2026-06", 1_000, DAY)
    return made


@pytest.fixture
def taken(fed: Federation, tmp_path: Path) -> Path:
    """Its backup."""
    path = tmp_path / "june.zip"
    back_up(fed.ctx(DAY), path)
    return path


@pytest.fixture
def machine(engine: Engine) -> Iterator[str]:
    """The address of a database without a table, for who migrates; on each engine."""
    url = engine.empty()
    yield url
    engine.drop(url)


@contextmanager
def _at(fed: Federation, url: str) -> Iterator[Context]:
    """The surroundings of an act on another database."""
    database = Database(url).within(EVERYTHING)
    yield replace(fed.ctx(DAY), database=database)
    database.dispose()


def test_it_is_the_same_to_the_last_bit(fed: Federation, taken: Path, machine: str) -> None:
    """A backup of the restored database has the digest of the first one; every book verifies."""
    with _at(fed, machine) as ctx:
        done = restore(ctx, taken)
        again = back_up(ctx, taken.with_name("again.zip")).manifest
    assert again.digest == done.manifest.digest
    assert again.tables == done.manifest.tables
    assert again.books == done.manifest.books
    assert done.verification.clean
    assert done.verification.entries == sum(point.last_seq for point in again.books) > 0


def test_work_goes_on_where_it_stopped(fed: Federation, taken: Path, machine: str) -> None:
    """What is done afterwards is done alike in the restored database and in the old one."""
    after = []
    with _at(fed, machine) as ctx:
        restore(ctx, taken)
        for each in (Federation(ctx.database, deepcopy(fed.batches)), fed):
            each.pay(E2, "2026-06", 700, DAY)
            each.distribute(DAY)
            each.assert_sound()
            after.append(contents(each.database))
    assert after[0] == after[1]


def test_a_migrated_database_without_a_row_is_empty(
    fed: Federation, taken: Path, machine: str
) -> None:
    """Who ran `db upgrade` first may restore all the same."""
    with _at(fed, machine) as ctx:
        migrate.upgrade(ctx.database)
        assert restore(ctx, taken).verification.clean


def test_a_second_time_it_is_refused(fed: Federation, taken: Path, machine: str) -> None:
    """A restored database is not empty, and stays what it is."""
    with _at(fed, machine) as ctx:
        restore(ctx, taken)
        with pytest.raises(NotEmpty):
            restore(ctx, taken)
        digest = back_up(ctx, taken.with_name("again.zip")).manifest.digest
    with open_backup(taken) as file:
        assert digest == file.manifest.digest


def _untouched(url: str) -> bool:
    database = Database(url).within(EVERYTHING)
    with database.engine.connect() as connection:
        tables = all_tables(connection)
    database.dispose()
    return not tables


def test_a_damaged_file_is_refused_before_anything_is_written(
    fed: Federation, taken: Path, machine: str
) -> None:
    """Not even the tables are made; cut short or changed, at its start, middle or end."""
    whole = taken.read_bytes()
    middle = len(whole) // 2
    broken = [whole[:middle], whole[:-1], b"", whole[1:]]
    broken += [
        whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        for place in (0, 40, middle, len(whole) - 200, len(whole) - 1)
    ]
    with _at(fed, machine) as ctx:
        for content in broken:
            taken.write_bytes(content)
            with pytest.raises(BackupDamaged):
                restore(ctx, taken)
    assert _untouched(machine)


def test_a_backup_of_another_shape_is_refused(
    fed: Federation, taken: Path, machine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refusal names both revisions, and nothing is written."""
    monkeypatch.setattr(migrate, "newest", lambda _: "9999_to_come")
    with _at(fed, machine) as ctx, pytest.raises(OtherHead) as refused:
        restore(ctx, taken)
    with open_backup(taken) as file:
        assert refused.value.facts == {"head": file.manifest.head, "wanted": "9999_to_come"}
    assert _untouched(machine)


def test_another_programs_database_is_refused(fed: Federation, taken: Path, machine: str) -> None:
    """A table we did not make stands there: this is not the empty database that was meant."""
    with _at(fed, machine) as ctx:
        with ctx.database.writing() as session:
            session.execute(text("CREATE TABLE theirs (id INTEGER PRIMARY KEY)"))
            session.commit()
        with pytest.raises(NotEmpty) as refused:
            restore(ctx, taken)
        assert refused.value.facts == {"table": "theirs"}
        assert migrate.current(ctx.database) == ""


def test_what_differs_from_the_backup_is_not_kept(
    fed: Federation, taken: Path, machine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was loaded is read back; one row changed on the way, and nothing stays."""

    def load_and_lose(session: Any, *rest: Any) -> None:  # noqa: ANN401 - as the real one
        load(session, *rest)
        session.execute(text("UPDATE unit SET name = 'x' WHERE code = 'G1'"))

    monkeypatch.setattr(verb, "load", load_and_lose)
    with _at(fed, machine) as ctx:
        with pytest.raises(NotTheSame) as refused:
            restore(ctx, taken)
        assert refused.value.facts == {"tables": "unit"}
        monkeypatch.undo()
        assert restore(ctx, taken).verification.clean  # it is still empty


def test_a_book_that_was_bent_comes_back_bent_and_is_told(
    fed: Federation, tmp_path: Path, machine: str, owner_url: str
) -> None:
    """A backup mends nothing and hides nothing: an inspector sees what stood there."""
    owner = Database(owner_url).within(EVERYTHING)
    with loading(owner) as session:  # past the guards, as a hostile owner goes
        on_sqlite = owner.engine_name == "sqlite"
        aside = (
            "DROP TRIGGER line_never_changes"
            if on_sqlite
            else "ALTER TABLE line DISABLE TRIGGER USER"
        )
        session.execute(text(aside))
        session.execute(text("UPDATE line SET amount_vnd = amount_vnd + 1 WHERE line_no = 1"))
        session.commit()
    owner.dispose()
    back_up(fed.ctx(DAY), tmp_path / "bent.zip")
    with _at(fed, machine) as ctx:
        found = restore(ctx, tmp_path / "bent.zip").verification
        digest = back_up(ctx, tmp_path / "again.zip").manifest.digest
    assert not found.clean
    with open_backup(tmp_path / "bent.zip") as file:
        assert digest == file.manifest.digest


def test_a_killed_restore_leaves_it_empty(fed: Federation, taken: Path, machine: str) -> None:
    """The process ends in the middle of the rows, without a word; then it is done again."""
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, machine, str(taken)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert ended.returncode == 9
    with _at(fed, machine) as ctx:
        with ctx.database.engine.connect() as connection:
            tables = all_tables(connection)
            rows = [connection.execute(text(f'SELECT count(*) FROM "{name}"')) for name in tables]  # noqa: S608 - our own names
            assert sum(row.scalar_one() for row in rows) == 0
        assert restore(ctx, taken).verification.clean


def test_from_one_engine_to_the_other_and_back(
    sqlite_engine: Engine, postgresql_engine: Engine, tmp_path: Path
) -> None:
    """Three times the same digest; no engine rounds, cuts or reorders anything."""
    first = Database(sqlite_engine.fresh()).within(EVERYTHING)
    fed = federation(first)
    fed.pay(E1, "2026-06", 1_000, DAY)
    fed.distribute(DAY)
    manifests: list[Manifest] = [back_up(fed.ctx(DAY), tmp_path / "0.zip").manifest]
    first.dispose()
    for number, engine in enumerate((postgresql_engine, sqlite_engine)):
        url = engine.empty()
        with _at(fed, url) as ctx:
            assert restore(ctx, tmp_path / f"{number}.zip").verification.clean
            manifests.append(back_up(ctx, tmp_path / f"{number + 1}.zip").manifest)
        engine.drop(url)
    assert [each.engine for each in manifests] == ["sqlite", "postgresql", "sqlite"]
    assert len({each.digest for each in manifests}) == 1
