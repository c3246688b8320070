"""What a bank's debit row may mean, and what it is weighed against.

Pure. A debit row settles a payment already posted, takes a receipt back, or waits.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from finance.rules.facts import BankFacts
from ledger.money import Vnd


@dataclass(frozen=True, slots=True)
class OpenReceipt:
    """A receipt that a bank could still take back."""

    seq: int
    reference: str
    counter_account: str
    amount_vnd: Vnd
    booked_on: dt.date


@dataclass(frozen=True, slots=True)
class OpenPayment:
    """A payment ordered and not yet seen on a statement."""

    seq: int
    ref: str
    account_no: str
    amount_vnd: Vnd
    pay_on: dt.date


@dataclass(frozen=True, slots=True)
class DebitMeaning:
    """What a debit row is taken for; with neither, it waits for a person."""

    returns: int | None = None  # seq of the receipt
    settles: int | None = None  # seq of the payment


ReadDebit = Callable[[BankFacts, Sequence[OpenReceipt], Sequence[OpenPayment]], DebitMeaning]
