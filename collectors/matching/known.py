"""What matching is given: the receipt, and what is known of those who may have paid it.

Pure.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from collectors.matching.allocation import Obligation
from ledger.money import Vnd


@dataclass(frozen=True, slots=True)
class Receipt:
    """A credit on a bank account, as far as matching is concerned."""

    amount_vnd: Vnd
    content: str
    counter_account: str = ""
    counter_name: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about employers; the caller loads at least those the receipts name."""

    tax_codes: Collection[str]
    by_name: Mapping[str, Collection[str]]  # `names.name_key` -> tax codes
    by_account: Mapping[str, Collection[str]]  # paying account -> tax codes it has paid for
    obligations: Mapping[str, Sequence[Obligation]]  # every assessed month, open or not
