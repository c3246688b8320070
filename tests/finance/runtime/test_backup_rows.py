"""Rows as text: exact, in one order, and the same on each engine."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from finance.records.disclosures import DisclosureRow
from finance.records.people import LoginAttempt, RoleGrant, User, WebSession
from finance.records.scope import EVERYTHING
from finance.runtime.backup_file import Manifest, TableDigest, new_backup, open_backup
from finance.runtime.backup_rows import all_tables, digests, kept_tables, read_rows
from finance.runtime.database import Database

HARD = ("", "một\ndòng", '"\\', "\u2028\x7f", "🏦", "NULL", "\\N", "a\tb\r", "{}")
PEOPLE = (  # by hand: columns in order of their names, rows in order of their key
    [1, None, "", "a", "h"],
    [1, None, "vi", "b", "h"],
)


def _add(database: Database, *rows: object) -> None:
    with database.writing() as session:
        session.add_all(rows)
        session.commit()


def _user(name: str, **changed: Any) -> User:  # noqa: ANN401 - any field of the row
    held: dict[str, Any] = {"password_hash": "h", "created_at_us": 1, "language": "vi"} | changed
    return User(name=name, **held)


def _told(database: Database) -> dict[str, TableDigest]:
    with database.reading() as session:
        return {each.name: each for each in digests(session.connection())}


def _read(database: Database, folder: Path, name: str) -> list[dict[str, Any]]:
    """The rows of a table, by way of a backup."""
    path = folder / "rows.zip"
    with database.reading() as session, new_backup(path) as file:
        tables = {each.name: each for each in kept_tables(session.connection())}
        made = digests(session.connection(), file=file)
        file.seal(Manifest("1", "h", "e", 1, (), (), made))
        file.keep()
    table = tables[name]
    with open_backup(path) as backup, backup.table(name) as lines:
        rows = [row for chunk in read_rows(table, lines) for row in chunk]
    return [dict(zip(table.names, row, strict=True)) for row in rows]


def test_texts_and_numbers_are_exact(database: Database, tmp_path: Path) -> None:
    """Empty is not missing; no letter and no digit is changed."""
    _add(database, *(_user(f"n{at}", password_hash=hard) for at, hard in enumerate(HARD)))
    _add(database, _user("z", created_at_us=2**63 - 1, ended_at_us=-(2**63)))
    rows = {row["name"]: row for row in _read(database, tmp_path, "user")}
    assert [rows[f"n{at}"]["password_hash"] for at in range(len(HARD))] == list(HARD)
    assert rows["n0"]["ended_at_us"] is None
    assert (rows["z"]["created_at_us"], rows["z"]["ended_at_us"]) == (2**63 - 1, -(2**63))


def test_bytes_are_exact(database: Database, tmp_path: Path) -> None:
    """A published disclosure is bytes, none of which may change; nothing at all is bytes too."""
    every = bytes(range(256))
    for version, content in enumerate((every, b"", b'{"hex":"00"}'), start=1):
        _add(
            database,
            DisclosureRow(
                unit_code="G1",
                kind="period",
                period="2026-06",
                version=version,
                state="built",
                content=content,
                digest="d",
                built_at_us=1,
                built_by="lan",
            ),
        )
    rows = _read(database, tmp_path, "disclosure")
    assert [row["content"] for row in rows] == [every, b"", b'{"hex":"00"}']


def test_days_and_truths_are_written_alike(database: Database, tmp_path: Path) -> None:
    """A day is ISO 8601, and truth is 0 or 1, whatever the engine keeps."""
    tried = {"name": "a", "address": "b", "tried_at_us": 1}
    _add(database, *(LoginAttempt(**tried, succeeded=yes) for yes in (True, False)))
    days = {"valid_from": dt.date(1, 2, 3), "valid_to": dt.date(9999, 12, 31)}
    _add(database, _user("a"))
    _add(database, RoleGrant(user_name="a", unit_code="G1", role="accountant", **days))
    assert [row["succeeded"] for row in _read(database, tmp_path, "login_attempt")] == [1, 0]
    (tmp_path / "rows.zip").unlink()
    (grant,) = _read(database, tmp_path, "role_grant")
    assert (grant["valid_from"], grant["valid_to"]) == ("0001-02-03", "9999-12-31")


def test_rows_come_in_order_of_their_key(database: Database, tmp_path: Path) -> None:
    """Texts by code point, whatever language the database sorts in."""
    names = ["b", "B", "a", "Z", "ă", "z", "đ", "10", "9", "_"]
    _add(database, *(_user(name) for name in names))
    assert [row["name"] for row in _read(database, tmp_path, "user")] == sorted(names)


def test_the_same_content_has_the_same_digest(new_database: Callable[[], Database]) -> None:
    """In whatever order it came in, on whichever engine: it is the SHA-256 of the lines."""
    one, other = new_database(), new_database()
    _add(one, _user("b"), _user("a", language=""))
    _add(other, _user("a", language=""))
    _add(other, _user("b"))
    lines = "".join(json.dumps(row, separators=(",", ":")) + "\n" for row in PEOPLE)
    wanted = hashlib.sha256(lines.encode()).hexdigest()
    columns = ("created_at_us", "ended_at_us", "language", "name", "password_hash")
    assert _told(one)["user"] == _told(other)["user"] == TableDigest("user", columns, 2, wanted)
    _add(other, _user("c"))
    assert _told(other)["user"].sha256 != wanted


def test_no_table_is_forgotten(database: Database) -> None:
    """What is kept is what stands in the database, less the sessions and the revision."""
    with database.reading() as session:
        names = all_tables(session.connection())
    assert {"entry", "line", "user", "web_session"} <= set(names)
    assert sorted({*names} - {*_told(database)}) == ["web_session"]
    assert "alembic_version" not in names


def test_who_was_signed_in_is_not_kept(database: Database) -> None:
    """A session's row is in no digest: whoever holds a backup signs in as nobody."""
    _add(database, _user("a"))
    before = _told(database)
    _add(database, WebSession(token_sha256="t", user_name="a", language="vi", opened_at_us=1))
    assert _told(database) == before


def test_a_long_table_is_told_of_on_the_way(database: Database) -> None:
    """Who watches hears how many rows have been dealt with, more each time, all at the end."""
    tried = {"name": "a", "address": "b", "succeeded": True}
    _add(database, *(LoginAttempt(**tried, tried_at_us=at) for at in range(12_000)))
    _add(database, _user("a"))
    heard: list[int] = []
    with database.reading() as session:
        made = digests(session.connection(), heard.append)
    assert heard == [5_000, 10_000, 12_000, 12_001]
    assert sum(each.rows for each in made) == 12_001


def test_a_value_that_engines_keep_differently_is_refused(owner_url: str) -> None:
    """A column of a kind without one exact text on both engines is our mistake, and stops us."""
    database = Database(owner_url).within(EVERYTHING)
    with database.writing() as session:
        session.execute(text("CREATE TABLE measured (id INTEGER PRIMARY KEY, weight FLOAT)"))
        session.commit()
    with pytest.raises(AssertionError, match=r"measured\.weight"):
        _told(database)
    database.dispose()


def test_a_table_without_a_key_is_refused(owner_url: str) -> None:
    """Its rows would have no order, and so no digest."""
    database = Database(owner_url).within(EVERYTHING)
    with database.writing() as session:
        session.execute(text("CREATE TABLE loose (word VARCHAR(5))"))
        session.commit()
    with pytest.raises(AssertionError, match="loose"):
        _told(database)
    database.dispose()
