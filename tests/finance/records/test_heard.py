"""What was heard of each employer, beside what the register expects."""

import datetime as dt

from sqlalchemy import select

from finance.records.heard import HeardOf, heard_in
from finance.records.units import UnitRow
from finance.rules.facts import DeclarationStatus
from finance.rules.heard import Heard
from finance.runtime.database import Database
from finance.runtime.parameters import law
from ledger.periods import Period
from tests.builders import E1, E2, declaration, employer
from tests.federation import Federation, federation

JUNE = Period("2026-06")
DAY = dt.date(2026, 7, 5)
OTHER = "9900000062"


def _heard(fed: Federation, *units: str) -> dict[str, HeardOf]:
    with fed.database.reading() as session:
        rows = heard_in(session, JUNE, law(), list(units) or None)
    assert [row.tax_code for row in rows] == sorted(row.tax_code for row in rows)
    return {row.tax_code: row for row in rows}


def test_the_sum_of_the_si_units_and_what_was_corrected(database: Database) -> None:
    """One SI unit's wages are corrected, another has ceased: one active employer."""
    fed = federation(database)
    fed.declare(DAY, declaration(E1, JUNE, 500), declaration(E1, JUNE, 70, si_unit_code="B"))
    gone = declaration(E1, JUNE, 0, si_unit_code="C", status=DeclarationStatus.CEASED)
    fed.declare(DAY, declaration(E1, JUNE, 600), gone)
    found = _heard(fed)[E1]
    assert (found.heard, found.wage_fund_vnd, found.employees) == (Heard.ACTIVE, 670, 200)
    assert (found.corrections, found.last_heard) == (1, JUNE)


def test_the_last_word_before(database: Database) -> None:
    """The latest earlier month counts, not one before it."""
    fed = federation(database)
    fed.declare(
        DAY,
        declaration(E1, "2026-04", 500),
        declaration(E1, "2026-05", 0, status=DeclarationStatus.CEASED),
        declaration(E2, "2026-04", 0, status=DeclarationStatus.CEASED),
        declaration(E2, "2026-05", 500),
    )
    found = _heard(fed)
    assert (found[E1].heard, found[E1].last_heard) == (Heard.CEASED, "2026-05")
    assert (found[E2].heard, found[E2].last_heard) == (Heard.SILENT, "2026-05")


def test_an_employer_of_no_unit_in_that_month(database: Database) -> None:
    """Told to those who see everything, and to nobody who asks for some units."""
    fed = federation(database)
    fed.employers(employer(OTHER, valid_from=DAY))
    fed.declare(DAY, declaration(OTHER, JUNE, 500))
    assert (_heard(fed)[OTHER].collecting_unit, _heard(fed)[OTHER].wage_fund_vnd) == ("", 500)
    assert OTHER not in _heard(fed, "LDA")
    assert set(_heard(fed, "LDA")) == set(_heard(fed)) - {OTHER}
    assert _heard(fed, "TLD") == {}


def test_the_units_may_be_a_query(database: Database) -> None:
    """As a person's scope gives them."""
    fed = federation(database)
    with fed.database.reading() as session:
        rows = heard_in(session, JUNE, law(), select(UnitRow.code).where(UnitRow.code == "LDA"))
    assert len(rows) == 5
