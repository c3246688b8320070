"""What the bank's debit rows mean, in the terms of the action that keeps them."""

import datetime as dt

import pytest

from collectors.intake.debits import read_debit
from finance.rules.bank_debits import DebitMeaning, OpenPayment, OpenReceipt
from finance.rules.facts import BankFacts
from ledger.money import ZERO, Vnd

DAY = dt.date(2026, 7, 17)
RECEIPT = OpenReceipt(5, "R5", "0011", Vnd(1000), DAY)
PAYMENT = OpenPayment(3, "LDA/IB/12", "0022", Vnd(1000), DAY)


def _row(content: str, counter_account: str = "") -> BankFacts:
    return BankFacts(
        row=2,
        reference="X",
        booked_on=DAY,
        value_on=None,
        debit_vnd=Vnd(1000),
        credit_vnd=ZERO,
        balance_vnd=None,
        counter_account=counter_account,
        counter_name="",
        content=content,
        occurrence=1,
    )


@pytest.mark.parametrize(
    ("content", "meaning"),
    [
        ("HOAN TRA GD R5", DebitMeaning(returns=5)),
        ("PHAN PHOI LDA/IB/12", DebitMeaning(settles=3)),
        ("PHAN PHOI LDA IB 12 G1", DebitMeaning(settles=3)),
        ("PHAN PHOI LDAIB12", DebitMeaning(settles=3)),
        ("PHAN PHOI LDA/IB/120", DebitMeaning()),
        ("PHI DICH VU", DebitMeaning()),
    ],
)
def test_a_debit_names_what_it_belongs_to(content: str, meaning: DebitMeaning) -> None:
    """A receipt taken back, a payment however the bank writes its reference, or neither."""
    assert read_debit(_row(content), [RECEIPT], [PAYMENT]) == meaning


def test_of_one_list_the_payment_to_that_account() -> None:
    """All payments of a list bear one reference; equal amounts are told apart by the payee."""
    other = OpenPayment(4, "LDA/IB/12", "0033", Vnd(1000), DAY)
    content = "PHAN PHOI LDA/IB/12"
    assert read_debit(_row(content, "0033"), [], [PAYMENT, other]) == DebitMeaning(settles=4)
    assert read_debit(_row(content), [], [PAYMENT, other]) == DebitMeaning()
