"""The phases of a month: which units, in which order."""

from pathlib import Path

import pytest

from collectors.cli.month.feeds import Feeds, write_month_feeds
from collectors.cli.month.steps import Step, phases, run_phases, take_registers
from collectors.tables import BatchRow
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.runtime.tasks import done
from tests.collectors.cli.month.surroundings import at_work


@pytest.fixture
def feeds(tmp_path: Path) -> Feeds:
    """The files of twenty employers in two provinces."""
    return write_month_feeds(tmp_path, 20, 3)


def test_what_lies_elsewhere_is_handed_over_first(feeds: Feeds) -> None:
    """The confederation pays before the provinces do, and closes after them."""
    order = [(phase.step, phase.units) for phase in phases(feeds)]
    own, top = ("T01", "T02"), ("TLD",)
    assert order.index((Step.DISTRIBUTE, top)) < order.index((Step.DISTRIBUTE, own))
    assert order.index((Step.CLOSE, own)) < order.index((Step.CLOSE, top))
    assert {step for step, _ in order} == set(Step)
    assert len({phase.job for phase in phases(feeds)}) == len(order)


def test_a_month_is_done_once(database: Database, feeds: Feeds) -> None:
    """Every task says what it took; run again, no file comes in and no task is done again."""
    ctx: Context = at_work(database)
    heard: list[list[str]] = []
    notes = []
    for _ in range(2):
        told: list[str] = []
        take_registers(ctx, feeds)
        run_phases(ctx, feeds, told.append)
        heard.append(told)
        notes.append([done(ctx, phase.job) for phase in phases(feeds)])
    assert heard[0] == heard[1] == [f"{phase.number} {phase.step}" for phase in phases(feeds)]
    assert notes[0] == notes[1]
    assert all(
        set(did) == {"took_us", "processor_us", "peak_memory_mib"} for did in notes[0][0].values()
    )
    with database.reading() as session:
        names = [row.file_name for row in session.query(BatchRow)]
    assert (
        len(names)
        == len(set(names))
        == sum(
            len(files)
            for kind in (feeds.registers, feeds.si, feeds.bank)
            for files in kind.values()
        )
    )
