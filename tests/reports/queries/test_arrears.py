"""Who is behind, since when, in which state and class."""

import datetime as dt

from finance.records.declarations import TaxFactRow
from finance.rules.ageing import SiClass
from finance.runtime.database import Database
from finance.runtime.parameters import law
from reports.queries.arrears import arrears
from reports.queries.standing import Seen
from tests.reports.june_2026 import E1, E3, E4

DAY = dt.date(2026, 7, 10)
FIRST_OF_OCTOBER = dt.date(2026, 10, 1)


def test_one_row_for_each_employer_with_its_months_by_age(june: Database) -> None:
    """On 10 July E1 has not paid April, 40 days late, nor May, 10 days late."""
    with june.reading() as session:
        (row,) = arrears(session, DAY, Seen(), law())
    assert (row.tax_code, row.name, row.months) == (E1, "Công ty TNHH Một", 2)
    assert (row.oldest_period, row.days_late) == ("2026-04", 40)
    assert row.spans_vnd == [24_024_691, 23_753_086, 0, 0, 0, 0]
    assert (row.late_vnd, row.non_payment_vnd) == (47_777_777, 0)
    assert row.si_class is SiClass.LATE


def test_who_has_ceased_is_hard_to_collect_from(own_june: Database) -> None:
    """By the tax branch's last word up to the day's year; an earlier word no longer counts."""
    with own_june.writing() as session:
        for code, year, status in (
            (E3, 2025, "active"),
            (E3, 2026, "ceased"),
            (E4, 2027, "dissolved"),
        ):
            session.add(
                TaxFactRow(
                    tax_code=code,
                    year=year,
                    version=1,
                    current=True,
                    name="x",
                    status=status,
                    batch_id=1,
                    row_no=1,
                )
            )
        session.commit()
        found = {
            row.tax_code: row.si_class for row in arrears(session, FIRST_OF_OCTOBER, Seen(), law())
        }
    assert found[E3] is SiClass.HARD
    assert set(found.values()) == {SiClass.HARD, SiClass.ARISING}
