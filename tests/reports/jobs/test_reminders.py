"""The reminder to publish."""

import datetime as dt
from collections.abc import Callable

from sqlalchemy import select

from finance.records.runs import NoticeRow
from finance.runtime.clock import FixedClock
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.runtime.scheduler import run_job
from reports.jobs import jobs
from reports.jobs.reminders import KIND, REMINDER, day_of, remind_to_publish
from tests.reports.june_2026 import JULY
from tests.reports.publishing import publish

Acting = Callable[[Database, str], Context]


def _notices(database: Database) -> list[tuple[str, str]]:
    with database.reading() as session:
        rows = session.execute(
            select(NoticeRow.unit_code, NoticeRow.slot)
            .where(NoticeRow.kind == KIND)
            .order_by(NoticeRow.unit_code)
        )
        return [(unit, slot) for unit, slot in rows]


def test_nobody_is_reminded_in_time(own_june: Database, acting: Acting, clock: FixedClock) -> None:
    """Up to the fifteenth day after the month there is no reminder."""
    clock.day = dt.date(2026, 8, 14)
    assert remind_to_publish(acting(own_june, "")) == "0 late, 0 reminded"
    assert _notices(own_june) == []


def test_who_is_late_is_reminded_once(
    own_june: Database, acting: Acting, clock: FixedClock
) -> None:
    """From the fifteenth day on each unit that has not published is told; again, nothing is new."""
    publish(own_june, clock, "G1", JULY)
    clock.day = dt.date(2026, 8, 15)
    assert remind_to_publish(acting(own_june, "")) == "4 late, 4 reminded"
    clock.day = dt.date(2026, 8, 16)
    assert remind_to_publish(acting(own_june, "")) == "4 late, 0 reminded"
    assert _notices(own_june) == [(unit, "2026-07") for unit in ("A1", "G2", "LDA", "TLD")]


def test_the_job_runs_once_a_day(own_june: Database, acting: Acting, clock: FixedClock) -> None:
    """A slot is a day: a second run on the same day does nothing."""
    assert jobs == (REMINDER,)
    assert day_of(clock.day) == "2026-08-05"
    assert run_job(acting(own_june, ""), REMINDER) == "0 late, 0 reminded"
    assert run_job(acting(own_june, ""), REMINDER) is None
