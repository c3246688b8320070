"""A payer's credit in one book, and its debt in another."""

import datetime as dt

from sqlalchemy import select

from finance.actions.move_employer import MoveEmployer, move_employer
from finance.records.owed_elsewhere import OwedElsewhere, owed_elsewhere
from finance.records.units import UnitRow
from finance.runtime.database import Database
from tests.builders import E1, E2, decision
from tests.federation import ACCOUNTANT, federation
from tests.finance.actions.changing import JUNE, LATER, with_ldb


def test_credit_here_and_debt_there(database: Database) -> None:
    """E1's June moved to LDB and was raised with LDA; E2's credit and debt are in one book."""
    fed = with_ldb(federation(database))
    fed.owe(E1, JUNE, 500)
    move = MoveEmployer(E1, LATER, "QĐ", to_unit="LDB", grassroots_unit="", upper_unit="B1")
    move_employer(fed.ctx(LATER, ACCOUNTANT), move)
    fed.owe(E1, JUNE, 800, LATER)
    fed.owe(E2, JUNE, 900, LATER)
    receipt = fed.receive("LDB", "R1", 1_000, LATER)
    paid = decision(receipt, E1, {}, collector="LDB", credit=1_000)
    assert fed.match(LATER, paid).refused == []
    also = fed.receive("LDA", "R2", 100, LATER + dt.timedelta(days=1))
    fed.match(LATER, decision(also, E2, {}, credit=100))
    found = [OwedElsewhere(E1, "LDB", 1_000, "LDA", 300)]
    with database.reading() as session:
        assert owed_elsewhere(session) == found
        for code, seen in (("LDA", found), ("LDB", found), ("TLD", [])):
            assert owed_elsewhere(session, select(UnitRow.code).where(UnitRow.code == code)) == seen
