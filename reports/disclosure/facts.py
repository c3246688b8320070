"""What a disclosure is made from: facts of one book, its employers and their levy.

Pure. Every amount is đồng; «before» is what stood before the month, «within» what the month moved.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from finance.rules.charts import Item
from finance.rules.rates import Law
from finance.rules.sharing import SplitRule
from finance.rules.sources import Source
from ledger.accounts import Chart
from ledger.balances import Tagged
from ledger.periods import Period

OWN, UNIT, CUSTODY, ORGANISATION = "own", "unit", "custody", "organisation"
GRASSROOTS = "grassroots"
LEVELS_ABOVE = ("upper", "province", "national")


@dataclass(frozen=True, slots=True)
class UnitFact:
    """The unit that discloses."""

    code: str
    name: str
    level: str
    parent_code: str


@dataclass(frozen=True, slots=True)
class ObligationFact:
    """The levy of one employer and wage month."""

    collecting_unit: str
    tax_code: str
    period: str
    due_on: dt.date
    suspended: bool
    owed_before_vnd: int
    owed_within_vnd: int
    paid_before_vnd: int
    paid_within_vnd: int

    @property
    def open_vnd(self) -> int:
        """What is still to be paid after the month."""
        owed = self.owed_before_vnd + self.owed_within_vnd
        return owed - self.paid_before_vnd - self.paid_within_vnd


@dataclass(frozen=True, slots=True, order=True)
class PartKey:
    """One matched part: one receipt on one obligation."""

    collecting_unit: str
    tax_code: str
    period: str
    holder_unit: str
    receipt_seq: int


@dataclass(frozen=True, slots=True)
class ShareFact:
    """One share of a matched part."""

    role: str
    place: str  # own, unit, custody, organisation
    beneficiary: str
    rule_scope: str
    rule_from: str
    before_vnd: int
    within_vnd: int

    @property
    def now_vnd(self) -> int:
        """What stands after the month."""
        return self.before_vnd + self.within_vnd


@dataclass(frozen=True, slots=True)
class PartFact:
    """One matched part with its shares."""

    key: PartKey
    grassroots_unit: str  # empty: the employer has no union
    before_vnd: int
    within_vnd: int
    shares: tuple[ShareFact, ...]

    @property
    def now_vnd(self) -> int:
        """What of the receipt stands on the obligation after the month."""
        return self.before_vnd + self.within_vnd


@dataclass(frozen=True, slots=True)
class Texts:
    """What figures are called and founded on."""

    items: tuple[Item, ...]
    law: Law
    sources: Mapping[str, Source]
    rules: tuple[SplitRule, ...]


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """All that one unit's disclosure of one closed month is made from."""

    unit: UnitFact
    period: Period
    chart: Chart
    texts: Texts
    rows: tuple[Tagged, ...]  # of its own book, over the month, year-end entries left out
    above: frozenset[str]  # the units over it
    entries: int  # how many its book holds up to the end of the month
    obligations: tuple[ObligationFact, ...] = ()
    parts: tuple[PartFact, ...] = ()
    shared_to_unit_vnd: int = 0
    employers: Mapping[str, str] = field(default_factory=dict)  # tax code -> name
    units: Mapping[str, str] = field(default_factory=dict)  # code -> name
