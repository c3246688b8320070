"""Fixtures every room's tests share, and the count of what ran on which engine."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import cast

import pytest
from hypothesis import HealthCheck, settings

from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from tests.counts import ENGINES, REQUIRED_BY, Outcome, shortfalls, tally
from tests.engines import Engine, NoPostgres, PostgresEngine, SqliteEngine, start_postgres
from tests.told import sentences_are_whole

# How long an example takes depends on the machine; speed stands in bench/, never in a test.
settings.register_profile(
    "house",
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def whole_sentences() -> Iterator[None]:
    """Every refusal and problem of every test says which, where and how much."""
    with sentences_are_whole():
        yield


@pytest.fixture(scope="session")
def sqlite_engine(tmp_path_factory: pytest.TempPathFactory) -> SqliteEngine:
    """SQLite, a file per database."""
    return SqliteEngine(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_engine() -> Iterator[PostgresEngine]:
    """A PostgreSQL server of this test process; without one its tests are skipped aloud."""
    try:
        engine = start_postgres()
    except NoPostgres as reason:
        sentence = f"PostgreSQL could not be started: {reason}"
        if os.environ.get(REQUIRED_BY["postgresql"]) == "1":
            pytest.fail(sentence)
        pytest.skip(sentence)
    yield engine
    engine.close()


@pytest.fixture(params=[pytest.param(name, marks=getattr(pytest.mark, name)) for name in ENGINES])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn: a test that takes this runs twice."""
    return cast("Engine", request.getfixturevalue(f"{request.param}_engine"))


@pytest.fixture
def engine_url(engine: Engine) -> Iterator[str]:
    """A fresh, migrated database, as the application opens it; on each engine."""
    url = engine.fresh()
    yield url
    engine.drop(url)


@pytest.fixture
def owner_url(engine: Engine, engine_url: str) -> str:
    """The same database as `engine_url`, as the owner of its tables opens it.

    For tests that damage the book on purpose: the application cannot.
    """
    return engine.as_owner(engine_url)


@pytest.fixture
def database(engine_url: str) -> Iterator[Database]:
    """A fresh, migrated database, opened; on each engine."""
    opened = Database(engine_url).within(EVERYTHING)
    yield opened
    opened.dispose()


@pytest.fixture
def new_database(engine: Engine) -> Iterator[Callable[[], Database]]:
    """Makes as many fresh, migrated databases as a test wants; on each engine."""
    made: list[tuple[str, Database]] = []

    def make() -> Database:
        url = engine.fresh()
        made.append((url, Database(url).within(EVERYTHING)))
        return made[-1][1]

    yield make
    for url, opened in made:
        opened.dispose()
        engine.drop(url)


@pytest.fixture
def hledger() -> str:
    """The path of hledger; without it the test is skipped aloud."""
    path = shutil.which("hledger")
    if path is None:
        pytest.skip("hledger is not installed")
    return path


# What stands below runs in the process that holds the whole result, beside xdist's workers too.

_NAMES = (*ENGINES, "hledger")
_OUTCOMES = pytest.StashKey[list[Outcome]]()


def pytest_configure(config: pytest.Config) -> None:
    """Begin with nothing counted."""
    outcomes: list[Outcome] = []
    config.stash[_OUTCOMES] = outcomes
    config.pluginmanager.register(_Counter(outcomes), "union-finance-counts")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark a test by the engine or tool it takes, and note the engine it was given."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        for name in _NAMES:
            if f"{name}_engine" in fixtures or (name == "hledger" and name in fixtures):
                item.add_marker(getattr(pytest.mark, name))
        callspec = getattr(item, "callspec", None)
        if callspec is not None and "engine" in callspec.params:
            item.user_properties.append(("engine", callspec.params["engine"]))


class _Counter:
    """Hears of every test's end."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        self._outcomes = outcomes

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the outcome of the call, or of the setup when it ended there."""
        if report.when == "call" or (report.when == "setup" and not report.passed):
            marks = frozenset(name for name in _NAMES if name in report.keywords)
            given = str(dict(report.user_properties).get("engine", ""))
            self._outcomes.append(Outcome(report.nodeid, report.outcome, marks, given))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run when something it was asked for was left out."""
    config = session.config
    outcomes = config.stash[_OUTCOMES]
    running = not config.option.collectonly and not hasattr(config, "workerinput")
    if running and shortfalls(outcomes, os.environ):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print how many tests ran on each engine, and what was left out."""
    outcomes = config.stash[_OUTCOMES]
    for name, counts in tally(outcomes).items():
        results = ", ".join(f"{count} {result}" for result, count in sorted(counts.items()))
        terminalreporter.write_line(f"tests on both engines: {name}: {results or 'none'}")
    for sentence in shortfalls(outcomes, os.environ):
        terminalreporter.write_line(f"left out: {sentence}", red=True)
