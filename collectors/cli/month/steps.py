"""The steps of a month and their tasks: (step, unit, month), each one act of the ordinary verbs.

Every task is harmless when repeated, and leaves all or nothing where it is cut off: so a month that
was killed anywhere ends like one that was not.
"""

import datetime as dt
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from sqlalchemy import exists, select

from collectors.cli.month.feeds import MONTH, WAGE_MONTH, Feeds
from collectors.evidence import Feed
from collectors.intake.arrivals import Arrival
from collectors.intake.lookups import names_known
from collectors.intake.match_run import MatchRun, match_run
from collectors.intake.take_in import take_in
from collectors.tables import BatchRow
from finance.actions.assess_levy import AssessLevy, assess_levy
from finance.actions.close_period import ClosePeriod, close_period
from finance.actions.distribute_shares import DistributeShares, distribute_shares
from finance.runtime.context import Context
from finance.runtime.measures import peak_memory_mib
from finance.runtime.tasks import Did, put_out, work_off
from ledger.periods import last_day

_NS: Final = 1_000  # in a microsecond
_ON: Final[dt.date] = last_day(MONTH)


class Step(StrEnum):
    """What a month takes; matching shares what it matches, in one act."""

    SI = "intake si"
    BANK = "intake bank"
    ASSESS = "assess"
    MATCH = "match and share"
    DISTRIBUTE = "distribute"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Phase:
    """Tasks of a step that may be done in any order, and by several workers at once."""

    number: int
    step: Step
    units: tuple[str, ...]

    @property
    def job(self) -> str:
        """The name its tasks are kept under."""
        return f"month {WAGE_MONTH} {self.number} {self.step}"


def phases(feeds: Feeds) -> tuple[Phase, ...]:
    """The phases in order. What the confederation took in for others is handed over first."""
    own, top = feeds.provinces, (feeds.national,)
    plan: tuple[tuple[Step, tuple[str, ...]], ...] = (
        (Step.SI, own),
        (Step.BANK, own + top),
        (Step.ASSESS, own),
        (Step.MATCH, own + top),
        (Step.DISTRIBUTE, top),
        (Step.DISTRIBUTE, own),
        (Step.CLOSE, own),
        (Step.CLOSE, top),
    )
    return tuple(Phase(number, step, units) for number, (step, units) in enumerate(plan, start=1))


def take_registers(ctx: Context, feeds: Feeds) -> None:
    """Take in the registers that are not there yet."""
    for name, files in feeds.registers.items():
        _take_in(ctx, Feed(name), feeds.paths(files))


def run_phases(ctx: Context, feeds: Feeds, told: Callable[[str], None]) -> None:
    """Do what is left of the month; `told` hears which phase begins."""
    for phase in phases(feeds):
        told(f"{phase.number} {phase.step}")
        put_out(ctx, phase.job, phase.units)
        work_off(ctx, phase.job, _worker(ctx, feeds, phase.step))


def _worker(ctx: Context, feeds: Feeds, step: Step) -> Callable[[str], Did]:
    def work(unit: str) -> Did:
        began, own = time.perf_counter_ns(), time.process_time_ns()
        _ACTS[step](ctx, feeds, unit)
        return {
            "took_us": (time.perf_counter_ns() - began) // _NS,
            "processor_us": (time.process_time_ns() - own) // _NS,
            "peak_memory_mib": peak_memory_mib(),
        }

    return work


def _si(ctx: Context, feeds: Feeds, unit: str) -> None:
    _take_in(ctx, Feed.SI, feeds.paths(feeds.si[unit]))


def _bank(ctx: Context, feeds: Feeds, unit: str) -> None:
    _take_in(ctx, Feed.BANK, feeds.paths(feeds.bank[unit]), feeds.accounts[unit])


def _assess(ctx: Context, _feeds: Feeds, unit: str) -> None:
    assess_levy(ctx, AssessLevy(WAGE_MONTH, _ON, unit))


def _match(ctx: Context, feeds: Feeds, unit: str) -> None:
    if not feeds.names:  # the whole register, read once for all tasks of this worker
        with ctx.database.reading() as session:
            feeds.names.append(names_known(session, _ON))
    match_run(ctx, MatchRun(_ON, feeds.accounts[unit]), names=feeds.names[0])


def _distribute(ctx: Context, _feeds: Feeds, unit: str) -> None:
    distribute_shares(ctx, DistributeShares(_ON, unit))


def _close(ctx: Context, _feeds: Feeds, unit: str) -> None:
    close_period(ctx, ClosePeriod(unit, MONTH))


_ACTS: Final[Mapping[Step, Callable[[Context, Feeds, str], None]]] = {
    Step.SI: _si,
    Step.BANK: _bank,
    Step.ASSESS: _assess,
    Step.MATCH: _match,
    Step.DISTRIBUTE: _distribute,
    Step.CLOSE: _close,
}


def _take_in(ctx: Context, feed: Feed, paths: Sequence[Path], account_no: str = "") -> None:
    """Take files in, but those that came before: their names say which."""
    for path in paths:
        with ctx.database.reading() as session:
            came = session.scalar(
                select(exists().where(BatchRow.feed == feed.value, BatchRow.file_name == path.name))
            )
        if not came:
            take_in(ctx, Arrival(feed, path, account_no=account_no))
