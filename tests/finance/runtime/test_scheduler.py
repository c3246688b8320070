"""Scheduled work: one process, each slot once."""

import datetime as dt
from threading import Barrier, Thread

import pytest
from apscheduler.schedulers.base import BaseScheduler
from sqlalchemy import select

from finance.records.runs import JobRunRow
from finance.runtime.clock import FixedClock
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.runtime.scheduler import (
    DONE,
    FAILED,
    RUNNING,
    Job,
    SchedulerRuns,
    leadership,
    missed,
    run_job,
    run_scheduler,
)
from tests.federations import context

NOON = dt.date(2026, 6, 30)  # the fixed clock stands at noon


def _day(day: dt.date) -> str:
    return day.isoformat()


def _job(done: list[str], name: str = "match", hour: int = 6) -> Job:
    def run(ctx: Context) -> str:
        done.append(ctx.today.isoformat())
        return f"{len(done)} done"

    return Job(name, hour, 0, _day, run)


def _state(database: Database) -> list[tuple[str, str, str]]:
    with database.reading() as session:
        rows = session.scalars(select(JobRunRow).order_by(JobRunRow.slot))
        return [(row.slot, row.state, row.detail) for row in rows]


def test_a_slot_is_run_once(database: Database) -> None:
    """A job asked for twice in one slot runs once; the next slot is another run."""
    clock, done = FixedClock(NOON), list[str]()
    ctx = context(database, clock)
    assert run_job(ctx, _job(done)) == "1 done"
    assert run_job(ctx, _job(done)) is None
    clock.day = NOON + dt.timedelta(days=1)
    assert run_job(ctx, _job(done)) == "2 done"
    assert _state(database) == [
        ("2026-06-30", DONE, "1 done"),
        ("2026-07-01", DONE, "2 done"),
    ]


def test_two_at_once_run_a_slot_once(database: Database) -> None:
    """Of eight that take the same slot in one moment, exactly one runs the job."""
    done: list[str] = []
    together = Barrier(8)
    said: list[str | None] = []

    def take() -> None:
        together.wait()
        said.append(run_job(context(database, FixedClock(NOON)), _job(done)))

    threads = [Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 1
    assert sorted(each is None for each in said) == [False] + [True] * 7


def test_a_failed_run_is_kept_and_its_slot_is_free_again(database: Database) -> None:
    """A job that fails leaves what went wrong; run again it takes the same slot."""

    def fail(_: Context) -> str:
        raise ValueError("no rule")  # noqa: EM101, TRY003 - a test's own

    ctx = context(database, FixedClock(NOON))
    with pytest.raises(ValueError, match="no rule"):
        run_job(ctx, Job("match", 6, 0, _day, fail))
    assert _state(database) == [("2026-06-30", FAILED, "ValueError: no rule")]
    done: list[str] = []
    assert run_job(ctx, _job(done)) == "1 done"


def test_there_is_one_scheduler(database: Database) -> None:
    """While one process leads, a second is refused; afterwards it may lead."""
    with leadership(database), pytest.raises(SchedulerRuns), leadership(database):
        pass
    with leadership(database):
        pass


def test_missed_are_the_jobs_whose_hour_has_passed() -> None:
    """At noon, a job of six o'clock was missed, one of the evening was not."""
    early, late = _job([], "early", 6), _job([], "late", 18)
    assert missed(FixedClock(NOON), [early, late]) == [early]


class _Stopped(BaseScheduler):  # type: ignore[misc]  # apscheduler has no types
    """A scheduler that is started and does not wait."""

    def start(self, *_: object, **__: object) -> None:
        self.started = True

    def shutdown(self, *_: object, **__: object) -> None: ...

    def wakeup(self) -> None: ...


def test_starting_makes_up_what_was_missed_and_cut_off(database: Database) -> None:
    """A run cut off with its process is made up at the next start; later jobs wait."""
    with database.writing() as session:
        session.add(JobRunRow(job="early", slot="2026-06-30", state=RUNNING, started_at_us=1))
        session.commit()
    done: list[str] = []
    jobs = [_job(done, "early", 6), _job(done, "late", 18)]
    scheduler = _Stopped()
    run_scheduler(context(database, FixedClock(NOON)), jobs, scheduler=scheduler)
    assert done == ["2026-06-30"]
    assert scheduler.started
    assert {job.id for job in scheduler.get_jobs()} == {"early", "late"}


def test_one_failing_job_does_not_stop_the_others(database: Database) -> None:
    """At the start, a job that fails is kept as failed and the next one still runs."""

    def fail(_: Context) -> str:
        raise ValueError("broken")  # noqa: EM101 - a test's own

    done: list[str] = []
    jobs = [Job("bad", 5, 0, _day, fail), _job(done, "good", 6)]
    run_scheduler(context(database, FixedClock(NOON)), jobs, scheduler=_Stopped())
    assert done == ["2026-06-30"]
