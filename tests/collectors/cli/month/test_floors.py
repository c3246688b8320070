"""The floor loads what a step wrote, all of it and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from collectors.cli.month.feeds import write_month_feeds
from collectors.cli.month.floors import floor_of
from collectors.cli.month.steps import Step, run_phases, take_registers
from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from tests.collectors.cli.month.surroundings import at_work

COUNTS = {
    Step.SI: ("declaration", "raw_row JOIN batch b ON b.id = batch_id AND b.feed = 'si'"),
    Step.ASSESS: ("obligation", "obligation_event"),
    Step.CLOSE: ("period_event", "seal"),
}


@pytest.fixture
def owner_database(owner_url: str) -> Iterator[Database]:
    """A database as its owner opens it: the floor makes tables of its own."""
    opened = Database(owner_url).within(EVERYTHING)
    yield opened
    opened.dispose()


def test_each_step_has_a_floor_of_its_rows(owner_database: Database, tmp_path: Path) -> None:
    """At least the rows of its own tables; afterwards no table of the floor is left."""
    ctx = at_work(owner_database)
    feeds = write_month_feeds(tmp_path, 20, 3)
    take_registers(ctx, feeds)
    run_phases(ctx, feeds, lambda _phase: None)
    loads = {step: floor_of(owner_database, step) for step in Step}
    assert all(load.rows > 0 and load.seconds > 0 for load in loads.values())
    with owner_database.reading() as session:
        for step, tables in COUNTS.items():
            own = sum(
                session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 - names from above
                for table in tables
            )
            assert loads[step].rows >= own > 0
    names = inspect(owner_database.engine).get_table_names()
    assert [name for name in names if name.startswith("floor_")] == []
