"""The chart of accounts: what an account is and which tags its lines carry.

Pure. The chart is data keyed by regime; hierarchy is by `parent`, never by a code's beginning.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Nature(StrEnum):
    """The side on which an account's balance is shown."""

    DEBIT = "debit"
    CREDIT = "credit"
    BOTH = "both"  # each counterpart on its own side, never netted


class TagRule(StrEnum):
    """Whether a line of the account carries a tag."""

    REQUIRED = "required"
    REFUSED = "refused"
    ALLOWED = "allowed"


class Status(StrEnum):
    """How sure we are of a row of the chart or of a legal value."""

    SOURCED = "sourced"  # read in the text named
    RECALLED = "recalled"  # from memory, to be confirmed
    INTERNAL = "internal"  # our own choice
    CONFIGURED = "configured"  # set by the federation


@dataclass(frozen=True, slots=True)
class Account:
    """One account of a regime's chart."""

    regime: str
    code: str
    name_vi: str
    name_en: str
    nature: Nature
    fund: TagRule
    item: TagRule
    counter_book: TagRule
    control: bool  # posted only by the actions that keep its sub-ledger
    postable: bool
    family: str  # inter-book pair it belongs to ("1" for 1361/3361 …), or empty
    parent: str
    status: Status


class Chart:
    """The accounts of one regime, by code."""

    def __init__(self, regime: str, accounts: Iterable[Account]) -> None:
        """Take the rows of the named regime; rows of other regimes are left aside."""
        self.regime = regime
        self._by_code: Mapping[str, Account] = {
            account.code: account for account in accounts if account.regime == regime
        }

    def get(self, code: str) -> Account | None:
        """The account with this code, or None."""
        return self._by_code.get(code)

    def __getitem__(self, code: str) -> Account:
        """The account with this code, which must exist."""
        return self._by_code[code]

    def __iter__(self) -> Iterator[Account]:
        """All accounts in order of code."""
        return iter(sorted(self._by_code.values(), key=lambda account: account.code))
