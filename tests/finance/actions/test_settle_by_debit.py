"""A debit row that a person knows carried out payments; the bank is not posted twice."""

import pytest
from sqlalchemy import select

from finance.actions.settle_by_debit import SettleByDebit, settle_by_debit
from finance.actions.take_receipt_back import Cleared
from finance.actions.undo_clearing import UndoClearing, undo_clearing
from finance.records.receipts import PaymentRow
from finance.rules.bank_debits import NoSuchOrder, NotThatMuchWaits
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from tests.builders import E1
from tests.federation import ACCOUNTANT, APPROVER, Federation, contents, federation
from tests.finance.actions.changing import logged
from tests.finance.actions.debits import D1, D2, DAY, JUNE, LATER, NEXT, debit_of, gone

REF = "LDA/IB/2"


@pytest.fixture
def fed(database: Database) -> Federation:
    """LDA has ordered three payments, of 750, 80 and 50."""
    made = federation(database)
    made.pay(E1, JUNE, 1_000, DAY)
    made.distribute(DAY)
    return made


def _settle(fed: Federation, debit: str, payee: str = "", ref: str = REF) -> Cleared:
    return settle_by_debit(fed.ctx(LATER, ACCOUNTANT), SettleByDebit(debit, ref, LATER, payee))


def _states(fed: Federation) -> dict[str, str]:
    with fed.database.reading() as session:
        return {row.payee: row.state for row in session.scalars(select(PaymentRow))}


def test_one_row_carries_out_a_whole_list(fed: Federation) -> None:
    """The bank stands where it stood before the row; so does what was paid."""
    bank = fed.balance("LDA", "112")
    with fed.database.reading() as session:
        amounts = {row.payee: row.amount_vnd for row in session.scalars(select(PaymentRow))}
    gone(fed, sum(amounts.values()))
    done = _settle(fed, D1)
    assert (len(done.clearings), done.changed) == (len(amounts), True)
    assert (fed.balance("LDA", "112"), fed.balance("LDA", "13889")) == (bank, 0)
    assert set(_states(fed).values()) == {"settled"}
    assert debit_of(fed).state == "cleared"
    before = contents(fed.database)
    assert _settle(fed, D1) == Cleared(done.clearings, changed=False)
    assert contents(fed.database) == before
    [(_, subject, said)] = logged(fed, "settle_by_debit")
    assert (subject, said["ref"], said["amount_vnd"]) == (D1, REF, sum(amounts.values()))
    fed.assert_sound()


def test_one_payee_and_undone_again(fed: Federation) -> None:
    """The payment waits for the bank again, and the row for a person."""
    with fed.database.reading() as session:
        first = session.scalars(select(PaymentRow).order_by(PaymentRow.seq)).first()
    assert first is not None
    gone(fed, first.amount_vnd)
    done = _settle(fed, D1, first.payee)
    assert _states(fed)[first.payee] == "settled"
    wish = UndoClearing(done.clearings[0], "Nhầm", LATER)
    assert undo_clearing(fed.ctx(LATER, ACCOUNTANT), wish).changed
    assert _states(fed)[first.payee] == "ordered"
    assert fed.balance("LDA", "13889") == first.amount_vnd
    fed.assert_sound()


def test_what_does_not_fit_is_refused(fed: Federation) -> None:
    """A list nobody ordered, a payee not on it, more than the row paid, a person who may not."""
    gone(fed, 10, 20)
    for payee, ref in (("", "LDA/IB/9"), ("Ai đó", REF)):
        with pytest.raises(NoSuchOrder) as told:
            _settle(fed, D1, payee, ref)
    assert told.value.facts == {"unit": "LDA", "ref": REF, "booked_on": NEXT.isoformat()}
    with pytest.raises(NotThatMuchWaits):
        _settle(fed, D2)
    with pytest.raises(PermissionRefused):
        settle_by_debit(fed.ctx(LATER, APPROVER), SettleByDebit(D1, REF, LATER))
