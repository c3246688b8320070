"""Who does the tasks of a month: this process, several of this machine, or those of a Dask cluster.

All of them run the same loop on the same database, which hands each task to one of them.
"""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from collectors.cli.month.feeds import DAY, write_month_feeds
from collectors.cli.month.steps import run_phases
from finance.records.scope import EVERYTHING
from finance.rules.errors import RuleError
from finance.runtime.clock import FixedClock
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM
from finance.runtime.settings import Settings

_DASK: Final = "dask:"


class NoSuchWorkers(RuleError):
    """A number of workers, or the address of a Dask scheduler, is asked for."""

    code = "bench.no_such_workers"
    vi = "«{workers}» không phải số tiến trình, cũng không phải dask:ĐỊA_CHỈ."
    en = "“{workers}” is neither a number of workers nor dask:ADDRESS."


class OneWriter(RuleError):
    """SQLite has one writer at a time, and tells no worker what another one holds."""

    code = "bench.one_writer"
    vi = "SQLite chỉ có một tiến trình ghi, không chia việc cho {workers}."
    en = "SQLite has one writer; work is not shared out to {workers}."


class NoDask(RuleError):
    """The optional package is not installed."""

    code = "bench.no_dask"
    vi = "Chưa cài gói «distributed» (phần tùy chọn «dask»): {workers} không dùng được."
    en = "The package “distributed” (extra “dask”) is not installed: {workers} cannot be used."


@dataclass(frozen=True, slots=True)
class Shared:
    """What every worker is told: which month, in which database, with its feeds where."""

    settings: Settings
    folder: Path
    employers: int
    seed: int


def work(shared: Shared) -> None:
    """Do tasks of a month until all are done; what a worker in another process runs."""
    database = Database(shared.settings.database_url)
    try:
        ctx = Context(database.within(EVERYTHING), FixedClock(DAY), SYSTEM, shared.settings)
        feeds = write_month_feeds(shared.folder, shared.employers, shared.seed)
        run_phases(ctx, feeds, lambda _phase: None)
    finally:
        database.dispose()


def share_out(ctx: Context, shared: Shared, workers: str) -> None:
    """Let workers do the month, and wait for them.

    Takes    how many, or `dask:ADDRESS` of a scheduler whose workers reach the same database and
             the same folder of feeds.
    Raises   NoSuchWorkers, OneWriter, NoDask; what a worker's task raised.
    """
    if ctx.database.engine_name == "sqlite":
        raise OneWriter(workers=workers)
    told = replace(shared, settings=replace(shared.settings, database_url=ctx.database.url))
    if workers.startswith(_DASK):
        _on_dask(told, workers)
        return
    with ProcessPoolExecutor(_number(workers), get_context("spawn")) as pool:
        for going in [pool.submit(work, told) for _ in range(_number(workers))]:
            going.result()


def _number(workers: str) -> int:
    if not (workers.isascii() and workers.isdigit() and int(workers)):
        raise NoSuchWorkers(workers=workers)
    return int(workers)


def _on_dask(shared: Shared, workers: str) -> None:
    client_of: Callable[[str], Any]
    try:
        client_of = import_module("distributed").Client
    except ModuleNotFoundError as error:
        raise NoDask(workers=workers) from error
    with client_of(workers.removeprefix(_DASK)) as client:
        going = [
            client.submit(work, shared, pure=False, workers=[one], allow_other_workers=False)
            for one in client.scheduler_info(n_workers=-1)["workers"]
        ]
        client.gather(going)
