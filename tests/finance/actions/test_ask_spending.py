"""What a debit row paid that is neither receipt nor payment is said by one person."""

import pytest

from finance.actions.approve_spending import approve_spending
from finance.actions.ask_spending import LONGEST, AskSpending, ask_spending
from finance.actions.take_receipt_back import Cleared, TakeReceiptBack, take_receipt_back
from finance.rules.bank_debits import NothingWaits, NotThatMuchWaits, WhatForWanted
from finance.rules.vouchers import ControlAccount
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from ledger.errors import WrongDimension
from tests.federation import ACCOUNTANT, APPROVER, Federation, contents, federation
from tests.finance.actions.changing import logged
from tests.finance.actions.debits import D1, DAY, LATER, debit_of, gone

FEE = {"account": "611", "what_for": "Phí chuyển tiền", "fund": "levy", "item": "31"}


@pytest.fixture
def fed(database: Database) -> Federation:
    """LDA's bank took 11,000."""
    made = federation(database)
    gone(made, 11_000)
    return made


def ask(fed: Federation, amount: int | None = None, **changes: str) -> Cleared:
    """Lan says what it was."""
    words = {"debit": D1, **FEE, **changes}
    wish = AskSpending(on=LATER, amount_vnd=amount, **words)
    return ask_spending(fed.ctx(LATER, ACCOUNTANT), wish)


def test_nothing_is_posted_by_one_person(fed: Federation) -> None:
    """It waits; asked again it is the same."""
    assert ask(fed) == Cleared(("LDA/XC/1",), changed=True)
    assert (fed.balance("LDA", "13889"), fed.balance("LDA", "611")) == (11_000, 0)
    assert debit_of(fed).open_vnd == 11_000
    before = contents(fed.database)
    assert ask(fed) == Cleared(("LDA/XC/1",), changed=False)
    assert contents(fed.database) == before
    [(_, subject, said)] = logged(fed, "ask_spending")
    assert (subject, said["account"], said["amount_vnd"]) == ("LDA/XC/1", "611", 11_000)


def test_what_waits_for_the_second_person_is_not_asked_for_twice(fed: Federation) -> None:
    """10,000 of 11,000 are asked for: 1,000 are left."""
    ask(fed, 10_000)
    with pytest.raises(NotThatMuchWaits):
        ask(fed, 1_001, what_for="Phí khác")
    assert ask(fed, what_for="Phí khác").changed
    with pytest.raises(NothingWaits):
        ask(fed, what_for="Phí thứ ba")


def test_only_accounts_that_a_person_may_post(fed: Federation) -> None:
    """Neither what a sub-ledger keeps, nor an account without what its lines must carry."""
    with pytest.raises(ControlAccount):
        ask(fed, account="33881", fund="", item="")
    with pytest.raises(WrongDimension):
        ask(fed, fund="")


def test_words_and_a_right_are_needed(fed: Federation) -> None:
    """Who approves does not ask."""
    for text in (" ", "x" * (LONGEST + 1)):
        with pytest.raises(WhatForWanted) as told:
            ask(fed, what_for=text)
    assert told.value.facts == {"most": LONGEST}
    with pytest.raises(PermissionRefused):
        ask_spending(fed.ctx(LATER, APPROVER), AskSpending(D1, "111", "Rút", LATER))


def test_a_row_that_is_a_fee_in_part(fed: Federation) -> None:
    """10,000 took a receipt back, 1,000 was what the bank charged for it."""
    receipt = fed.receive("LDA", "A", 10_000, DAY)
    take_receipt_back(fed.ctx(LATER, ACCOUNTANT), TakeReceiptBack(D1, receipt, LATER))
    ask(fed)
    approve_spending(fed.ctx(LATER, APPROVER), "LDA/XC/2")
    assert (fed.balance("LDA", "13889"), fed.balance("LDA", "611")) == (0, 1_000)
    fed.assert_sound()
