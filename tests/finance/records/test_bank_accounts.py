"""A bank account has one owner."""

import pytest
from sqlalchemy.exc import IntegrityError

from finance.records.bank_accounts import BankAccountRow
from finance.runtime.database import Database


def _row(unit: str) -> BankAccountRow:
    return BankAccountRow(
        account_no="0101", bank_bin="970405", unit_code=unit, ledger_account="112", purpose="x"
    )


def test_a_number_stands_once(database: Database) -> None:
    """Leading zeros are part of it."""
    with database.writing() as session:
        session.add(_row("G1"))
        session.commit()
    with database.writing() as session:
        session.add(_row("G2"))
        with pytest.raises(IntegrityError):
            session.flush()
    with database.reading() as session:
        assert session.get_one(BankAccountRow, "0101").unit_code == "G1"
