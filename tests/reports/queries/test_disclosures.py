"""What has been published, in which version, and what is late."""

import datetime as dt

import pytest
from sqlalchemy import select

from finance.actions.store_disclosure import StoreDisclosure, store_disclosure
from finance.records.units import UnitRow
from finance.runtime.clock import FixedClock
from finance.runtime.context import Context
from finance.runtime.database import Database
from ledger.periods import Period
from reports.disclosure.period import digest
from reports.queries.disclosures import (
    month_statuses,
    overdue_months,
    published_content,
    published_periods,
    versions,
)
from tests.doors import SETTINGS
from tests.reports.june_2026 import JULY
from tests.reports.publishing import APPROVER, publish


def test_what_is_built_is_not_public(own_june: Database, clock: FixedClock) -> None:
    """A version is seen by everyone only once it is published."""
    ctx = Context(own_june, clock, APPROVER, SETTINGS)
    store_disclosure(ctx, StoreDisclosure("G1", "period", JULY, b"{}"))
    with own_june.reading() as session:
        assert published_periods(session, "G1") == []
        assert versions(session, "G1", JULY) == []


def test_the_published_bytes_are_the_built_ones(own_june: Database, clock: FixedClock) -> None:
    """Whoever computes the digest of the published bytes gets the one that is shown."""
    publish(own_june, clock, "G1", JULY)
    with own_june.reading() as session:
        [found] = published_periods(session, "G1")
        content = published_content(session, found)
    assert (found.period, found.version) == ("2026-07", 1)
    assert found.digest == digest(content)


def test_statuses_of_a_year(own_june: Database, clock: FixedClock) -> None:
    """Each closed month of each unit is missing, built or published; open months are not due."""
    publish(own_june, clock, "G1", JULY)
    ctx = Context(own_june, clock, APPROVER, SETTINGS)
    store_disclosure(ctx, StoreDisclosure("G2", "period", JULY, b"{}"))
    with own_june.reading() as session:
        rows = {(row.unit_code, row.period): row for row in month_statuses(session, 2026)}
        mine = month_statuses(session, 2026, select(UnitRow.code).where(UnitRow.code == "G1"))
        assert month_statuses(session, 2025) == []
    assert len(rows) == 5 * 7
    assert rows["G1", "2026-07"].state == "published"
    assert rows["G1", "2026-07"].public_id == "G1-period-2026-07-v1"
    assert rows["G2", "2026-07"].state == "built"
    assert rows["A1", "2026-07"].state == "missing"
    assert rows["A1", "2026-07"].public_id == ""
    assert {row.unit_code for row in mine} == {"G1"}


@pytest.mark.parametrize(
    ("until", "late"),
    [(dt.date(2026, 7, 30), []), (dt.date(2026, 7, 31), ["A1", "G2", "LDA", "TLD"])],
)
def test_a_month_is_late_from_its_last_day_on(
    own_june: Database, clock: FixedClock, until: dt.date, late: list[str]
) -> None:
    """A month counts as late once it has ended by the day asked for; a published one never."""
    publish(own_june, clock, "G1", JULY)
    with own_june.reading() as session:
        found = overdue_months(session, until)
    assert found == [(code, "2026-07") for code in late]


def test_a_unit_that_has_gone_is_not_late(own_june: Database) -> None:
    """Nobody is left to remind in a unit that was merged away."""
    with own_june.writing() as session:
        session.get_one(UnitRow, ("G2", dt.date(2020, 1, 1))).valid_to = dt.date(2026, 7, 20)
        session.commit()
    with own_june.reading() as session:
        found = overdue_months(session, dt.date(2026, 8, 1))
    assert ("G2", Period("2026-07")) not in found
    assert len(found) == 4
