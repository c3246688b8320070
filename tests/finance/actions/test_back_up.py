"""A backup is of one moment, by who may take it, and the log says that it was taken."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from finance.actions.back_up import back_up
from finance.records.audit_lines import AuditRow
from finance.runtime import audit
from finance.runtime.backup_file import BackupExists, open_backup
from finance.runtime.backup_rows import digests
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from tests.builders import E1, E2, OPENED
from tests.federation import ACCOUNTANT, Federation, federation

DAY = dt.date(2026, 7, 10)
OPERATOR = Actor("van", (Grant("TLD", "operator"),))


@pytest.fixture
def fed(database: Database) -> Federation:
    """A federation that has received money."""
    made = federation(database)
    made.pay(E1, "2026-06", 1_000, DAY)
    return made


def _lines(fed: Federation) -> list[AuditRow]:
    with fed.database.reading() as session:
        return list(session.scalars(select(AuditRow).where(AuditRow.action == "back_up")))


def test_the_file_says_what_is_in_it(fed: Federation, tmp_path: Path) -> None:
    """Its recovery point is the moment it was taken, and how far each book had got."""
    ctx = fed.ctx(DAY)
    made = back_up(ctx, tmp_path / "june.zip")
    with open_backup(tmp_path / "june.zip") as file:
        held = file.manifest
    assert held == made.manifest
    assert made.size == (tmp_path / "june.zip").stat().st_size
    assert held.taken_at_us == ctx.clock.now_us()
    assert held.engine == fed.database.engine_name
    assert held.left_out == ("web_session",)
    points = {point.book: point.last_seq for point in held.books}
    assert points["G2"] == 0
    assert points["LDA"] > 0
    assert held.last_recorded_at_us > 0


def test_it_is_the_database_as_it_stands(fed: Federation, tmp_path: Path) -> None:
    """Table by table, the digests are those of the rows."""
    with fed.database.reading() as session:
        standing = digests(session.connection())
    assert back_up(fed.ctx(DAY), tmp_path / "june.zip").manifest.tables == standing


def test_it_is_of_one_moment(fed: Federation, tmp_path: Path) -> None:
    """What is written while a backup is taken is not in it, and is not held up by it."""
    with fed.database.reading() as session:
        standing = digests(session.connection())
    wrote: list[str] = []

    def write(_rows: int) -> None:
        if not wrote:
            wrote.append(fed.pay(E2, "2026-06", 700, DAY))

    made = back_up(fed.ctx(DAY), tmp_path / "june.zip", write)
    assert wrote
    assert made.manifest.tables == standing
    assert back_up(fed.ctx(DAY), tmp_path / "later.zip").manifest.tables != standing


def test_the_log_says_that_it_was_taken(fed: Federation, tmp_path: Path) -> None:
    """By whom, and with which digest: a copy of everything has left the house."""
    made = back_up(fed.ctx(DAY, OPERATOR), tmp_path / "june.zip")
    (line,) = _lines(fed)
    assert (line.actor, line.subject) == ("van", "june.zip")
    assert json.loads(line.details) == {
        "at_us": made.manifest.taken_at_us,
        "digest": made.manifest.digest,
        "rows": made.manifest.rows,
    }


def test_an_accountant_takes_none(fed: Federation, tmp_path: Path) -> None:
    """Nor does an operator of one unit: everything is in it, the other units' books as well."""
    for actor in (ACCOUNTANT, Actor("van", (Grant("LDA", "operator"),))):
        with pytest.raises(PermissionRefused):
            back_up(fed.ctx(DAY, actor), tmp_path / "june.zip")
    assert list(tmp_path.iterdir()) == []
    assert _lines(fed) == []


def test_a_name_that_is_taken_stays(fed: Federation, tmp_path: Path) -> None:
    """Yesterday's backup is never overwritten by today's."""
    back_up(fed.ctx(DAY), tmp_path / "june.zip")
    before = (tmp_path / "june.zip").read_bytes()
    with pytest.raises(BackupExists):
        back_up(fed.ctx(DAY), tmp_path / "june.zip")
    assert (tmp_path / "june.zip").read_bytes() == before
    assert len(_lines(fed)) == 1


def test_without_its_line_there_is_no_file(
    fed: Federation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who dies before the log is written has taken no backup."""

    def dies(*_: object) -> None:
        raise SystemExit

    monkeypatch.setattr(audit, "write", dies)
    with pytest.raises(SystemExit):
        back_up(fed.ctx(OPENED), tmp_path / "june.zip")
    assert list(tmp_path.iterdir()) == []


def test_the_digest_is_the_same_on_each_engine(
    new_database: Callable[[], Database], tmp_path: Path
) -> None:
    """Two databases that were told the same things are the same to the last bit."""
    made = []
    for number in range(2):
        fed = federation(new_database())
        fed.pay(E1, "2026-06", 1_000, DAY)
        made.append(back_up(fed.ctx(DAY), tmp_path / f"{number}.zip").manifest)
    assert made[0].digest == made[1].digest
