"""The month of five books on each engine, and a house that shows it."""

from collections.abc import Callable, Iterator

import pytest

from finance.records.people import RoleGrant, User
from finance.records.scope import EVERYTHING
from finance.records.units import FOREVER
from finance.runtime.clock import FixedClock
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM, Actor, Grant
from finance.shell.app import create_app
from finance.shell.room import Room
from ledger.periods import Period
from reports.web import blueprints, links
from tests.doors import SETTINGS, House
from tests.engines import Engine, SqliteEngine
from tests.reports import june_2026
from tests.reports.publishing import publish

PEOPLE = (("kiem", "LDA", "inspector"), ("ke", "G1", "accountant"), ("duyet", "TLD", "approver"))


@pytest.fixture(scope="session")
def held_months() -> Iterator[dict[str, Database]]:
    """One filled database for each engine, for tests that only read."""
    held: dict[str, Database] = {}
    yield held
    for database in held.values():
        database.dispose()


@pytest.fixture
def june(engine: Engine, held_months: dict[str, Database]) -> Database:
    """The month of five books, closed; on each engine, to be read only."""
    if engine.name not in held_months:
        held_months[engine.name] = Database(engine.fresh()).within(EVERYTHING)
        june_2026.fill(held_months[engine.name])
    return held_months[engine.name]


@pytest.fixture
def own_june(database: Database) -> Database:
    """The month of five books, closed; on each engine, for a test that writes."""
    june_2026.fill(database)
    return database


@pytest.fixture
def clock() -> FixedClock:
    """A day after the month."""
    return FixedClock(june_2026.AFTER)


@pytest.fixture
def acting(clock: FixedClock) -> Callable[[Database, str], Context]:
    """Makes the surroundings of an act: by a person of PEOPLE, or (empty) by the system."""

    def make(database: Database, name: str) -> Context:
        grants = tuple(Grant(unit, role) for person, unit, role in PEOPLE if person == name)
        actor = Actor(name, grants) if name else SYSTEM
        return Context(database, clock, actor, SETTINGS)

    return make


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house with this room alone, the month published for each of the five units."""
    yield from _house(tmp_path_factory)


@pytest.fixture
def own_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The same, for a test that writes."""
    yield from _house(tmp_path_factory)


def _house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    engine = SqliteEngine(tmp_path_factory.mktemp("house"))
    database = Database(engine.fresh()).within(EVERYTHING)
    june_2026.fill(database)
    clock = FixedClock(june_2026.AFTER)
    with database.writing() as session:
        for name, unit, role in PEOPLE:
            session.add(User(name=name, password_hash="x", created_at_us=clock.now_us()))
            session.flush()
            session.add(
                RoleGrant(
                    user_name=name,
                    unit_code=unit,
                    role=role,
                    valid_from=june_2026.START,
                    valid_to=FOREVER,
                )
            )
        session.commit()
    for code, _, _, _ in june_2026.UNITS:
        publish(database, clock, code, Period("2026-07"))
    app = create_app(SETTINGS, database, clock, [Room("reports", blueprints, links=links)])
    app.testing = True
    yield House(database, clock, app.test_client())
    database.dispose()
