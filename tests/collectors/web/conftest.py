"""A house with this room, in June 2026's federation; money has come in and rows wait."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from collectors import web
from collectors.evidence import Feed
from finance import web as office
from finance.records.people import RoleGrant, User
from finance.records.scope import EVERYTHING
from finance.records.units import FOREVER
from finance.runtime.clock import FixedClock
from finance.runtime.database import Database
from finance.shell.app import create_app
from finance.shell.room import Room
from tests.collectors.federation import E1, E4, LDA, TLD, Federation, credit
from tests.doors import LONG_AGO, SETTINGS, House
from tests.engines import SqliteEngine

DAY = dt.date(2026, 7, 15)
PEOPLE = {
    "lan": ("LDA", "accountant"),
    "mai": ("G1", "accountant"),
    "huy": ("TLD", "accountant"),
    "thu": ("LDA", "treasurer"),
}


@pytest.fixture(scope="session")
def made_once(sqlite_engine: SqliteEngine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a database in which all of this has happened."""
    url = sqlite_engine.fresh()
    database = Database(url).within(EVERYTHING)
    made = Federation(database, tmp_path_factory.mktemp("feeds")).register()
    made.declare(
        dt.date(2026, 7, 2), ("SE1", E1, "2026-06", 50_000_000), ("SE4", E4, "2026-06", 100_000_000)
    )
    made.assess(dt.date(2026, 7, 2), "2026-06")
    made.bank(
        DAY,
        LDA,
        credit("R1", "2026-07-10", 2_500_000, f"MST {E4} KPCD T6/2026"),
        credit("R2", "2026-07-11", 300_000, "AN PHAT CHUYEN TIEN THANG 6"),
        credit("R3", "2026-07-12", 700_000, "CHUYEN TIEN <b>"),
        credit("R4", "2026-07-12", "1,5", "HỎNG"),
    )
    made.bank(DAY, TLD, credit("T1", "2026-07-12", 400_000, f"MST {E4} KPCD T6/2026"))
    made.bring(DAY, Feed.UNITS, "code,name,level,parent_code,valid_from\nX,,province,TLD,x\n")
    made.match(DAY)
    _people(database)
    database.dispose()
    return Path(make_url(url).database or "")


@pytest.fixture
def federation(made_once: Path, tmp_path: Path) -> Iterator[Federation]:
    """E1 and E4 owe June; LDA's and TLD's accounts have money, two rows wait in quarantine."""
    path = tmp_path / "own.sqlite3"
    shutil.copyfile(made_once, path)
    database = Database(f"sqlite:///{path}").within(EVERYTHING)
    yield Federation(database, tmp_path)
    database.dispose()


@pytest.fixture
def house(federation: Federation) -> House:
    """The office with the pages of this room."""
    rooms = [
        Room("finance", office.blueprints, links=office.links),
        Room("collectors", web.blueprints, waiting=web.waiting, links=web.links),
    ]
    clock = FixedClock(DAY)
    app = create_app(SETTINGS, federation.database, clock, rooms)
    app.testing = True
    return House(federation.database, clock, app.test_client())


def _people(database: Database) -> None:
    with database.writing() as session:
        for name in PEOPLE:
            session.add(User(name=name, password_hash="x", created_at_us=1))
        session.flush()
        for name, (unit, role) in PEOPLE.items():
            session.add(
                RoleGrant(
                    user_name=name,
                    unit_code=unit,
                    role=role,
                    valid_from=LONG_AGO,
                    valid_to=FOREVER,
                )
            )
        session.commit()
