"""Take dues on their way up: shared, paid, taken back or brought back, level by level.

Called by the verbs that collect, release, remit and set off; they own the transaction and post.
"""

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from finance.records.dues_pairs import dues_pair, superiors_shared
from finance.records.split_rules import split_rules
from finance.records.units import line_up, unit_on
from finance.rules.dues import dues_kept
from finance.rules.dues_posting import Pair, passed_up
from finance.rules.posting import BANK, BookLines, merged
from finance.rules.sharing import MoneySource, Role, kept_of_one, rule_for
from ledger.periods import Period, period_of


@dataclass(frozen=True, slots=True)
class Keeper:
    """What a unit keeps of the dues that reach it, of one, and to whom it owes the rest."""

    of_one: Fraction
    superior: str  # empty: nobody above


def keeper(session: Session, unit: str, on: dt.date, period: Period | None = None) -> Keeper:
    """A unit's part of dues, by its place on a day.

    Takes    the month the dues are for, whose rule divides them; None where months have been
             put together on the way up: then that of the day.
    Raises   NoSplitRule.
    """
    here = unit_on(session, unit, on)
    line = line_up(session, unit, on)
    rules = split_rules(session, MoneySource.DUES)
    rule = rule_for(rules, MoneySource.DUES, line, period or period_of(on))
    assert here is not None
    return Keeper(kept_of_one(rule, Role(here.level)), here.parent_code)


class DuesWay:
    """What one transaction moves of dues between units and their superiors.

    Each pair is read once and then followed here: what was not posted yet counts as well.
    `books` are the lines of all that was told, by book; none where nothing moved.
    """

    def __init__(self, session: Session, ref: str, on: dt.date) -> None:
        """A transaction with its reference, on a day that says who stands above whom."""
        self.books: BookLines = {}
        self._session = session
        self._ref = ref
        self._on = on
        self._pairs: dict[tuple[str, str], Pair] = {}

    def share(self, unit: str, amount_vnd: int, superior: str) -> None:
        """So much of what reached a unit is its superior's; negative: it is so no more.

        What is taken back from a superior is no more than was shared with it: the rest is taken
        from those who were the unit's superior before.
        Raises   NoSplitRule where a superior has to keep its part, or to give it back.
        """
        left = amount_vnd
        for other in self._to_ask(unit, amount_vnd, superior):
            part = max(left, -max(0, self._pair(unit, other).shared_vnd))
            self._move(self._pair(unit, other), part, 0, BANK)
            left -= part
        self._move(self._pair(unit, superior), left, 0, BANK)

    def pay(self, unit: str, superior: str, amount_vnd: int, bank: str = BANK) -> None:
        """A unit pays its superior; negative: that came back, onto this account of the unit.

        Where an earlier version of the program left more or less waiting than is owed, this puts
        it right, also when nothing is paid.
        Raises   NoSplitRule.
        """
        self._move(self._pair(unit, superior), 0, amount_vnd, bank)

    def _to_ask(self, unit: str, amount_vnd: int, superior: str) -> list[str]:
        if self._pair(unit, superior).shared_vnd + min(0, amount_vnd) >= 0:
            return []
        others = [code for code in superiors_shared(self._session, unit) if code != superior]
        return [superior, *others]

    def _move(self, before: Pair, shared_vnd: int, paid_vnd: int, bank: str) -> None:
        after = before.after(shared_vnd=shared_vnd, paid_vnd=paid_vnd)
        if after == before:
            return
        self._pairs[before.unit, before.superior] = after
        kept, up, superior = 0, 0, ""
        if after.received_vnd != before.received_vnd:
            part = keeper(self._session, before.superior, self._on)
            kept = dues_kept(before.received_vnd, after.received_vnd, part.of_one)
            up, superior = after.received_vnd - before.received_vnd - kept, part.superior
        lines = passed_up(before, after, kept, self._ref, bank)
        self.books = merged([self.books, lines])
        if up:
            self.share(before.superior, up, superior)

    def _pair(self, unit: str, superior: str) -> Pair:
        place = (unit, superior)
        if place not in self._pairs:
            self._pairs[place] = dues_pair(self._session, unit, superior)
        return self._pairs[place]
