"""A debit row that a person knows takes receipts back, whole or in part."""

import datetime as dt

import pytest

from finance.actions.take_receipt_back import Cleared, TakeReceiptBack, take_receipt_back
from finance.actions.undo_clearing import UndoClearing, undo_clearing
from finance.rules.bank_debits import (
    AnotherUnitsReceipt,
    DebitDay,
    NothingWaits,
    NotThatMuchThere,
    NotThatMuchWaits,
    OtherwiseDecided,
    UnknownDebit,
)
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from tests.builders import E1, E3, account_of, bank_row, decision
from tests.federation import ACCOUNTANT, APPROVER, Federation, contents, federation
from tests.finance.actions.changing import logged
from tests.finance.actions.debits import D1, D2, DAY, JUNE, LATER, NEXT, debit_of, gone, held


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June."""
    return federation(database)


def _back(
    fed: Federation, debit: str, receipt: str, amount: int | None = None, on: dt.date = LATER
) -> Cleared:
    ctx = fed.ctx(LATER, ACCOUNTANT)
    return take_receipt_back(ctx, TakeReceiptBack(debit, receipt, on, amount))


def test_a_part_that_came_back_is_paid_no_more_and_shared_no_more(fed: Federation) -> None:
    """1,000 paid, 400 taken back: 600 stay paid, and 600 are distributed."""
    receipt = fed.pay(E1, JUNE, 1_000, DAY)
    gone(fed, 400)
    assert fed.balance("LDA", "13889") == 400
    assert _back(fed, D1, receipt) == Cleared(("LDA/XC/1",), changed=True)
    assert held(fed.receipt(receipt)) == (600, 0, 400, "matched")
    assert fed.obligation(E1, JUNE).paid_vnd == 600
    assert (fed.balance("LDA", "13889"), fed.balance("LDA", "33881")) == (0, 0)
    assert (debit_of(fed).state, debit_of(fed).cleared_vnd) == ("cleared", 400)
    # The province keeps its 12/100; the 88/100 of what is left are paid out.
    assert sum(each.amount_vnd for each in fed.distribute(LATER)) == 600 - 600 * 8 // 100
    [(unit, subject, said)] = logged(fed, "take_receipt_back")
    assert (unit, subject, said["receipt"], said["amount_vnd"]) == ("LDA", "LDA/XC/1", receipt, 400)
    fed.assert_sound()


def test_two_rows_take_one_receipt_back(fed: Federation) -> None:
    """Then it is returned whole, and its month is owed again."""
    receipt = fed.pay(E1, JUNE, 1_000, DAY)
    gone(fed, 400, 600)
    _back(fed, D1, receipt)
    _back(fed, D2, receipt)
    assert held(fed.receipt(receipt)) == (0, 0, 1_000, "returned")
    assert (fed.obligation(E1, JUNE).paid_vnd, fed.balance("LDA", "13889")) == (0, 0)
    assert fed.distribute(LATER) == []
    fed.assert_sound()


def test_one_row_takes_two_receipts_back(fed: Federation) -> None:
    """What was not identified goes first, then credit, then the latest month."""
    first = fed.receive("LDA", "A", 300, DAY)
    fed.owe(E1, "2026-05", 100)
    fed.owe(E1, JUNE, 100)
    second = fed.receive("LDA", "B", 250, DAY)
    fed.match(DAY, decision(second, E1, {"2026-05": 100, JUNE: 100}, 50))
    gone(fed, 400)
    _back(fed, D1, first)
    assert (debit_of(fed).state, debit_of(fed).open_vnd) == ("waiting", 100)
    _back(fed, D1, second)
    assert held(fed.receipt(first)) == (0, 0, 300, "returned")
    assert held(fed.receipt(second)) == (150, 0, 100, "matched")
    months = [fed.obligation(E1, period).paid_vnd for period in ("2026-05", JUNE)]
    assert months == [100, 50]
    fed.assert_sound()


def test_said_again_nothing_changes_and_otherwise_it_is_refused(fed: Federation) -> None:
    """One decision for one row and one receipt."""
    receipt = fed.receive("LDA", "A", 300, DAY)
    gone(fed, 200)
    _back(fed, D1, receipt, 150)
    before = contents(fed.database)
    assert _back(fed, D1, receipt, 150) == Cleared(("LDA/XC/1",), changed=False)
    assert _back(fed, D1, receipt) == Cleared(("LDA/XC/1",), changed=False)
    assert contents(fed.database) == before
    with pytest.raises(OtherwiseDecided) as told:
        _back(fed, D1, receipt, 50)
    assert told.value.facts == {
        "debit": D1,
        "name": receipt,
        "amount": 150,
        "clearing": "LDA/XC/1",
    }


def test_undone_the_money_waits_on_both_sides(fed: Federation) -> None:
    """The receipt to be identified, the debit row for a person; then it may be said anew."""
    receipt = fed.pay(E3, JUNE, 1_000, DAY)
    gone(fed, 1_000)
    _back(fed, D1, receipt)
    wish = UndoClearing("LDA/XC/1", "Nhầm khoản", LATER)
    assert undo_clearing(fed.ctx(LATER, ACCOUNTANT), wish).clearings == ("LDA/XC/2",)
    assert held(fed.receipt(receipt)) == (0, 0, 0, "unidentified")
    assert (fed.balance("LDA", "13889"), fed.balance("LDA", "33881")) == (1_000, -1_000)
    assert debit_of(fed).state == "waiting"
    assert _back(fed, D1, receipt, 700) == Cleared(("LDA/XC/3",), changed=True)
    fed.assert_sound()


def test_no_more_than_there_is(fed: Federation) -> None:
    """Of the receipt, and of the row."""
    receipt = fed.receive("LDA", "A", 300, DAY)
    gone(fed, 500, 100)
    with pytest.raises(NotThatMuchThere) as short:
        _back(fed, D1, receipt, 301)
    assert short.value.facts == {"receipt": receipt, "left": 300, "amount": 301}
    with pytest.raises(NotThatMuchWaits) as told:
        _back(fed, D2, receipt, 101)
    assert told.value.facts == {"debit": D2, "open": 100, "amount": 101}
    _back(fed, D1, receipt)
    with pytest.raises(NotThatMuchThere):
        _back(fed, D2, receipt)
    other = fed.receive("LDA", "B", 300, DAY)
    _back(fed, D2, other)
    third = fed.receive("LDA", "C", 300, DAY)
    with pytest.raises(NothingWaits) as nothing:
        _back(fed, D2, third)
    assert nothing.value.facts == {"debit": D2}


def test_only_what_came_into_an_account_of_the_unit_before(fed: Federation) -> None:
    """Not another's, and nothing that came after the bank paid it out."""
    late = fed.receive("LDA", "B", 500, LATER)
    theirs = fed.receive("TLD", "C", 500, DAY)
    gone(fed, 500)
    for receipt in (late, theirs):
        with pytest.raises(AnotherUnitsReceipt) as told:
            _back(fed, D1, receipt)
    assert told.value.facts == {"receipt": theirs, "unit": "LDA", "booked_on": "2026-07-13"}


