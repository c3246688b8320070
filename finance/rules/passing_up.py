"""Money travels up only to the direct superior, who keeps its part and passes the rest on.

Pure. So it is where a grassroots union or an upper unit collects: those below the collecting unit
are paid by it, all above it by one another, step by step. Amounts are đồng.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from finance.rules.parts import ShareKey
from finance.rules.posting import (
    INCOME,
    LEVY,
    LEVY_RECEIVED,
    BookLines,
    Place,
    ShareChange,
    Way,
    shared,
)
from finance.rules.sharing import ABOVE, Role, SplitRule
from ledger.entries import Line, Side, credit, debit
from ledger.money import Vnd, apportion

PASSED_UP: Final = "passed_up"  # the role of what a unit passes on of money that came up to it


def through_superior(
    wanted: Mapping[ShareKey, Vnd], level: Role, superior: ShareKey
) -> dict[ShareKey, Vnd]:
    """The shares of a part as a collecting unit below a province gives them.

    Takes    the shares by the rule; the collecting unit's level; its direct superior's share.
    Returns  the same sum: what belongs to levels above the collecting unit goes to its superior.
    Source   (sources: qd_1408_tld) art. 28
    """
    above = set(list(Role)[list(Role).index(level) + 1 :])
    kept = {key: part for key, part in wanted.items() if key.role not in above}
    sent = sum(part for key, part in wanted.items() if key.role in above)
    return {**kept, superior: Vnd(sent)} if sent else kept


def passed_up(amount_vnd: Vnd, rule: SplitRule, level: Role) -> Vnd:
    """What a unit passes on of an amount that came up to it: all above it, by the rule's weights.

    Takes    an amount of zero or more; the level of the unit, above the grassroots.
    Returns  nothing where the rule gives to nobody above it.
    """
    own = rule.share(level)
    above = sum(rule.share(role) for role in ABOVE[ABOVE.index(level) + 1 :])
    if not above:
        return Vnd(0)
    _, up = apportion(amount_vnd, [own, above])
    return up


def passed_on(way: Way, below: str, changes: Iterable[ShareChange]) -> BookLines:
    """What a unit passes on leaves the income that it had from below, and is owed to its superior.

    Takes    the way with the passing unit as its collector; the unit the money came from.
    """
    found = list(changes)
    books = shared(way, found)
    moved = sum(change.total_vnd for change in found if change.place is Place.UNIT)
    if moved:
        size = abs(moved)
        take = debit if moved == size else credit
        tags = {"counter_book": below, "interbook_ref": way.ref}
        line = take(INCOME, size, fund=LEVY, item=LEVY_RECEIVED, **tags)
        books[way.collector].append(line)
    return books


def net_income(lines: Iterable[Line]) -> list[Line]:
    """Net what became income and left it in one transaction: only the part that is kept shows."""
    found = list(lines)
    sums: dict[tuple[str, ...], int] = {}
    for line in found:
        if line.account == INCOME:
            sums[line.tags] = sums.get(line.tags, 0) + line.signed_vnd
    net: list[Line] = []
    for line in found:
        if line.account != INCOME:
            net.append(line)
        elif sums.get(line.tags):
            left = sums.pop(line.tags)
            size = abs(left)
            side = Side.DEBIT if left == size else Side.CREDIT
            net.append(replace(line, side=side, amount_vnd=Vnd(size)))
    return net
