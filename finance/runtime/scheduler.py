"""Scheduled work: one process, each job keyed by (job, slot) so that it never runs twice."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from apscheduler.schedulers.base import BaseScheduler
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from filelock import FileLock, Timeout
from sqlalchemy import select, text, update

from finance.records.runs import JobRunRow
from finance.runtime.clock import VIETNAM, Clock, moment
from finance.runtime.context import Context
from finance.runtime.database import Database
from ledger.errors import Refusal

RUNNING: Final = "running"
DONE: Final = "done"
FAILED: Final = "failed"
_LOCK: Final = 7503  # the advisory lock of the one scheduler, on PostgreSQL
_LATE_S: Final = 3 * 86_400  # a month-end job that was missed is still run days later


# One statement, so that of two processes in the same moment only one comes back with the row.
_TAKE: Final = text(
    "INSERT INTO job_run (job, slot, state, started_at_us) VALUES (:job, :slot, :state, :at) "
    "ON CONFLICT (job, slot) DO UPDATE SET state = excluded.state, "
    "started_at_us = excluded.started_at_us WHERE job_run.state = :failed RETURNING job"
)


class SchedulerRuns(Refusal):
    """Another scheduler is at work on this database."""

    code = "jobs.scheduler_runs"
    vi = "Đã có một tiến trình lập lịch đang chạy trên cơ sở dữ liệu này."
    en = "A scheduler is already at work on this database."


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of scheduled work.

    `slot_of` names the slot of a day: two days of one slot share a single run. `run` is an
    action, harmless when repeated, and returns what it did in a few words.
    """

    name: str
    hour: int
    minute: int
    slot_of: Callable[[dt.date], str]
    run: Callable[[Context], str]


def run_job(ctx: Context, job: Job) -> str | None:
    """Run a job in today's slot, unless it was run.

    Returns  what it did; None when the slot is taken. A slot whose run failed, or was cut off
             with its process, is free again.
    """
    slot = job.slot_of(ctx.today)
    if not _take(ctx, job, slot):
        return None
    try:
        said = job.run(ctx)
    except Exception as error:
        _end(ctx, job, slot, FAILED, f"{type(error).__name__}: {error}")
        raise
    _end(ctx, job, slot, DONE, said)
    return said


def _take(ctx: Context, job: Job, slot: str) -> bool:
    """Take a free slot: one nobody has, or one whose run failed."""
    values = {"job": job.name, "slot": slot, "state": RUNNING, "at": ctx.clock.now_us()}
    with ctx.database.writing() as session:
        taken = session.execute(_TAKE, {**values, "failed": FAILED}).scalar_one_or_none()
        session.commit()
    return taken is not None


def _end(ctx: Context, job: Job, slot: str, state: str, detail: str) -> None:
    with ctx.database.writing() as session:
        session.execute(
            update(JobRunRow)
            .where(JobRunRow.job == job.name, JobRunRow.slot == slot)
            .values(state=state, finished_at_us=ctx.clock.now_us(), detail=detail[:2000])
        )
        session.commit()


@contextmanager
def leadership(database: Database) -> Iterator[None]:
    """Be the only scheduler of a database while inside.

    Raises   SchedulerRuns when another one is.
    """
    if database.engine_name == "sqlite":
        name = database.engine.url.database or ""
        lock = FileLock(str(Path(name).with_suffix(".scheduler-lock")), timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise SchedulerRuns from None
        try:
            yield
        finally:
            lock.release()
        return
    with database.engine.connect() as connection:
        held = connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _LOCK})
        if not held.scalar_one():
            raise SchedulerRuns
        connection.commit()
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})
            connection.commit()


def run_scheduler(
    ctx: Context, jobs: Sequence[Job], *, scheduler: BaseScheduler | None = None
) -> None:
    """Run jobs until the process is stopped; what was missed today is made up first.

    Raises   SchedulerRuns when another process does so already.
    """
    with leadership(ctx.database):
        _free_cut_off(ctx)
        for job in missed(ctx.clock, jobs):
            with suppress(Exception):  # kept in the run's own row; one job does not stop the others
                run_job(ctx, job)
        made = scheduler or BlockingScheduler(timezone=VIETNAM)
        for job in jobs:
            made.add_job(
                run_job,
                CronTrigger(hour=job.hour, minute=job.minute, timezone=VIETNAM),
                args=(ctx, job),
                id=job.name,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=_LATE_S,
            )
        made.start()


def missed(clock: Clock, jobs: Sequence[Job]) -> list[Job]:
    """Jobs whose hour has passed today."""
    now = moment(clock.now_us()).time()
    return [job for job in jobs if dt.time(job.hour, job.minute) <= now]


def _free_cut_off(ctx: Context) -> None:
    """We alone run jobs now, so a run still marked as running was cut off with its process."""
    with ctx.database.writing() as session:
        rows = session.scalars(select(JobRunRow).where(JobRunRow.state == RUNNING))
        for row in rows:
            row.state, row.detail = FAILED, "cut off"
        session.commit()
