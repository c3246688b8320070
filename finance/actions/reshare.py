"""Say how the shares of matched parts change: what stands beside what shall stand.

Reads only; `rematch` writes what comes of it.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from finance.records.obligations import ObligationRow
from finance.records.organisations import Workers
from finance.records.parts import (
    NOT_SHARED,
    Lines,
    PartKey,
    SharedPart,
    organisation_of,
    standing_shares,
)
from finance.records.passed_custody import passed_on
from finance.records.payables import handed_over
from finance.rules.errors import RuleError
from finance.rules.parts import (
    Heirs,
    ShareKey,
    Standing,
    kept_chain,
    less_passed,
    share_changes,
    wanted_shares,
)
from finance.rules.passing_up import through_superior
from finance.rules.posting import Place, ShareChange
from finance.rules.sharing import MoneySource, Role, SplitRule, rule_for
from ledger.money import Vnd
from ledger.periods import Period


class CollectorNotAbove(RuleError):
    """Money of workers who stand below another unit by now is not shared from here."""

    code = "sharing.collector_not_above"
    vi = "Đơn vị thu {unit} không đứng trên người hưởng của {tax_code} vào ngày ghép."
    en = "Collecting unit {unit} does not stand above those who share in {tax_code} that day."


@dataclass(frozen=True, slots=True)
class Sharing:
    """Where parts are shared: the collecting unit, the units on the day, the rules on record."""

    collector: str
    lines: Lines
    rules: tuple[SplitRule, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One part as it shall be (đồng)."""

    key: PartKey
    amount_vnd: int
    all_paid_vnd: int  # matched to that obligation in all
    owed: ObligationRow
    workers: Workers | None  # a workers' organisation and its notice, if any


@dataclass(frozen=True, slots=True)
class Reshared:
    """What changes in the shares of one part, and the rule (scope, first period) they rest on.

    `last_on` is the day they last changed or were paid; None when nothing was shared before.
    """

    key: PartKey
    changes: dict[ShareKey, ShareChange]
    rule: tuple[str, str]
    last_on: dt.date | None


def reshare(session: Session, sharing: Sharing, parts: Sequence[Part]) -> Iterator[Reshared]:
    """Compare the shares of each part with those it shall have; parts that do not change fall out.

    Raises   NoSplitRule, NoUnitForRole, CollectorNotAbove.
    """
    keys = [part.key for part in parts]
    stands = standing_shares(session, sharing.collector, keys)
    here = handed_over(session, sharing.collector, keys)
    passed = passed_on(session, sharing.collector, keys)
    for part in parts:
        shared = stands.get(part.key, NOT_SHARED)
        heirs = _heirs(sharing, shared.shares)
        rule, shall = _wanted(sharing, part, shared, heirs)
        wanted = less_passed(shall, passed.get(part.key, 0))
        changes = share_changes(shared.shares, wanted, heirs, money_here=part.key in here)
        if changes:
            yield Reshared(part.key, changes, rule, shared.last_on)


def _wanted(
    sharing: Sharing, part: Part, shared: SharedPart, heirs: Heirs
) -> tuple[tuple[str, str], dict[ShareKey, Vnd]]:
    """The rule of a part, and the shares it shall have."""
    if part.amount_vnd == 0:
        return shared.rule, {}
    collector, owed, lines = sharing.collector, part.owed, sharing.lines
    rule = _rule(sharing, part, shared)
    chain = lines.chain(collector, owed.grassroots_unit, owed.upper_unit)
    if shared.stands:
        chain = kept_chain(chain, shared.shares, heirs)
    level = Role(lines.level(collector))
    if collector != chain.unit(level):
        raise CollectorNotAbove(unit=collector, tax_code=owed.tax_code)
    organisation = None
    if part.workers is not None:
        paid = _paid_to_organisation(shared)
        organisation = organisation_of(part.workers, part.all_paid_vnd, paid)
    shares = wanted_shares(Vnd(part.amount_vnd), rule, chain, organisation)
    if level in (Role.GRASSROOTS, Role.UPPER):
        shares = through_superior(shares, level, _superior(sharing, shared, heirs))
    return (rule.scope, rule.valid_from), shares


def _superior(sharing: Sharing, shared: SharedPart, heirs: Heirs) -> ShareKey:
    """The share of a collecting unit's direct superior: of who has it already, if anybody."""
    above = sharing.lines.above(sharing.collector)
    below = {Role.GRASSROOTS.value, sharing.lines.level(sharing.collector)}
    for key, standing in shared.shares.items():
        if key.place is Place.UNIT and key.role not in below and standing.total_vnd:
            return heirs.get(key, key)
    return ShareKey(sharing.lines.level(above[1]), Place.UNIT, above[1])


def _paid_to_organisation(shared: SharedPart) -> int:
    return sum(
        standing.settled_vnd
        for key, standing in shared.shares.items()
        if key.place is Place.ORGANISATION
    )


def _rule(sharing: Sharing, part: Part, shared: SharedPart) -> SplitRule:
    """The rule of the levy period; a part already shared keeps the one it was shared by."""
    if shared.stands:
        for rule in sharing.rules:
            if (rule.scope, rule.valid_from) == shared.rule:
                return rule
    scopes = sharing.lines.above(sharing.collector)
    return rule_for(sharing.rules, MoneySource.LEVY, scopes, Period(part.owed.period))


def _heirs(sharing: Sharing, shares: dict[ShareKey, Standing]) -> dict[ShareKey, ShareKey]:
    """Shares of units that have gone, and whose they are now."""
    found: dict[ShareKey, ShareKey] = {}
    for key in shares:
        heir = sharing.lines.heir(key.beneficiary) if key.place is Place.UNIT else ""
        if heir and heir != key.beneficiary:
            place = Place.OWN if heir == sharing.collector else Place.UNIT
            found[key] = replace(key, place=place, beneficiary=heir)
    return found
