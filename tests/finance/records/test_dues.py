"""A member's month: never paid beyond what is owed, and told beside what was withheld."""

import pytest
from sqlalchemy.exc import IntegrityError

from finance.records.dues import Asked, DuesRow, owed
from finance.rules.dues import Withheld
from finance.runtime.database import Database
from ledger.money import Vnd
from tests.dues import assessed, hire, member, pay_slip, slip
from tests.federation import federation


@pytest.mark.parametrize(("paid", "allowed"), [(0, True), (100, True), (101, False), (-1, False)])
def test_the_database_holds_it(database: Database, paid: int, *, allowed: bool) -> None:
    """Whatever the code tries."""
    row = DuesRow(
        unit_code="G1",
        member_no="M1",
        period="2026-06",
        dues_group="non_state",
        wage_base_vnd=20_000,
        amount_vnd=100,
        paid_vnd=paid,
    )
    with database.writing() as session:
        session.add(row)
        if allowed:
            session.commit()
        else:
            with pytest.raises(IntegrityError):
                session.flush()


def test_assessed_withheld_paid_and_open_side_by_side(database: Database) -> None:
    """By unit, month and number; also what was withheld and never assessed."""
    fed = federation(database)
    assessed(fed, [("M1", 17_600_000), ("M2", 20_000_000)])
    hire(fed, member("M3"))
    slips = (
        slip("M1", 17_600_000, withheld_vnd=Vnd(80_000)),
        slip("M3", None, withheld_vnd=Vnd(50_000)),
    )
    pay_slip(fed, *slips)
    with database.reading() as session:
        rows = owed(session, Asked(["G1"], "2026-06"))
        told = [(row.member_no, row.amount_vnd, row.withheld_vnd, row.withheld) for row in rows]
        assert told == [
            ("M1", 88_000, 80_000, Withheld.TOO_LITTLE),
            ("M2", 100_000, None, Withheld.NOT_TOLD),
            ("M3", 0, 50_000, Withheld.NOBODY_ASSESSED),
        ]
        assert [row.member_no for row in owed(session, Asked(["G1"], member_no="M3"))] == ["M3"]
        assert owed(session, Asked(["G1"], "2026-05")) == []
        assert owed(session, Asked(["G2"])) == []


def test_standard_dues_come_first_and_leave_last() -> None:
    """What is above the rate is taken last, and given back first."""
    row = DuesRow(amount_vnd=160, extra_vnd=60, paid_vnd=0, paid_extra_vnd=0)
    assert [row.pay(part) for part in (90, 70, -100)] == [0, 60, -60]
    assert (row.paid_vnd, row.paid_extra_vnd, row.open_vnd) == (60, 0, 100)
