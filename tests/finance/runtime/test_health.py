"""What the doctor finds."""

import datetime as dt

from finance.records.runs import JobRunRow
from finance.runtime.clock import FixedClock
from finance.runtime.database import Database
from finance.runtime.health import ailments
from finance.runtime.scheduler import FAILED
from tests.builders import E1
from tests.federation import federation as june
from tests.federations import context, federation

CLOCK = FixedClock(dt.date(2026, 6, 30))


def test_a_fresh_house_is_healthy(database: Database) -> None:
    """Books with this year's months, nothing failed, nothing off: nothing to say."""
    federation(database, CLOCK)
    assert ailments(context(database, CLOCK)) == []


def test_a_failed_job_is_named_with_its_reason(database: Database) -> None:
    """A job whose run failed is found, with what it said and what to do."""
    with database.writing() as session:
        session.add(
            JobRunRow(
                job="match", slot="2026-06-30", state=FAILED, started_at_us=1, detail="no rule"
            )
        )
        session.commit()
    found = ailments(context(database, CLOCK))
    assert [(each.code, each.where) for each in found] == [
        ("doctor.job_failed", "match 2026-06-30")
    ]
    assert "no rule" in found[0].vi
    assert "jobs once match" in found[0].en


def test_a_database_that_cannot_be_opened_is_one_ailment() -> None:
    """A server that does not answer is found, not an error of the doctor."""
    database = Database("postgresql://nobody@127.0.0.1:1/none?connect_timeout=2")
    found = ailments(context(database, CLOCK))
    assert [each.code for each in found] == ["doctor.unreachable"]


def test_shares_that_were_not_passed_on_are_named(database: Database) -> None:
    """The unit that holds the money, how much, and since when; one line for each unit."""
    fed = june(database)
    fed.pay(E1, "2026-06", 1_000, dt.date(2026, 7, 10))
    late = context(database, FixedClock(dt.date(2026, 7, 20)))
    found = ailments(late)
    assert [(each.code, each.where) for each in found] == [("doctor.shares_overdue", "LDA")]
    assert "920" in found[0].vi
    assert "2026-07-17" in found[0].en
    fed.distribute(dt.date(2026, 7, 20))
    assert ailments(late) == []
