"""Declarations and tax facts keep all their versions."""

from finance.records.declarations import DeclarationRow, TaxFactRow, not_registered
from finance.runtime.database import Database
from ledger.periods import Period
from tests.builders import E1, OPENED, declaration
from tests.federation import federation


def test_versions_stand_beside_each_other(database: Database) -> None:
    """Amounts past 32 bits are kept to the đồng."""
    fed = federation(database)
    fed.declare(OPENED, declaration(E1, "2026-06", 9_007_199_254_740_993))
    fed.declare(OPENED, declaration(E1, "2026-06", 1))
    with database.reading() as session:
        first = session.get_one(DeclarationRow, (E1, "2026-06", f"SI{E1}", 1))
        second = session.get_one(DeclarationRow, (E1, "2026-06", f"SI{E1}", 2))
    assert (first.current, first.wage_fund_vnd) == (False, 9_007_199_254_740_993)
    assert (second.current, second.wage_fund_vnd) == (True, 1)
    assert (second.batch_id, second.row_no) == (len(fed.batches.judged), 2)


def test_what_the_branch_does_not_say_is_not_zero(database: Database) -> None:
    """Nobody employed and nothing known are two things."""
    with database.writing() as session:
        session.add(
            TaxFactRow(
                tax_code=E1,
                year=2025,
                version=1,
                current=True,
                name="x",
                status="active",
                batch_id=1,
                row_no=2,
            )
        )
        session.commit()
    with database.reading() as session:
        row = session.get_one(TaxFactRow, (E1, 2025, 1))
    assert (row.employees, row.wages_paid_vnd, row.status_on) == (None, None, None)


def test_who_declares_without_standing_in_the_register_is_named(database: Database) -> None:
    """Wages of a month in which the register has no row of the employer are not passed over."""
    fed = federation(database)
    fed.declare(OPENED, declaration(E1, "2026-06", 1_000), declaration(E1, "1999-06", 1_000))
    with database.reading() as session:
        assert not_registered(session, Period("2026-06")) == []
        assert not_registered(session, Period("1999-06")) == [E1]
