"""What matching is given: the receipt, and what is known of those who may have paid it.

Pure.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from collectors.matching.allocation import Obligation
from collectors.matching.names import Names
from ledger.money import Vnd

DAYS_TO_LEARN: Final = 3  # an account is learned when it has paid on so many days

Paid = Mapping[str, Sequence[dt.date]]  # tax code -> the first days an account paid for it


@dataclass(frozen=True, slots=True)
class Receipt:
    """A credit on a bank account, as far as matching is concerned."""

    amount_vnd: Vnd
    content: str
    counter_account: str = ""
    counter_name: str = ""
    booked_on: dt.date = dt.date.max


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about employers; the caller loads at least those the receipts name."""

    tax_codes: Collection[str]
    by_name: Names
    by_account: Mapping[str, Paid]  # paying account -> whom it has paid for, certainly
    obligations: Mapping[str, Sequence[Obligation]]  # every assessed month, open or not
    names: Mapping[str, Collection[str]] = field(default_factory=dict)  # tax code -> `name_key`s

    def learned(self, receipt: Receipt) -> str:
        """The one employer whom the paying account is known to pay for; empty when not known.

        An account is learned when it has paid on three earlier days, always for one employer.
        """
        paid = self.by_account.get(receipt.counter_account, {}) if receipt.counter_account else {}
        if len(paid) != 1:
            return ""
        ((tax_code, days),) = paid.items()
        earlier = {day for day in days if day < receipt.booked_on}
        return tax_code if len(earlier) >= DAYS_TO_LEARN else ""
