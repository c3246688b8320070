"""Measures posting and reading beside their floors, on both engines, and prints ratios.

Seconds depend on the machine; a ratio to a floor measured in the same run hardly does.
"""

import argparse
import json
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config

from bench.server import NoServer, postgresql
from collectors.cli.month.command import measure_month
from collectors.cli.month.feeds import DAY
from collectors.cli.month.workers import Shared
from finance.actions.measure_approving import measure_approving
from finance.actions.measure_posting import (
    fill,
    measure_bulk,
    measure_bulk_with_bad,
    measure_one_by_one,
)
from finance.records.scope import EVERYTHING
from finance.runtime.clock import FixedClock
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM
from finance.runtime.measures import Step, report
from finance.runtime.settings import Settings
from reports.cli.measure_reading import (
    measure_statement,
    measure_trial_balance,
    measure_verification,
)

ENGINES = ("sqlite", "postgresql")


def main() -> int:
    """Run what the command line asks for; 0 when every engine asked for was measured."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--entries", type=int, default=200_000, help="entries posted in bulk")
    parser.add_argument("--single", type=int, default=3_000, help="entries posted one by one")
    parser.add_argument("--lines", type=int, help="only read, from a ledger of so many lines")
    parser.add_argument("--books", type=int, default=1_000, help="books of that ledger")
    parser.add_argument("--month", type=int, help="only a month of a nation of so many employers")
    parser.add_argument("--workers", default="", help="who does the month's tasks: N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=ENGINES, action="append")
    parser.add_argument("--json", action="store_true", help="for scripts")
    asked = parser.parse_args()
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    if not asked.json:
        print(f"{machine}; {asked.entries} in bulk, {asked.single} one by one, seed {asked.seed}")
    missing = 0
    for engine in asked.engine or ENGINES:
        try:
            with _database(engine) as database:
                if asked.month:
                    _month(database, asked)
                    continue
                steps = _steps(database, asked)
        except NoServer as reason:
            print(f"{engine}: not measured: {reason}", file=sys.stderr)
            missing = 1
            continue
        if asked.json:
            print(json.dumps({"engine": engine, "seed": asked.seed, **report(steps)}))
        else:
            _show(engine, steps)
    return missing


def _steps(database: Database, asked: argparse.Namespace) -> list[Step]:
    if asked.lines:
        fill(database, asked.lines, asked.books, asked.seed)
        read = [measure_trial_balance(database), measure_statement(database)]
        return [step for step in read if step is not None]
    steps = [
        measure_one_by_one(database, asked.single, asked.seed),
        measure_approving(database, asked.single, asked.seed),
        measure_bulk(database, asked.entries, asked.seed),
        measure_bulk_with_bad(database, asked.entries, asked.seed),
        measure_trial_balance(database),
        measure_statement(database),
        measure_verification(database),
    ]
    return [step for step in steps if step is not None]


def _month(database: Database, asked: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory(prefix="uf-bench-") as made:
        settings = Settings(database_url=database.url)
        ctx = Context(database, FixedClock(DAY), SYSTEM, settings)
        shared = Shared(settings, Path(made), asked.month, asked.seed)
        print(json.dumps(measure_month(ctx, shared, asked.workers, _tell), indent=2))


def _tell(what: str) -> None:
    print(f"… {what}", file=sys.stderr)


def _show(engine: str, steps: list[Step]) -> None:
    print(f"\n{engine}")
    names = ("rows", "seconds", "floor", "per s", "floor per s", "ratio")
    print(f"{'step':28}" + "".join(f"{name:>12}" for name in names))
    for step in steps:
        rates = (step.rows / step.seconds, step.rows / step.floor_seconds)
        print(
            f"{step.step:28}{step.rows:>12}{step.seconds:>12.4f}{step.floor_seconds:>12.4f}"
            f"{rates[0]:>12.0f}{rates[1]:>12.0f}{step.ratio_to_floor:>12.2f}"
        )


@contextmanager
def _database(engine: str) -> Iterator[Database]:
    """A new, migrated database of its own."""
    with tempfile.TemporaryDirectory(prefix="uf-bench-") as folder:
        if engine == "sqlite":
            with _opened(f"sqlite:///{folder}/bench.sqlite3") as database:
                yield database
        else:
            with postgresql(Path(folder)) as url, _opened(url) as database:
                yield database


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = Database(url).within(EVERYTHING)
    config = Config(toml_file=Path(__file__).resolve().parent.parent / "pyproject.toml")
    config.attributes["url"] = database.url
    command.upgrade(config, "head")
    try:
        yield database
    finally:
        database.dispose()


if __name__ == "__main__":
    sys.exit(main())
