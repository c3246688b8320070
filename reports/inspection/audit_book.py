"""A book as an auditor's program takes it: masters with balances, then entries by journal.

Pure. The shape of the SAF-T files that tax offices ask for; no country's own file.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledger.balances import TrialRow
from ledger.entries import Posted
from reports.figures import Words


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over the file: by which program, of when, over which days (both included)."""

    made_at_us: int
    made_at: dt.datetime
    program_version: str
    first: dt.date
    last: dt.date
    books: int


@dataclass(frozen=True, slots=True)
class AccountMaster:
    """An account that moved or stands, and its sums over the span (đồng)."""

    code: str
    name: Words
    nature: str
    sums: TrialRow


@dataclass(frozen=True, slots=True)
class Named:
    """A tag that lines carry, and what it is called: a fund, an index line, another book."""

    code: str
    name: Words


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry and the leaf that stands for it in its book's log."""

    posted: Posted
    leaf_hash: bytes


@dataclass(frozen=True, slots=True)
class Totals:
    """What the entries of the span come to: how many, and each side (đồng)."""

    entries: int
    debit_vnd: int
    credit_vnd: int


@dataclass(frozen=True, slots=True)
class AuditBook:
    """One book over the span; its entries are read once, journal by journal."""

    code: str
    name: str
    regime: str
    currency: str
    accounts: Sequence[AccountMaster]
    funds: Sequence[Named]
    items: Sequence[Named]
    owners: Sequence[Named]
    totals: Totals
    journals: Iterable[tuple[str, Iterable[Recorded]]]
