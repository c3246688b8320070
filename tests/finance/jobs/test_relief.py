"""Reminders of the day by which an application is to be answered."""

import datetime as dt

import pytest
from sqlalchemy import select

from finance.jobs import jobs
from finance.jobs.relief import remind_of_relief
from finance.records.runs import NoticeRow
from finance.rules.relief import ReliefKind
from finance.runtime.database import Database
from finance.runtime.scheduler import run_job
from tests.builders import E1, E2
from tests.federation import Federation, federation
from tests.relieved import DECIDER, PAPERS, add_papers, application, apply, grant

DAY = dt.date(2026, 6, 1)


@pytest.fixture
def fed(database: Database) -> Federation:
    """Complete on 1 June, to be answered by the 22nd; another that lacks its papers."""
    made = federation(database)
    one = apply(made, application(E1, ReliefKind.SUSPENSION, "2026-06", "2026-08"), DAY)
    add_papers(made, one, DAY, *PAPERS[ReliefKind.SUSPENSION])
    apply(made, application(E2, ReliefKind.SUSPENSION, "2026-06", "2026-08"), DAY)
    return made


def _told(fed: Federation) -> list[tuple[str, str, str]]:
    with fed.database.reading() as session:
        rows = session.scalars(select(NoticeRow).order_by(NoticeRow.kind)).all()
    return [(row.unit_code, row.kind, row.en) for row in rows]


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        (dt.date(2026, 6, 16), []),
        (dt.date(2026, 6, 17), ["relief.near"]),
        (dt.date(2026, 6, 22), ["relief.near"]),
        (dt.date(2026, 6, 23), ["relief.overdue"]),
    ],
)
def test_three_working_days_before_and_when_it_has_passed(
    fed: Federation, day: dt.date, kinds: list[str]
) -> None:
    """Each once, to the unit that decides."""
    assert remind_of_relief(fed.ctx(day)) == len(kinds)
    assert remind_of_relief(fed.ctx(day)) == 0
    assert [(unit, kind) for unit, kind, _ in _told(fed)] == [("LDA", kind) for kind in kinds]
    assert all("22/06/2026" in text for *_, text in _told(fed))


def test_what_is_answered_is_not_reminded(fed: Federation) -> None:
    """The job runs once a day."""
    grant(fed, E1, ReliefKind.SUSPENSION, "2026-06", "2026-08", dt.date(2026, 6, 5), actor=DECIDER)
    job = next(each for each in jobs if each.name == "relief_reminder")
    told = run_job(fed.ctx(dt.date(2026, 7, 1)), job)
    assert told == "0 reminded of applications for relief"
    assert _told(fed) == []
