"""Who is behind, since when, in which state and class."""

import datetime as dt

from finance.records.declarations import TaxFactRow
from finance.records.obligations import EventReason, ObligationEventRow, ObligationRow
from finance.rules.ageing import SiClass
from finance.runtime.database import Database
from finance.runtime.parameters import law
from reports.queries.arrears import arrears
from reports.queries.collection import YearWish, year
from reports.queries.standing import Seen
from tests.reports.june_2026 import E1, E3, E4


def waive(database: Database, tax_code: str, amount_vnd: int) -> None:
    """Take so much of June's levy off by an exemption, as its verb leaves it."""
    with database.writing() as session:
        row = session.get_one(ObligationRow, ("LDA", tax_code, "2026-06"))
        row.waived_vnd = amount_vnd
        session.add(
            ObligationEventRow(
                collecting_unit="LDA",
                seq=1_000,
                tax_code=tax_code,
                period="2026-06",
                delta_vnd=-amount_vnd,
                accounting_on=dt.date(2026, 8, 1),
                reason=EventReason.EXEMPTION.value,
                entry_key="x",
            )
        )
        session.commit()


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


def test_what_is_waived_is_taken_off_once(own_june: Database) -> None:
    """Of E3's 135,780 an exemption takes 100,000: 35,780 are behind, and 9,035,780 were due."""
    waive(own_june, E3, 100_000)
    with own_june.reading() as session:
        found = {row.tax_code: row for row in arrears(session, FIRST_OF_OCTOBER, Seen(), law())}
        held = year(session, YearWish(2026, FIRST_OF_OCTOBER, Seen("A1")), law())
    assert (found[E3].open_vnd, found[E3].non_payment_vnd) == (35_780, 35_780)
    (due,) = [one for one in held.levy if one.place == "A1"]
    assert (due.receivable_vnd, due.collected_vnd) == (9_035_780, 9_000_000)


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
