"""A year's levy and dues, and its estimate, as they are read from the rows."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy.orm import Session

from finance.records.declarations import DeclarationRow
from finance.records.employers import EmployerRow
from finance.runtime.database import Database
from finance.runtime.parameters import law
from reports.figures.collection import Slice
from reports.queries.collection import YearWish, year
from reports.queries.standing import Seen
from tests.reports.june_2026 import E1, E2, E3, LAST

HALF_YEAR = [f"2025-{month:02d}" for month in range(1, 7)]


def _declare(
    session: Session, tax_code: str, months: Iterable[str], people: int, wages: int, **more: str
) -> None:
    for month in months:
        session.add(
            DeclarationRow(
                tax_code=tax_code,
                period=month,
                si_unit_code=f"S{tax_code}",
                version=1,
                current=True,
                name="x",
                employees=people,
                wage_fund_vnd=wages,
                status=more.get("status", "active"),
                batch_id=1,
                row_no=1,
            )
        )


def test_what_fell_due_by_the_day(june: Database) -> None:
    """April, May and June of G1's employers; E5's suspended June is not due."""
    with june.reading() as session:
        found = year(session, YearWish(2026, LAST, Seen("G1")), law())
    assert found.levy == (
        Slice("G1", "2026-04", 23_753_086, 23_753_086),
        Slice("G1", "2026-05", 24_024_691, 24_024_691),
        Slice("G1", "2026-06", 30_716_049, 30_716_049),
    )
    assert (found.channels, found.dues) == ({"LDA": 78_493_826}, ())
    assert found.places["G1"].parent_code == "A1"


def test_before_the_day_nothing_is_collected(june: Database) -> None:
    """On 10 July only what was due in May and June counts, and nobody had paid."""
    with june.reading() as session:
        found = year(session, YearWish(2026, dt.date(2026, 7, 10)), law())
    assert [(one.period, one.collected_vnd) for one in found.levy] == [
        ("2026-04", 0),
        ("2026-05", 0),
    ]
    assert found.channels == {}


def test_the_estimate_of_a_year(own_june: Database) -> None:
    """Average wage of January to June × people last declared up to August × 12 × 2%, by unit."""
    with own_june.writing() as session:
        _declare(session, E1, HALF_YEAR, 10, 100_000_000)
        _declare(session, E1, ["2025-08"], 12, 999_000_000)
        _declare(session, E1, ["2025-09"], 99, 1)
        _declare(session, E2, HALF_YEAR, 5, 60_000_000)
        _declare(session, E2, ["2025-07"], 5, 1, status="ceased")
        _declare(session, E3, ["2025-07"], 7, 70_000_000)
        session.commit()
        wish = YearWish(2026, LAST)
        found = year(session, wish, law()).estimates
        only = year(session, YearWish(2026, LAST, Seen("G2")), law()).estimates
        earlier = year(session, YearWish(2023, LAST), law()).estimates
    # E1: 10,000,000 × 12 × 12 × 2%. E2 has ceased: nobody to pay for. E3: no average to take.
    assert found == {"G1": 28_800_000, "G2": 0}
    assert only == {"G2": 0}
    assert earlier == {}


def test_the_exempt_are_not_estimated(own_june: Database) -> None:
    """A body paid from the budget owes no levy since June 2025."""
    with own_june.writing() as session:
        _declare(session, E1, HALF_YEAR, 10, 100_000_000)
        row = session.get_one(EmployerRow, (E1, dt.date(2020, 1, 1)))
        row.employer_type = "state_funded"
        session.commit()
        assert year(session, YearWish(2026, LAST), law()).estimates == {}
