"""The book's bank account stands beside the last balance of every bank account it stands for."""

import datetime as dt

import pytest

from finance.records.bank_accounts import BankAccountRow
from finance.records.bank_balances import (
    Unreconciled,
    Unstated,
    keep_balances,
    known_days,
    unreconciled,
    without_statement,
)
from finance.runtime.database import Database
from ledger.money import Vnd
from tests.builders import account, account_of, bank_row
from tests.federation import Federation, federation

FIRST, SECOND, LAST = dt.date(2026, 7, 10), dt.date(2026, 7, 20), dt.date(2026, 7, 31)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June; G1 has a second account at the bank."""
    made = federation(database)
    made.accounts(account("G1", account_no="123456789"))
    return made


def _keep(fed: Federation, account_no: str, balances: dict[dt.date, int]) -> None:
    with fed.database.writing() as session:
        row = session.get_one(BankAccountRow, account_no)
        keep_balances(session, row, {day: Vnd(amount) for day, amount in balances.items()})
        session.commit()


def _off(fed: Federation, last: dt.date = LAST) -> list[Unreconciled]:
    with fed.database.reading() as session:
        return unreconciled(session, "G1", last)


def test_all_accounts_together(fed: Federation) -> None:
    """Compared once each balance is known; the day told is the oldest of them."""
    own = account_of("G1")
    _keep(fed, own, {FIRST: 10, SECOND: 30})
    assert _off(fed) == []
    _keep(fed, "123456789", {FIRST: 5})
    numbers = tuple(sorted((own, "123456789")))
    assert _off(fed) == [Unreconciled("112", numbers, FIRST, 0, 35)]
    assert _off(fed, FIRST) == [Unreconciled("112", numbers, FIRST, 0, 15)]
    _keep(fed, own, {SECOND: -5})
    assert _off(fed) == []
    with fed.database.reading() as session:
        assert known_days(session, session.get_one(BankAccountRow, own)) == {FIRST, SECOND}


def test_only_the_accounts_nobody_told_of(fed: Federation) -> None:
    """Of two bank accounts behind one account of the book, the one without a balance is named."""
    fed.bank(FIRST, account_of("G1"), bank_row("A", FIRST, 100, balance_vnd=Vnd(100)))
    with fed.database.reading() as session:
        assert without_statement(session, "G1", LAST) == [Unstated("112", ("123456789",), 100)]
        before = FIRST - dt.timedelta(days=1)
        assert without_statement(session, "G1", before) == []
