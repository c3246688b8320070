"""The units' bank accounts come into the register."""

import datetime as dt

import pytest
from sqlalchemy import select

from finance.actions.import_accounts import import_accounts
from finance.records.bank_accounts import BankAccountRow
from finance.records.payments import without_account
from finance.records.receipts import PaymentRow
from finance.rules.facts import AccountFacts
from finance.runtime.batches import RowState
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from tests.builders import (
    BOOKS,
    E1,
    OPENED,
    account,
    account_of,
    employer,
    levy_rule,
    unit,
)
from tests.federation import Batches, Federation, codes, contents, federation

DAY = dt.date(2026, 7, 10)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June."""
    return federation(database)


def test_known_rows_change_nothing_and_others_supersede(fed: Federation) -> None:
    """An account without a purpose is for operations."""
    before = contents(fed.database)
    assert fed.accounts(account("LDA")).count(RowState.UNCHANGED) == 1
    assert contents(fed.database) == before
    judged = fed.accounts(account("LDA", purpose=""), account("LDA", account_no="11"))
    assert [judged.states[row] for row in (2, 3)] == [RowState.SUPERSEDED, RowState.TAKEN]
    with fed.database.reading() as session:
        assert session.get_one(BankAccountRow, account_of("LDA")).purpose == "operations"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (account("NO"), "accounts.unknown_unit"),
        (account("G1", account_no="11", ledger_account="111"), "accounts.not_a_bank_account"),
        (account("G1", account_no="11", ledger_account="33881"), "accounts.not_a_bank_account"),
        (account("G1", account_no=account_of("LDA")), "accounts.another_owner"),
    ],
)
def test_what_cannot_be_an_account_is_quarantined(
    fed: Federation, row: AccountFacts, told: str
) -> None:
    """A unit nobody knows, an account of the book that is no bank, another unit's number."""
    assert codes(fed.accounts(row)) == {2: [told]}


def test_the_same_number_twice_in_a_file(fed: Federation) -> None:
    """The second is told where the first stands."""
    judged = fed.accounts(account("G1", account_no="11"), account("G1", account_no="11"))
    assert codes(judged) == {3: ["register.twice"]}
    assert judged.problems[3][0].facts == {"earlier": 2}


def test_what_waits_for_an_account_is_given_it(database: Database) -> None:
    """A payment ordered before is filled in while the bank has not paid it; others stay."""
    fed = Federation(database)
    fed.units(*(unit(code) for code in BOOKS))
    fed.employers(employer(E1))
    fed.accounts(account("LDA"))
    fed.rules(*levy_rule())
    fed.pay(E1, "2026-06", 1_000, DAY)
    assert {each.payee: each.account_no for each in fed.distribute(DAY)} == {
        "A1": "",
        "G1": "",
        "TLD": "",
    }
    with fed.database.writing() as session:
        session.scalars(select(PaymentRow).where(PaymentRow.payee == "A1")).one().state = "settled"
        session.commit()
    assert fed.accounts(account("A1"), account("G1"), account("G2")).problems == {}
    with fed.database.reading() as session:
        rows = session.scalars(select(PaymentRow).order_by(PaymentRow.seq)).all()
        waiting = [row.payee for row in without_account(session)]
    assert [(row.payee, row.account_no, row.bank_bin, row.state) for row in rows] == [
        ("A1", "", "", "settled"),
        ("G1", account_of("G1"), "970405", "ordered"),
        ("TLD", "", "", "ordered"),
    ]
    assert waiting == ["TLD"]
    before = contents(fed.database)
    assert fed.accounts(account("G1")).count(RowState.UNCHANGED) == 1
    assert contents(fed.database) == before


def test_registers_are_for_who_stands_above_all(fed: Federation) -> None:
    """Nobody gives their own unit another's account."""
    with pytest.raises(PermissionRefused):
        import_accounts(fed.ctx(OPENED, Actor("a", (Grant("LDA", "accountant"),))), [], Batches())
