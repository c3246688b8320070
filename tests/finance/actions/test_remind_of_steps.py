"""The reminder of a case's next step."""

import datetime as dt

import pytest
from sqlalchemy import select

from finance.actions.remind_of_steps import KIND, StepsTold, remind_of_steps
from finance.jobs import jobs
from finance.records.runs import NoticeRow
from finance.rules.casework import Step
from finance.runtime.database import Database
from finance.runtime.scheduler import run_job
from tests.casework import COLLECTOR, OPENED_ON, opened, sent, unpaid
from tests.federation import Federation, federation

SECOND = OPENED_ON + dt.timedelta(days=15)


@pytest.fixture
def fed(database: Database) -> Federation:
    """A case of LDA."""
    made = federation(database)
    unpaid(made)
    opened(made.ctx(OPENED_ON, COLLECTOR))
    return made


def _notices(fed: Federation) -> list[tuple[str, str]]:
    with fed.database.reading() as session:
        rows = session.scalars(select(NoticeRow).where(NoticeRow.kind == KIND))
        return sorted((row.slot, row.vi) for row in rows)


def test_a_step_that_is_due_is_told_once(fed: Federation) -> None:
    """Run twice, it stands there once; the next step is told on its own day."""
    assert remind_of_steps(fed.ctx(OPENED_ON)) == StepsTold(1, 1)
    assert remind_of_steps(fed.ctx(OPENED_ON)) == StepsTold(1, 0)
    sent(fed, 1, Step.NOTICE, OPENED_ON)
    assert remind_of_steps(fed.ctx(SECOND - dt.timedelta(days=1))) == StepsTold(0, 0)
    assert remind_of_steps(fed.ctx(SECOND)) == StepsTold(1, 1)
    assert _notices(fed) == [
        (
            "1/noti/1",
            "Hồ sơ LDA/C/1 (9900000016): đến hạn lập thông báo đôn đốc lần 1.",
        ),
        (
            "1/noti/2",
            "Hồ sơ LDA/C/1 (9900000016): đến hạn lập thông báo đôn đốc lần 2.",
        ),
    ]


def test_after_the_dossier_nothing_is_told(fed: Federation) -> None:
    """Not even the proposal to inspect, three months after the first reminder."""
    sent(fed, 1, Step.NOTICE, OPENED_ON)
    sent(fed, 1, Step.NOTICE, SECOND)
    sent(fed, 1, Step.MINUTES, dt.date(2026, 10, 31))
    sent(fed, 1, Step.DOSSIER, dt.date(2026, 11, 2))
    assert remind_of_steps(fed.ctx(dt.date(2027, 1, 1))) == StepsTold(0, 0)


def test_the_dossier_is_told_after_the_minutes(fed: Federation) -> None:
    """It is named without a number."""
    sent(fed, 1, Step.NOTICE, OPENED_ON)
    sent(fed, 1, Step.NOTICE, SECOND)
    sent(fed, 1, Step.MINUTES, dt.date(2026, 10, 31))
    remind_of_steps(fed.ctx(dt.date(2026, 10, 31)))
    assert _notices(fed)[0] == (
        "1/doss/1",
        "Hồ sơ LDA/C/1 (9900000016): đến hạn lập hồ sơ kiến nghị xử phạt.",
    )


def test_the_job_runs_once_a_day(fed: Federation) -> None:
    """A slot is a day: a second run on the same day does nothing."""
    job = next(each for each in jobs if each.name == "case_reminder")
    assert run_job(fed.ctx(OPENED_ON), job) == "1 due, 1 reminded"
    assert run_job(fed.ctx(OPENED_ON), job) is None
