"""The finance room's scheduled work."""

import datetime as dt

from sqlalchemy import select

from finance import jobs
from finance.records.runs import NoticeRow
from finance.runtime.clock import FixedClock
from finance.runtime.database import Database
from finance.runtime.scheduler import run_job
from ledger.store import reads
from tests.builders import E1, E2
from tests.federation import federation as june
from tests.federations import context, federation


def test_a_new_year_is_opened_once(database: Database) -> None:
    """On a day of a new year every book gets its twelve months; a day later nothing is left."""
    clock = FixedClock(dt.date(2026, 6, 30))
    federation(database, clock)
    clock.day = dt.date(2027, 1, 1)
    job = next(each for each in jobs.jobs if each.name == "open_year")
    assert run_job(context(database, clock), job) == "48 months opened"
    clock.day = dt.date(2027, 1, 2)
    assert run_job(context(database, clock), job) is None
    with database.reading() as session:
        book = reads.books_by_code(session)["G1"]
        assert "2027-12" in reads.period_states(session, book.book_id)


def test_lapsed_months_are_closed_once_a_day(database: Database) -> None:
    """Nothing to close: it says so, and runs once in a day's slot."""
    clock = FixedClock(dt.date(2026, 6, 30))
    federation(database, clock)
    job = next(each for each in jobs.jobs if each.name == "close_lapsed")
    assert run_job(context(database, clock), job) == "0 months closed again, 0 left open"
    assert run_job(context(database, clock), job) is None


def test_who_has_not_passed_shares_on_is_told_once(database: Database) -> None:
    """One notice for each unit and due day; on the next day nothing new is said."""
    fed = june(database)
    fed.pay(E1, "2026-06", 1_000, dt.date(2026, 7, 10))
    fed.pay(E2, "2026-06", 1_000, dt.date(2026, 7, 10), holder="TLD")
    clock = FixedClock(dt.date(2026, 7, 18))
    job = next(each for each in jobs.jobs if each.name == "distribution_reminder")
    assert run_job(context(database, clock), job) == "2 late, 2 reminded"
    clock.day = dt.date(2026, 7, 19)
    assert run_job(context(database, clock), job) == "2 late, 0 reminded"
    with database.reading() as session:
        rows = session.scalars(select(NoticeRow).order_by(NoticeRow.unit_code)).all()
    assert [(row.unit_code, row.kind, row.slot) for row in rows] == [
        ("LDA", "distribution.due", "2026-07-17"),
        ("TLD", "distribution.due", "2026-07-17"),
    ]
    assert "920" in rows[0].vi