@pytest.mark.parametrize("on", [DAY, dt.date(2026, 7, 21)])
def test_the_day_is_one_that_has_come(fed: Federation, on: dt.date) -> None:
    """Not before the bank booked the row, and not ahead."""
    receipt = fed.receive("LDA", "A", 500, DAY)
    gone(fed, 500)
    with pytest.raises(DebitDay) as told:
        _back(fed, D1, receipt, on=on)
    assert told.value.facts == {
        "first": "2026-07-13",
        "on": on.isoformat(),
        "today": "2026-07-20",
    }


def test_who_may(fed: Federation) -> None:
    """An accountant of the unit; who takes it off obligations must be able to release there."""
    receipt = fed.receive("LDA", "A", 500, DAY)
    gone(fed, 500)
    for actor in (APPROVER, Actor("t", (Grant("TLD", "treasurer"),))):
        with pytest.raises(PermissionRefused):
            take_receipt_back(fed.ctx(LATER, actor), TakeReceiptBack(D1, receipt, LATER))
    with pytest.raises(UnknownDebit) as told:
        _back(fed, "LDA/D/9", receipt)
    assert told.value.facts == {"debit": "LDA/D/9"}
    with pytest.raises(UnknownDebit):
        _back(fed, "LDA", receipt)


def test_money_collected_by_another_unit_is_released_there(fed: Federation) -> None:
    """It lies with the confederation and is LDA's: both books tie afterwards."""
    receipt = fed.pay(E1, JUNE, 1_000, DAY, holder="TLD")
    fed.bank(NEXT, account_of("TLD"), bank_row("NO", NEXT, -1_000))
    theirs = Actor("u", (Grant("TLD", "treasurer"), Grant("A1", "accountant")))
    with pytest.raises(PermissionRefused):
        take_receipt_back(fed.ctx(LATER, theirs), TakeReceiptBack("TLD/D/1", receipt, LATER))
    _back(fed, "TLD/D/1", receipt)
    assert held(fed.receipt(receipt)) == (0, 0, 1_000, "returned")
    assert fed.obligation(E1, JUNE).paid_vnd == 0
    fed.assert_sound()
