"""The list of obligations on a day."""

import datetime as dt

import pytest
from sqlalchemy import select

from finance.records.units import UnitRow
from finance.rules.states import ObligationState
from finance.runtime.database import Database
from finance.runtime.parameters import law
from reports.queries.obligations import ListedObligation, ObligationWish, obligations
from tests.reports.june_2026 import E1, E3, E4, E5


def _listed(database: Database, wish: ObligationWish) -> dict[tuple[str, str], ListedObligation]:
    with database.reading() as session:
        rows = obligations(session, wish, law())
    return {(row.tax_code, row.period): row for row in rows}


@pytest.mark.parametrize(
    ("day", "state", "days"),
    [
        (dt.date(2026, 7, 31), ObligationState.NOT_DUE, 0),
        (dt.date(2026, 8, 1), ObligationState.LATE, 1),
        (dt.date(2026, 9, 29), ObligationState.LATE, 60),
        (dt.date(2026, 9, 30), ObligationState.NON_PAYMENT, 61),
    ],
)
def test_the_state_follows_the_day(
    june: Database, day: dt.date, state: ObligationState, days: int
) -> None:
    """What E3 left open is late from the day after it was due, and unpaid after sixty."""
    row = _listed(june, ObligationWish(as_of=day))[E3, "2026-06"]
    assert (row.open_vnd, row.state, row.days_late) == (135_780, state, days)


def test_amounts_are_those_of_the_day(june: Database) -> None:
    """Before its correction E4 owed and had paid more; before the assessment it owed nothing."""
    before = _listed(june, ObligationWish(as_of=dt.date(2026, 7, 20)))[E4, "2026-06"]
    after = _listed(june, ObligationWish(as_of=dt.date(2026, 7, 24)))[E4, "2026-06"]
    assert (before.amount_vnd, before.paid_vnd) == (6_913_578, 6_913_578)
    assert (after.amount_vnd, after.paid_vnd) == (6_024_691, 6_024_691)
    assert (E4, "2026-06") not in _listed(june, ObligationWish(as_of=dt.date(2026, 7, 1)))


def test_a_suspended_month_is_suspended(june: Database) -> None:
    """E5's June is suspended up to the make-up day, and named so as relief."""
    row = _listed(june, ObligationWish(as_of=dt.date(2026, 8, 15)))[E5, "2026-06"]
    assert (row.state, row.relief, row.open_vnd) == (
        ObligationState.SUSPENDED,
        "suspension",
        4_000_000,
    )


def test_the_list_is_narrowed(june: Database) -> None:
    """By month, employer, state, and the collecting units a person may see."""
    day = dt.date(2026, 8, 5)
    assert set(_listed(june, ObligationWish(as_of=day, tax_code=E1))) == {
        (E1, "2026-04"),
        (E1, "2026-05"),
        (E1, "2026-06"),
    }
    assert set(_listed(june, ObligationWish(as_of=day, period="2026-04"))) == {(E1, "2026-04")}
    assert set(_listed(june, ObligationWish(as_of=day, state="late"))) == {(E3, "2026-06")}
    nothing = select(UnitRow.code).where(UnitRow.code == "G1")
    assert _listed(june, ObligationWish(as_of=day, within=nothing)) == {}


def test_names_stand_in_the_list(june: Database) -> None:
    """A reader is told who owes, not only a number."""
    row = _listed(june, ObligationWish(as_of=dt.date(2026, 8, 5)))[E1, "2026-06"]
    assert (row.name, row.wage_fund_vnd, row.rate) == (
        "Công ty TNHH Một",
        1_234_567_891,
        "2/100",
    )
