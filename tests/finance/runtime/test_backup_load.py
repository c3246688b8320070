"""A backup comes back whole into an empty database, or not at all."""

import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from finance.records.people import User
from finance.records.scope import EVERYTHING
from finance.runtime import migrate
from finance.runtime.backup_file import Backup, Manifest, new_backup, open_backup
from finance.runtime.backup_load import NotEmpty, NotTaken, load, loading, require_empty
from finance.runtime.backup_rows import digests
from finance.runtime.database import Database
from finance.runtime.progress import nobody
from tests.builders import E1, OPENED
from tests.federation import contents, federation


@pytest.fixture
def empty(engine_url: str, owner_url: str) -> Iterator[Database]:
    """A migrated database without a row, opened by who owns it; on each engine."""
    assert engine_url
    opened = Database(owner_url).within(EVERYTHING)
    yield opened
    opened.dispose()


@pytest.fixture
def backup(new_database: Callable[[], Database], tmp_path: Path) -> Path:
    """A backup of a federation that has received money."""
    source = new_database()
    fed = federation(source)
    fed.pay(E1, "2026-05", 1_000, OPENED)
    path = tmp_path / "june.zip"
    with source.reading() as session, new_backup(path) as file:
        made = digests(session.connection(), file=file)
        file.seal(Manifest("1", migrate.newest(source), "e", 1, (), (), made))
        file.keep()
    return path


def test_everything_comes_back(empty: Database, backup: Path) -> None:
    """Every table has the digest the backup says, and its reader hears how far it is."""
    heard: list[int] = []
    with open_backup(backup) as file, loading(empty) as session:
        load(session, file, heard.append)
        assert digests(session.connection()) == file.manifest.tables
        assert heard[-1] == file.manifest.rows
        assert heard == sorted(heard)
        session.commit()
    with empty.reading() as session:
        assert digests(session.connection()) == file.manifest.tables


def test_a_database_with_one_row_is_not_empty(empty: Database, backup: Path) -> None:
    """Restoring joins nothing and replaces nothing: not even one person is written over."""
    with empty.writing() as session:
        session.add(User(name="a", password_hash="h", created_at_us=1))
        session.commit()
    before = contents(empty)
    with open_backup(backup) as file, loading(empty) as session:
        with pytest.raises(NotEmpty) as refused:
            load(session, file, nobody)
        assert refused.value.facts == {"table": "user"}
        session.commit()
    assert contents(empty) == before


def test_another_programs_tables_are_not_empty_ground(empty: Database) -> None:
    """Where our migrations did not make the tables, one without a row is too much."""
    with empty.engine.connect() as connection:
        require_empty(connection, made=True)
        with pytest.raises(NotEmpty):
            require_empty(connection, made=False)


def test_what_breaks_off_leaves_the_database_empty(empty: Database, backup: Path) -> None:
    """Whoever is stopped on the way has restored nothing, and may begin again."""

    def stop(loaded: int) -> None:
        if loaded > 20:
            raise KeyboardInterrupt

    before = contents(empty)
    with open_backup(backup) as file:
        with pytest.raises(KeyboardInterrupt), loading(empty) as session:
            load(session, file, stop)
        assert contents(empty) == before
        with loading(empty) as session:
            load(session, file, nobody)
            session.commit()
    assert contents(empty) != before


@contextmanager
def _changed(path: Path, table: str, change: Callable[[list[object]], None]) -> Iterator[Backup]:
    """The backup with one row of a table changed, as no whole backup is."""
    other = path.with_name("changed.zip")
    with open_backup(path) as file, zipfile.ZipFile(path) as archive, new_backup(other) as made:
        for each in file.manifest.tables:
            lines = [json.loads(line) for line in archive.read(f"{each.name}.jsonl").splitlines()]
            if each.name == table:
                change(lines[0])
            with made.table(each.name) as member:
                member.write("".join(json.dumps(line) + "\n" for line in lines).encode())
        made.seal(replace(file.manifest))
        made.keep()
    with open_backup(other) as file:
        yield file


def _to_no_side(line: list[object]) -> None:
    line[line.index("D") if "D" in line else line.index("C")] = "X"


def _to_no_book(turnover: list[object]) -> None:
    turnover[1] = 999


@pytest.mark.parametrize(("table", "change"), [("line", _to_no_side), ("turnover", _to_no_book)])
def test_what_no_database_takes_is_not_restored(
    empty: Database, backup: Path, table: str, change: Callable[[list[object]], None]
) -> None:
    """A line on neither side, a turnover of no book: keys and checks are asked as always."""
    before = contents(empty)
    with _changed(backup, table, change) as file, loading(empty) as session:
        with pytest.raises(Exception) as refused:  # noqa: PT011 - two refusals, both named below
            load(session, file, nobody)
        assert type(refused.value).__name__ in {"NotTaken", "LeadsNowhere"}
    assert contents(empty) == before


def test_why_it_was_not_taken_is_told(empty: Database, backup: Path) -> None:
    """In the database's own first line."""
    with _changed(backup, "line", _to_no_side) as file, loading(empty) as session:
        with pytest.raises(NotTaken) as refused:
            load(session, file, nobody)
        why = str(refused.value.facts["why"])
    assert "ck_line_side" in why or "CHECK" in why
    assert "\n" not in why


def test_references_are_asked_for_again_afterwards(empty: Database, backup: Path) -> None:
    """The next writer on the same database is held to every reference."""
    with open_backup(backup) as file, loading(empty) as session:
        load(session, file, nobody)
        session.commit()
    with empty.writing() as session, pytest.raises(Exception, match=r"(?i)foreign key"):
        session.execute(text("INSERT INTO turnover VALUES (999,'2026-06','1','','','',1,1,1)"))
