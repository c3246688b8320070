"""What every branch says of employers, brought together employer by employer."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from finance.records.losses import LossWish, employer_years, loss_of, losses
from finance.records.units import UnitClosureRow
from finance.rules.facts import DeclarationStatus
from finance.rules.loss import Gap
from finance.rules.states import ObligationState
from finance.runtime.database import Database
from finance.runtime.parameters import law
from tests.builders import (
    E1,
    E2,
    E3,
    E4,
    E5,
    FOREVER,
    OPENED,
    decision,
    declaration,
    employer,
    suspension,
)
from tests.casework import by_tax, tax_fact
from tests.federation import Federation, federation

DAY = dt.date(2026, 10, 15)
STRANGER = "9900000009-001"
WISH = LossWish(2026, DAY)


@pytest.fixture
def fed(database: Database) -> Federation:
    """E1 owes two months, E2 paid without a declaration, tax knows a stranger and E3."""
    made = federation(database)
    made.owe(E1, "2026-06", 1_000)
    made.owe(E1, "2026-08", 500, dt.date(2026, 9, 1))
    receipt = made.receive("LDA", "R1", 700, OPENED)
    made.match(OPENED, decision(receipt, E2, {}, credit=700))
    by_tax(made, OPENED, tax_fact(STRANGER), tax_fact(E3))
    return made


def _years(fed: Federation, wish: LossWish) -> dict[str, object]:
    with fed.database.reading() as session:
        return {each.tax_code: each for each in employer_years(session, wish, law())}


def test_each_branch_is_heard(fed: Federation) -> None:
    """Register, tax, social insurance, what is overdue and what was paid: one employer each."""
    with fed.database.reading() as session:
        found = {each.tax_code: each for each in employer_years(session, WISH, law())}
    assert list(found) == sorted(found)
    assert set(found) >= {E1, E2, E3, STRANGER}
    one = found[E1]
    assert one.registered is not None
    assert (one.registered.collecting_unit, one.name) == ("LDA", f"Công ty {E1}")
    assert [(each.period, each.open_vnd, each.state) for each in one.overdue] == [
        ("2026-06", 1_000, ObligationState.NON_PAYMENT),
        ("2026-08", 500, ObligationState.LATE),
    ]
    assert [said.period for said in one.si[0].months] == ["2026-06", "2026-08"]
    assert found[E2].credit_vnd == 700
    tax = found[E3].tax
    assert tax is not None
    assert tax.wages_paid_vnd == 600_000_000
    assert (found[STRANGER].registered, found[STRANGER].name) == (None, f"Công ty {STRANGER}")


def test_a_unit_sees_those_it_collects_from(fed: Federation) -> None:
    """Not those of another unit, nor those of no register; one tax code is one employer."""
    theirs = (
        select(UnitClosureRow.unit_code).where(UnitClosureRow.ancestor_code == "LDA").distinct()
    )
    other = select(UnitClosureRow.unit_code).where(UnitClosureRow.ancestor_code == "A1").distinct()
    assert STRANGER not in _years(fed, replace(WISH, units=theirs))
    assert E1 in _years(fed, replace(WISH, units=theirs))
    assert _years(fed, replace(WISH, units=other)) == {}
    assert set(_years(fed, replace(WISH, tax_code=E3))) == {E3}


def test_an_employer_that_moved_belongs_to_the_last(fed: Federation) -> None:
    """Whoever collects at the end of the year works its losses; its span begins with the first."""
    moved = employer(E5, collecting_unit="A1", valid_from=dt.date(2026, 9, 1))
    judged = fed.employers(employer(E5, valid_to=dt.date(2026, 8, 31)), on=OPENED)
    assert judged.problems == {}
    assert fed.employers(moved, on=dt.date(2026, 9, 1)).problems == {}
    with fed.database.reading() as session:
        [year] = employer_years(session, replace(WISH, tax_code=E5), law())
    assert year.registered is not None
    assert year.registered.collecting_unit == "A1"
    assert (year.registered.first, year.registered.last) == (dt.date(2020, 1, 1), FOREVER)


def test_what_was_said_last_before_the_year_is_heard(fed: Federation) -> None:
    """And only the version that holds of each month."""
    fed.declare(OPENED, declaration(E4, "2025-03", 10), declaration(E4, "2025-11", 100))
    nil = declaration(E4, "2025-11", 0, status=DeclarationStatus.NIL)
    fed.declare(OPENED, nil)
    with fed.database.reading() as session:
        [year] = employer_years(session, replace(WISH, tax_code=E4), law())
    (unit,) = year.si
    assert unit.months == ()
    assert unit.before is not None
    assert (unit.before.period, unit.before.status) == ("2025-11", "nil")


def test_what_is_suspended_is_not_overdue(fed: Federation) -> None:
    """An approved suspension is neither late nor non-payment."""
    fed.add(suspension(E4, "2026-06", "2026-12"))
    fed.owe(E4, "2026-06", 1_000)
    with fed.database.reading() as session:
        [year] = employer_years(session, replace(WISH, tax_code=E4), law())
    assert year.overdue == ()


def test_losses_are_found_over_all_and_one_by_one(fed: Federation) -> None:
    """The same finding by either way; an employer nobody knows has none."""
    with fed.database.reading() as session:
        found = {(each.tax_code, each.kind): each for _, each in losses(session, WISH, law())}
        facts, finding = loss_of(session, replace(WISH, tax_code=E1), Gap.NOT_PAYING, law())
        assert facts is not None
        assert finding == found[E1, Gap.NOT_PAYING]
        nobody = loss_of(session, replace(WISH, tax_code="x"), Gap.NOT_PAYING, law())
        assert nobody == (None, None)
    assert (STRANGER, Gap.NOT_IN_SI) in found
    assert found[E2, Gap.PAID_NOT_DECLARED].at_stake_vnd == 700
