"""The year-end true-up: the upper parts of a year brought to the approved estimate.

Pure. Only levels above the grassroots take part: the 75% is no estimate. What one unit has too
much of and another too little runs from superior to subordinate, through whoever stands between.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from finance.rules.errors import RuleError
from finance.rules.posting import (
    BANK,
    INCOME,
    LEVY,
    LEVY_RECEIVED,
    SENT_FROM_ABOVE,
    SHARED_NOT_RECEIVED,
    BookLines,
)
from ledger.entries import Line, credit, debit

DUE_FROM: Final = "1368"
DUE_TO: Final = "3368"


class EstimateNotWhole(RuleError):
    """What the estimate divides is not what was collected: a difference would stay with nobody."""

    code = "true_up.not_whole"
    vi = (
        "Dự toán phần cấp trên của {unit} năm {year} cộng lại là {estimate} đồng, đã phân chia "
        "{actual} đồng: phải nhập và duyệt lại dự toán khớp với số thu quyết toán."
    )
    en = (
        "The estimate of the upper parts of {unit}, {year}, adds up to {estimate} đồng; {actual} "
        "đồng were shared: enter and approve an estimate that fits what was collected."
    )


class UnitNotEstimated(RuleError):
    """A unit has a part that the estimate does not name."""

    code = "true_up.unit_not_estimated"
    vi = "Dự toán của {unit} năm {year} thiếu {beneficiary}, đã được chia {actual} đồng."
    en = "The estimate of {unit}, {year}, leaves out {beneficiary}, which was shared {actual} đồng."


@dataclass(frozen=True, slots=True)
class Tree:
    """Where the units stand: who collects, who stands above it, and the superior of each."""

    collector: str
    above: frozenset[str]
    parents: Mapping[str, str]

    def income_tags(self, unit: str) -> dict[str, str]:
        """Line and other unit under which the levy of this collector is a unit's income."""
        if unit == self.collector:
            return {"item": LEVY_RECEIVED}
        item = LEVY_RECEIVED if unit in self.above else SENT_FROM_ABOVE
        return {"item": item, "counter_book": self.collector}


def differences(
    unit: str, year: int, estimate: Mapping[str, int], actual: Mapping[str, int]
) -> dict[str, int]:
    """What each unit gets more (or, negative, gives): its estimate less what it was shared.

    Takes    amounts of a collecting unit's year by beneficiary, in đồng.
    Returns  one difference for each unit of the estimate; together they are nothing.
    Raises   UnitNotEstimated, EstimateNotWhole.
    """
    for beneficiary, amount in sorted(actual.items()):
        if amount and beneficiary not in estimate:
            raise UnitNotEstimated(unit=unit, year=year, beneficiary=beneficiary, actual=amount)
    wanted, there = sum(estimate.values()), sum(actual.values())
    if wanted != there:
        raise EstimateNotWhole(unit=unit, year=year, estimate=wanted, actual=there)
    return {code: amount - actual.get(code, 0) for code, amount in sorted(estimate.items())}


def moved_since(posted: Mapping[str, tuple[int, int]], actual: Mapping[str, int]) -> dict[str, int]:
    """What each unit was shared more (or, negative, less) in a year since its true-up.

    Takes    of each unit of the estimate its amount and the difference that was posted; what was
             shared by now (đồng).
    Returns  only units of which anything moved.
    """
    then = {code: amount - difference for code, (amount, difference) in posted.items()}
    codes = sorted(then.keys() | actual.keys())
    moved = {code: actual.get(code, 0) - then.get(code, 0) for code in codes}
    return {code: amount for code, amount in moved.items() if amount}


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """What one neighbour owes another (đồng)."""

    giver: str
    taker: str
    amount_vnd: int


def steps(tree: Tree, changes: Mapping[str, int]) -> list[Step]:
    """What runs between neighbours, so that each unit gets its change; in order of the giver.

    A unit and all below it get from their superior what they get together, or give it.
    """
    flows: dict[str, int] = {}
    for unit, change in changes.items():
        place = unit
        while tree.parents.get(place):
            flows[place] = flows.get(place, 0) + change
            place = tree.parents[place]
    return sorted(
        Step(tree.parents[below], below, flow)
        if flow > 0
        else Step(below, tree.parents[below], -flow)
        for below, flow in flows.items()
        if flow
    )


def trued_up(tree: Tree, changes: Mapping[str, int], ref: str) -> BookLines:
    """The lines of a true-up, book by book.

    Takes    what each unit gets more, adding up to nothing; the reference of all entries.
    Returns  each step between neighbours on 1368 and 3368; who gets more has it shared and not
             yet received, who gives has that much less income.
    """
    assert sum(changes.values()) == 0, changes
    going = steps(tree, changes)
    books: BookLines = {}
    for step in going:
        tags = {"fund": LEVY, "interbook_ref": ref}
        here = credit(DUE_TO, step.amount_vnd, counter_book=step.taker, **tags)
        there = debit(DUE_FROM, step.amount_vnd, counter_book=step.giver, **tags)
        books.setdefault(step.giver, []).append(here)
        books.setdefault(step.taker, []).append(there)
    for unit, change in sorted(changes.items()):
        if change < 0:
            tags = _with_ref(tree.income_tags(unit), ref)
            books[unit].append(debit(INCOME, -change, **tags))
        if change > 0:
            books[unit].extend(_shared(unit, change, going, ref))
    return books


def paid(tree: Tree, giver: str, taker: str, amount_vnd: int, own_vnd: int, ref: str) -> BookLines:  # noqa: PLR0913, PLR0917 - between whom, how much, whose
    """A step of a true-up paid: what is the taker's own becomes its income."""
    tags = {"fund": LEVY, "interbook_ref": ref}
    there = [
        debit(BANK, amount_vnd),
        credit(DUE_FROM, amount_vnd, counter_book=giver, **tags),
    ]
    if own_vnd:
        there += [
            debit(SHARED_NOT_RECEIVED, own_vnd, counter_book=giver, **tags),
            credit(INCOME, own_vnd, **_with_ref(tree.income_tags(taker), ref)),
        ]
    here = [debit(DUE_TO, amount_vnd, counter_book=taker, **tags), credit(BANK, amount_vnd)]
    return {giver: here, taker: there}


def _shared(unit: str, change: int, going: Sequence[Step], ref: str) -> Iterator[Line]:
    """What a unit gets more, from those who owe it: shared, and not yet received."""
    left = change
    for step in going:
        part = min(left, step.amount_vnd) if step.taker == unit else 0
        if part:
            left -= part
            tags = {"fund": LEVY, "counter_book": step.giver, "interbook_ref": ref}
            yield credit(SHARED_NOT_RECEIVED, part, **tags)


def _with_ref(tags: dict[str, str], ref: str) -> dict[str, str]:
    named = {"fund": LEVY, **tags}
    return {**named, "interbook_ref": ref} if "counter_book" in tags else named
