"""What a database holds."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import make_url

from collectors.cli.demo.command import SEED
from collectors.cli.demo.federation import Federation
from collectors.cli.demo.scales import SCALES, TINY
from collectors.cli.demo.standing import AnotherDatabase, DemoUnfinished, Standing, standing
from finance.records.scope import EVERYTHING
from finance.runtime.clock import SystemClock
from finance.runtime.context import Context
from finance.runtime.database import Database
from tests.collectors.cli.demo.conftest import Played
from tests.engines import migrate
from tests.federations import context, federation


def _copy(played: Played, folder: Path) -> Context:
    path = folder / "books.sqlite3"
    shutil.copyfile(make_url(played.terminal.database_url).database or "", path)
    return context(Database(f"sqlite:///{path}").within(EVERYTHING), SystemClock())


def test_a_database_that_is_not_there_holds_nothing(tmp_path: Path, tiny: Federation) -> None:
    """Nor does one that was only just made."""
    url = f"sqlite:///{tmp_path}/books.sqlite3"
    assert (
        standing(context(Database(url).within(EVERYTHING), SystemClock()), tiny) is Standing.NOTHING
    )
    migrate(url)
    assert (
        standing(context(Database(url).within(EVERYTHING), SystemClock()), tiny) is Standing.NOTHING
    )


def test_a_demo_is_known_again(played_sqlite: Played, tiny: Federation, tmp_path: Path) -> None:
    """By its first file."""
    assert standing(_copy(played_sqlite, tmp_path), tiny) is Standing.DEMO


def test_another_scale_is_another_federation(played_sqlite: Played, tmp_path: Path) -> None:
    """It does not go on top of the first."""
    other = Federation(SCALES["small"], 1)
    with pytest.raises(AnotherDatabase):
        standing(_copy(played_sqlite, tmp_path), other)


def test_a_real_federation_is_left_alone(tmp_path: Path, tiny: Federation) -> None:
    """Books that came from elsewhere are nobody's demo."""
    url = f"sqlite:///{tmp_path}/books.sqlite3"
    migrate(url)
    database = Database(url).within(EVERYTHING)
    federation(database, SystemClock())
    with pytest.raises(AnotherDatabase):
        standing(context(database, SystemClock()), tiny)


def test_a_demo_that_was_broken_off_says_so(played_sqlite: Played, tmp_path: Path) -> None:
    """Its last month is not public: it is not taken for a whole one, and not gone on with."""
    longer = Federation(replace(TINY, months=TINY.months + 1), SEED)
    with pytest.raises(DemoUnfinished):
        standing(_copy(played_sqlite, tmp_path), longer)
