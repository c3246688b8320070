"""The command itself."""

import json
from pathlib import Path

from finance.records.scope import EVERYTHING
from finance.runtime.clock import SystemClock
from finance.runtime.database import Database
from finance.runtime.migrate import current
from tests.collectors.cli.demo.conftest import Played, house
from tests.engines import migrate
from tests.federations import federation
from tests.terminal import Terminal


def test_a_second_run_changes_nothing_and_says_so(played: Played) -> None:
    """The same figures, no new password."""
    again = played.terminal.ask("demo", "--no-serve", "--dir", str(played.folder))
    assert played.said["changed"] is True
    assert again["changed"] is False
    assert "passwords" not in again
    assert again == {name: again[name] for name in again} | {
        name: value for name, value in played.said.items() if name in again and name != "changed"
    }


def test_it_goes_on_to_serve(played_sqlite: Played) -> None:
    """On the same database, as a demo, after it has said where to look."""
    before = len(played_sqlite.served)
    result = played_sqlite.terminal.run("demo", "--dir", str(played_sqlite.folder))
    assert result.exit_code == 0
    assert "/open/units/" in result.stdout
    assert played_sqlite.served[before:] == [played_sqlite.terminal.database_url]


def test_it_overwrites_nothing(tiny_scale: None, tmp_path: Path) -> None:  # noqa: ARG001 - the scale is wanted
    """A database with other data is refused before a file is written."""
    url = f"sqlite:///{tmp_path}/books.sqlite3"
    migrate(url)
    federation(Database(url).within(EVERYTHING), SystemClock())
    folder = tmp_path / "feeds"
    refused = Terminal(house([]), url).refused("demo", "--no-serve", "--dir", str(folder))
    assert refused["code"] == "demo.another_database"
    assert not folder.exists()


def test_it_needs_no_database_beforehand(tmp_path: Path) -> None:
    """It makes its own: an unknown scale is refused before that."""
    url = f"sqlite:///{tmp_path}/books.sqlite3"
    result = Terminal(house([]), url).run("demo", "--scale", "galaxy")
    assert result.exit_code == 2
    assert current(Database(url).within(EVERYTHING)) == ""


def test_each_person_gets_a_password(played_sqlite: Played) -> None:
    """Long ones, no two alike."""
    passwords = played_sqlite.said["passwords"]
    assert set(passwords) == {"ketoan", "chutaikhoan", "kiemtra"}
    assert len(set(passwords.values())) == 3
    assert min(len(password) for password in passwords.values()) >= 12
    assert json.dumps(played_sqlite.said)
