"""`bench month`: a nation's month, each step beside its floor."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select

from collectors.cli.month.digest import digest_of
from collectors.cli.month.feeds import DAY, Feeds, write_month_feeds
from collectors.cli.month.floors import Load, floor_of
from collectors.cli.month.steps import Step, phases, run_phases, take_registers
from collectors.cli.month.workers import Shared, share_out
from collectors.tables import BatchRow
from finance.actions.measure_posting import NotForMeasuring
from finance.runtime.clock import FixedClock
from finance.runtime.context import Context
from finance.runtime.measures import Step as Measured
from finance.runtime.tasks import done
from finance.shell.commands import Outcome, command
from ledger.store.tables import BookRow

_US = 1_000_000


@command(
    "month",
    "A month of a made-up nation, from its feeds to its closed books; cut off, it goes on where "
    "it was.",
    [
        click.Option(["--employers"], type=click.IntRange(1), default=900_000, show_default=True),
        click.Option(["--seed"], type=int, default=1, show_default=True),
        click.Option(
            ["--dir", "folder"],
            type=click.Path(file_okay=False, path_type=Path),
            help="Where the feeds go; bench in the data folder when left out.",
        ),
        click.Option(
            ["--workers"],
            default="",
            metavar="N|dask:ADDRESS",
            help="Who does the tasks; this process when left out.",
        ),
    ],
)
def bench_month(
    ctx: Context, employers: int, seed: int, folder: Path | None, workers: str
) -> Outcome:
    """Measure on a database that holds no other books."""
    ctx = replace(ctx, clock=FixedClock(DAY))
    folder = folder or ctx.settings.var_dir / "bench" / f"month-{employers}-{seed}"
    shared = Shared(ctx.settings, folder.absolute(), employers, seed)
    return Outcome(measure_month(ctx, shared, workers, _tell))


def measure_month(
    ctx: Context, shared: Shared, workers: str, told: Callable[[str], None]
) -> dict[str, Any]:
    """Make the feeds, run what is left of the month, load the floors, and take the digest.

    Takes    which month; who does its tasks, this process where nobody is named; whom to tell
             how far it is.
    Raises   NotForMeasuring, when the database holds anything that this month did not bring;
             what `share_out` refuses.
    """
    told("feeds")
    made, feeds = _timed(lambda: write_month_feeds(shared.folder, shared.employers, shared.seed))
    _check_own(ctx, feeds)
    told("registers")
    registered, _ = _timed(lambda: take_registers(ctx, feeds))
    if workers:
        together, _ = _timed(lambda: share_out(ctx, shared, workers))
    else:
        together, _ = _timed(lambda: run_phases(ctx, feeds, told))
    steps = []
    for step in Step:
        told(f"floor of {step}")
        steps.append(_measured(ctx, feeds, step, floor_of(ctx.database, step)))
    measured = [one.wall for one in steps]
    told("digest")
    with ctx.database.reading() as session:
        digest = digest_of(session)
    seconds = sum(step.seconds for step in measured)
    floor_seconds = sum(step.floor_seconds for step in measured)
    return {
        "employers": shared.employers,
        "seed": shared.seed,
        "engine": ctx.database.engine_name,
        "workers": workers or "1",
        "feeds_seconds": round(made, 1),
        "registers_seconds": round(registered, 1),
        "steps": [one.as_json() for one in steps],
        "seconds": round(seconds, 2),
        "this_run_seconds": round(together, 2),
        "floor_seconds": round(floor_seconds, 2),
        "ratio_to_floor": round(seconds / floor_seconds, 2),
        "processor_seconds": round(sum(one.processor_seconds for one in steps), 2),
        "floor_processor_seconds": round(sum(one.floor_processor_seconds for one in steps), 2),
        "peak_memory_mib": max(step.peak_memory_mib for step in measured),
        "digest": digest,
    }


@dataclass(frozen=True, slots=True)
class _Step:
    """A step by the clock, and by the processor of this process (a server's is not in it)."""

    wall: Measured
    processor_seconds: float
    floor_processor_seconds: float

    def as_json(self) -> dict[str, Any]:
        return {
            **self.wall.as_json(),
            "processor_seconds": round(self.processor_seconds, 4),
            "floor_processor_seconds": round(self.floor_processor_seconds, 4),
        }


def _measured(ctx: Context, feeds: Feeds, step: Step, load: Load) -> _Step:
    """A step: the seconds of all its tasks, whichever run did them, beside its floor."""
    tasks = [
        did
        for phase in phases(feeds)
        if phase.step is step
        for did in done(ctx, phase.job).values()
    ]
    seconds = sum(did["took_us"] for did in tasks) / _US
    memory = max(did["peak_memory_mib"] for did in tasks)
    own = sum(did["processor_us"] for did in tasks) / _US
    wall = Measured(step.value, load.rows, seconds, load.seconds, memory)
    return _Step(wall, own, load.processor_seconds)


def _check_own(ctx: Context, feeds: Feeds) -> None:
    """Refuse a database that holds books, or files, that this month did not bring."""
    with ctx.database.reading() as session:
        book = session.scalars(select(BookRow.code).order_by(BookRow.book_id).limit(1)).first()
        came = session.execute(select(BatchRow.file_name, BatchRow.digest)).all()
    foreign = [name for name, digest in came if feeds.digest(name) != digest]
    if foreign or (book is not None and not came):
        raise NotForMeasuring(book=book or foreign[0])


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    made = act()
    return time.perf_counter() - began, made


def _tell(what: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"… {what}", err=True)


commands: tuple[tuple[str, click.Command], ...] = (("bench month", bench_month),)
