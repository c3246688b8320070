"""Pass on what came up from a unit below: the superior keeps its part and owes the rest upward.

Called by the verbs that pay a share or take a paid one back; they own the transaction.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sqlalchemy.orm import Session

from finance.records.loading import load
from finance.records.matches import ShareEventRow
from finance.records.parts import NOT_SHARED, Lines, PartKey, SharedPart, standing_shares
from finance.records.runs import next_numbers
from finance.records.split_rules import split_rules
from finance.rules.parts import ShareKey, share_changes
from finance.rules.passing_up import PASSED_UP, net_income, passed_on, passed_up
from finance.rules.posting import BookLines, Place, ShareChange, Way, merged
from finance.rules.sharing import MoneySource, Role, SplitRule, rule_for
from ledger.money import Vnd
from ledger.periods import Period

_FEWEST: Final = 2  # who has nobody above it passes nothing on


@dataclass(frozen=True, slots=True)
class Settled:
    """A share that was paid (or, negative, taken back after it was): whose, how much (đồng)."""

    part: PartKey
    beneficiary: str
    amount_vnd: int
    rule: tuple[str, str]  # scope and first period


@dataclass(slots=True)
class PassedUp:
    """What follows from it above: lines by book, and rows for the histories of the units above."""

    books: list[BookLines] = field(default_factory=list)
    rows: dict[str, list[dict[str, object]]] = field(default_factory=dict)

    def into(self, parts: Iterable[BookLines]) -> BookLines:
        """The lines of what was paid with those that follow from it, book by book."""
        if not self.books:
            return merged(parts)
        books = merged([*parts, *self.books])
        return {code: net_income(lines) for code, lines in books.items()}

    def keep(self, session: Session, on: dt.date) -> None:
        """Write the histories, on the day the books are posted."""
        for unit, rows in sorted(self.rows.items()):
            first = next_numbers(session, unit, "share", len(rows))
            for offset, row in enumerate(rows):
                row |= {"seq": first + offset, "accounting_on": on}
            load(session, ShareEventRow, rows)


def pass_up(
    session: Session, lines: Lines, collector: str, settled: Iterable[Settled], ref: str
) -> PassedUp:
    """Work out what units above a collecting unit pass on of what was settled to them.

    A province owes its part to the top, which keeps it: there is nothing to pass on, and nothing
    is read. Nothing is written before `keep`.
    Takes    what changes; what was settled before is read from the history.
    """
    found = PassedUp()
    passing = _passing(lines, collector)
    if not passing:
        return found
    moved = [each for each in settled if each.beneficiary in passing and each.amount_vnd]
    if moved:
        rules = split_rules(session, MoneySource.LEVY)
        _climb(session, lines, rules, (collector, moved, ref), found)
    return found


def _passing(lines: Lines, collector: str) -> set[str]:
    """The units above that have somebody above them."""
    above = lines.above(collector)[1:]
    return {unit for unit in above if len(lines.above(unit)) >= _FEWEST}


def _climb(
    session: Session,
    lines: Lines,
    rules: tuple[SplitRule, ...],
    step: tuple[str, Sequence[Settled], str],
    found: PassedUp,
) -> None:
    """One step up; what is taken back from a superior that had it is a step of its own."""
    below, moved, ref = step
    for unit in sorted({each.beneficiary for each in moved}):
        theirs = [each for each in moved if each.beneficiary == unit]
        parts = [each.part for each in theirs]
        had = standing_shares(session, below, parts)
        stands = standing_shares(session, unit, parts)
        way = Way(unit, unit, ref, frozenset(lines.above(unit)) - {unit})
        further: list[Settled] = []
        for each in theirs:
            settled = _settled(had.get(each.part, NOT_SHARED), unit) + each.amount_vnd
            held = stands.get(each.part, NOT_SHARED)
            changes = _changes(lines, unit, held, _goal(lines, rules, unit, each, settled))
            if not changes:
                continue
            found.books.append(passed_on(way, below, changes.values()))
            rows = found.rows.setdefault(unit, [])
            rows += [_row(unit, ref, each, key, change) for key, change in changes.items()]
            further += [
                Settled(each.part, change.beneficiary, change.settled_vnd, each.rule)
                for change in changes.values()
                if change.settled_vnd
            ]
        passing = _passing(lines, unit)
        further = [each for each in further if each.beneficiary in passing]
        if further:
            _climb(session, lines, rules, (unit, further, ref), found)


def _settled(shared: SharedPart, beneficiary: str) -> int:
    """What a unit has had of a part until now."""
    return sum(
        standing.settled_vnd
        for key, standing in shared.shares.items()
        if key.place is Place.UNIT and key.beneficiary == beneficiary
    )


def _goal(
    lines: Lines, rules: tuple[SplitRule, ...], unit: str, each: Settled, settled_vnd: int
) -> Vnd:
    rule = next((rule for rule in rules if (rule.scope, rule.valid_from) == each.rule), None)
    if rule is None:
        rule = rule_for(rules, MoneySource.LEVY, lines.above(unit), Period(each.part.period))
    return passed_up(Vnd(max(0, settled_vnd)), rule, Role(lines.level(unit)))


def _changes(lines: Lines, unit: str, held: SharedPart, goal: Vnd) -> dict[ShareKey, ShareChange]:
    """What changes in what a unit passes on; it stays with the superior that has it already."""
    stands = {key: each for key, each in held.shares.items() if key.role == PASSED_UP}
    heirs = {}
    for key in stands:
        heir = lines.heir(key.beneficiary)
        if heir and heir != key.beneficiary:
            heirs[key] = replace(key, beneficiary=heir)
    superior = ShareKey(PASSED_UP, Place.UNIT, lines.above(unit)[1])
    now = next((heirs.get(key, key) for key, each in stands.items() if each.total_vnd), superior)
    wanted = {now: goal} if goal else {}
    return share_changes(stands, wanted, heirs, money_here=True)


def _row(
    unit: str, ref: str, each: Settled, key: ShareKey, change: ShareChange
) -> dict[str, object]:
    return {
        "collecting_unit": unit,
        "holder_unit": each.part.holder_unit,
        "receipt_seq": each.part.receipt_seq,
        "tax_code": each.part.tax_code,
        "period": each.part.period,
        "role": key.role,
        "place": key.place.value,
        "beneficiary": key.beneficiary,
        "delta_vnd": change.total_vnd,
        "settled_delta_vnd": change.settled_vnd,
        "ref": ref,
        "rule_scope": each.rule[0],
        "rule_from": each.rule[1],
    }
