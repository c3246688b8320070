"""Work cut into tasks that several workers may share: each is done once, whoever dies on the way.

A task waits as a row of `job_run`. On PostgreSQL a worker holds the row's lock while it works, and
the others skip it; a worker that dies lets go, and the next one takes the task up again. So what a
task does must be harmless when repeated: a worker may die between its end and our noting it. On
SQLite there is one worker: its writers take turns anyway.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from finance.records.runs import JobRunRow
from finance.runtime.context import Context

_WAITING: Final = "waiting"
_DONE: Final = "done"

Did = Mapping[str, int]  # what a task says of itself

_PUT: Final = text(
    "INSERT INTO job_run (job, slot, state, started_at_us) VALUES (:job, :slot, :state, :at) "
    "ON CONFLICT (job, slot) DO NOTHING"
)
_FREE: Final = "SELECT slot FROM job_run WHERE job = :job AND state = :state ORDER BY slot LIMIT 1"
_UNHELD: Final = f"{_FREE} FOR UPDATE SKIP LOCKED"
_HELD: Final = f"{_FREE} FOR UPDATE"  # waits for the worker that holds it, to its end or its death
_NOTE: Final = text(
    "UPDATE job_run SET state = :state, finished_at_us = :at, detail = :detail "
    "WHERE job = :job AND slot = :slot"
)


def put_out(ctx: Context, job: str, slots: Sequence[str]) -> None:
    """Put the tasks of a job out to be done; those put out before stay as they are."""
    at = ctx.clock.now_us()
    with ctx.database.writing() as session:
        rows = [{"job": job, "slot": slot, "state": _WAITING, "at": at} for slot in slots]
        session.execute(_PUT, rows)
        session.commit()


def work_off(ctx: Context, job: str, work: Callable[[str], Did]) -> None:
    """Do the tasks of a job until all are done, by us or by other workers.

    Takes    `work`, which does the task of a slot, harmless when repeated, and says what it did.
    """
    while True:
        if not _one(ctx, job, work, _UNHELD):
            if _left(ctx, job) == 0:
                return
            _one(ctx, job, work, _HELD)


def done(ctx: Context, job: str) -> dict[str, Did]:
    """What was done, by slot."""
    with ctx.database.reading() as session:
        rows = session.execute(
            select(JobRunRow.slot, JobRunRow.detail).where(
                JobRunRow.job == job, JobRunRow.state == _DONE
            )
        )
        return {slot: json.loads(detail) for slot, detail in rows}


def _one(ctx: Context, job: str, work: Callable[[str], Did], asked: str) -> bool:
    """Do the next task that is to be had in the way asked; False when there is none."""
    if ctx.database.engine_name == "sqlite":
        with ctx.database.reading() as session:
            slot = _free(session, job, _FREE)
        if slot is None:
            return False
        did = work(slot)
        with ctx.database.writing() as session:
            _note(session, ctx, (job, slot), did)
        return True
    with ctx.database.writing() as session:
        slot = _free(session, job, asked)
        if slot is None:
            return False
        _note(session, ctx, (job, slot), work(slot))
        return True


def _free(session: Session, job: str, sql: str) -> str | None:
    return session.execute(text(sql), {"job": job, "state": _WAITING}).scalar_one_or_none()


def _note(session: Session, ctx: Context, place: tuple[str, str], did: Did) -> None:
    job, slot = place
    told = json.dumps(dict(did), ensure_ascii=False, sort_keys=True)
    at = ctx.clock.now_us()
    session.execute(_NOTE, {"job": job, "slot": slot, "state": _DONE, "at": at, "detail": told})
    session.commit()


def _left(ctx: Context, job: str) -> int:
    with ctx.database.reading() as session:
        waiting = select(JobRunRow.slot).where(JobRunRow.job == job, JobRunRow.state == _WAITING)
        return len(session.scalars(waiting).all())
