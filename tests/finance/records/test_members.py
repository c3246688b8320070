"""Who belonged to a unit in a month."""

import datetime as dt

import pytest

from finance.records.members import latest_member, members_in, members_on_last_day
from finance.runtime.database import Database
from ledger.periods import Period
from tests.dues import JUNE, hire, member
from tests.federation import Federation, federation

MAY, JULY = Period("2026-05"), Period("2026-07")


@pytest.fixture
def fed(database: Database) -> Federation:
    """M1 moves from G1 to G2 in the middle of June; M2 leaves on its last day; M3 joins then."""
    made = federation(database)
    hire(
        made,
        member("M1", left_on=dt.date(2026, 6, 15)),
        member("M1", unit_code="G2", joined_on=dt.date(2026, 6, 16)),
        member("M2", left_on=dt.date(2026, 6, 30)),
        member("M3", joined_on=dt.date(2026, 6, 30)),
    )
    return made


@pytest.mark.parametrize(
    ("unit", "period", "numbers"),
    [
        ("G1", MAY, ["M1", "M2"]),
        ("G1", JUNE, ["M2", "M3"]),
        ("G2", JUNE, ["M1"]),
        ("G1", JULY, ["M3"]),
    ],
)
def test_a_month_is_owed_where_one_is_on_its_last_day(
    fed: Federation, unit: str, period: Period, numbers: list[str]
) -> None:
    """Once, and in one unit."""
    with fed.database.reading() as session:
        found = [row.member_no for row in members_on_last_day(session, unit, period)]
    assert found == numbers


def test_a_payroll_may_tell_of_any_day_of_the_month(fed: Federation) -> None:
    """Both employers of June may say what they paid M1."""
    with fed.database.reading() as session:
        found = members_in(session, ["G1", "G2"], [MAY, JUNE, JULY])
        assert members_in(session, ["G1"], []) == set()
    of_m1 = {(unit, period) for unit, number, period in found if number == "M1"}
    assert of_m1 == {("G1", MAY), ("G1", JUNE), ("G2", JUNE), ("G2", JULY)}
    assert ("G1", "M3", MAY) not in found


def test_as_last_known(fed: Federation) -> None:
    """Also who has left; nobody of that number is nobody."""
    with fed.database.reading() as session:
        left = latest_member(session, "G1", "M1")
        assert left is not None
        assert left.left_on == dt.date(2026, 6, 15)
        assert latest_member(session, "G2", "M2") is None
