"""How a matched part is shared, and what changes when it becomes another.

Pure. A part is one receipt on one obligation. What stands is compared with what shall stand,
and only the difference is posted: matching, release, correction, a notice of a workers'
organisation and the founding of a union are the same arithmetic.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from finance.rules.posting import Place, ShareChange
from finance.rules.sharing import (
    Role,
    SplitRule,
    check_chain,
    split_levy,
    split_workers_organisation,
)
from ledger.money import Vnd

ORGANISATION_ROLE = "workers_organisation"


@dataclass(frozen=True, slots=True, order=True)
class ShareKey:
    """Whose share: the role of the rule, where it stands, and for which unit or organisation."""

    role: str
    place: Place
    beneficiary: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands of a share: all of it, and how much of it is settled (đồng)."""

    total_vnd: int
    settled_vnd: int


_NOTHING = Standing(0, 0)
Heirs = Mapping[ShareKey, ShareKey]  # a share of a unit that has gone -> who answers for it now


@dataclass(frozen=True, slots=True)
class Chain:
    """The units that take the shares of one obligation, on the day of the match."""

    collector: str
    grassroots: str  # empty: no union there, its part goes into custody
    upper: str
    province: str
    national: str

    def unit(self, role: Role) -> str:
        """The unit in a role, or empty."""
        return {
            Role.GRASSROOTS: self.grassroots,
            Role.UPPER: self.upper,
            Role.PROVINCE: self.province,
            Role.NATIONAL: self.national,
        }[role]


@dataclass(frozen=True, slots=True)
class Organisation:
    """A workers' organisation at the employer, and its notice for the month if it came."""

    name: str
    members_levy_vnd: Vnd | None  # None: the notice is awaited
    all_paid_vnd: Vnd  # matched to that obligation in all
    paid_vnd: Vnd | None = None  # it has ended: what it was paid of the part, the rest goes back


def wanted_shares(
    amount_vnd: Vnd, rule: SplitRule, chain: Chain, organisation: Organisation | None
) -> dict[ShareKey, Vnd]:
    """The shares a part shall have.

    Takes    the part's amount, zero or more; the rule of its levy period; the units.
    Returns  amounts above zero, adding up to `amount_vnd`. The grassroots part waits in custody
             where there is no union, or while an organisation's notice is awaited. Of one that
             has ended, what it was not paid goes back to the union, or into custody.
    Raises   NoUnitForRole when the rule gives to a level where no unit stands.
    """
    present = {Role.GRASSROOTS} | {role for role in Role if chain.unit(role)}
    check_chain(rule, present)
    shares: dict[ShareKey, Vnd] = {}
    for role, part in split_levy(amount_vnd, rule).items():
        if role is Role.GRASSROOTS:
            shares.update(_grassroots(part, chain, organisation))
        else:
            shares[_key(role, chain)] = part
    return {key: part for key, part in shares.items() if part}


def _grassroots(part: Vnd, chain: Chain, organisation: Organisation | None) -> dict[ShareKey, Vnd]:
    role = Role.GRASSROOTS
    custody = ShareKey(role.value, Place.CUSTODY, "")
    own = _key(role, chain) if chain.grassroots else custody
    if organisation is not None and organisation.paid_vnd is not None:
        theirs = Vnd(min(part, organisation.paid_vnd))
        return {own: Vnd(part - theirs), _organisation(organisation): theirs}
    if organisation is not None and organisation.members_levy_vnd is None:
        return {custody: part}
    if organisation is None or organisation.members_levy_vnd is None:
        return {own: part}
    theirs, rest = split_workers_organisation(
        part, organisation.members_levy_vnd, organisation.all_paid_vnd
    )
    return {own: rest, _organisation(organisation): theirs}


def _organisation(organisation: Organisation) -> ShareKey:
    return ShareKey(ORGANISATION_ROLE, Place.ORGANISATION, organisation.name)


def _key(role: Role, chain: Chain) -> ShareKey:
    unit = chain.unit(role)
    place = Place.OWN if unit == chain.collector else Place.UNIT
    return ShareKey(role.value, place, unit)


def kept_chain(chain: Chain, stands: Mapping[ShareKey, Standing], heirs: Heirs) -> Chain:
    """The chain, with the units above the grassroots that already share the part.

    A part stays with the units it was shared to when only its amount changes: another superior
    since then has no claim on it. A unit that has gone is followed by its heir.
    """
    held: dict[str, str] = {}
    for key, standing in stands.items():
        above = key.role in (Role.UPPER, Role.PROVINCE, Role.NATIONAL)
        if above and standing.total_vnd:
            held[key.role] = heirs.get(key, key).beneficiary
    return replace(chain, **held)


def less_passed(wanted: Mapping[ShareKey, Vnd], passed_vnd: int) -> dict[ShareKey, Vnd]:
    """The shares a part shall have here, when another unit holds some of its grassroots part.

    Takes    what was passed on with its money, đồng; nothing changes for zero.
    Returns  the grassroots share less that; what falls below zero stands on custody: the other
             unit holds more than the part is worth by now.
    """
    if not passed_vnd:
        return dict(wanted)
    custody = ShareKey(Role.GRASSROOTS.value, Place.CUSTODY, "")
    mine = next((key for key in wanted if key.role == Role.GRASSROOTS.value), custody)
    left = wanted.get(mine, Vnd(0)) - passed_vnd
    kept = {key: share for key, share in wanted.items() if key != mine}
    if left > 0:
        kept[mine] = Vnd(left)
    if left < 0:
        kept[custody] = Vnd(left)
    return kept


def share_changes(
    stands: Mapping[ShareKey, Standing],
    wanted: Mapping[ShareKey, Vnd],
    heirs: Heirs,
    *,
    money_here: bool,
) -> dict[ShareKey, ShareChange]:
    """What has to change, share by share.

    Takes    `heirs`: shares of units that have gone; `money_here`: whether the money lies in the
             collecting unit's own account; then its own share is income at once.
    Returns  changes other than nothing. A share that falls gives back first what is not settled
             yet, and only then what is. What a unit that has gone had as income stays with it:
             only the rest is given anew, and what is to be given back falls on its heir.
    """
    changes: dict[ShareKey, ShareChange] = {}
    goals: dict[ShareKey, int] = dict(wanted)
    for key, heir in sorted(heirs.items()):
        waiting = stands[key].total_vnd - stands[key].settled_vnd
        if waiting:
            changes[key] = ShareChange(key.place, key.beneficiary, -waiting, 0)
        now = next((other for other in wanted if other.role == key.role), heir)
        kept = min(stands[key].settled_vnd, goals.get(now, 0))
        goals[now] = goals.get(now, 0) - kept
        goals[heir] = goals.get(heir, 0) - (stands[key].settled_vnd - kept)
    for key in sorted({*goals, *(key for key in stands if key not in heirs)}):
        change = _change(key, stands.get(key, _NOTHING), goals.get(key, 0), money_here=money_here)
        if change.total_vnd:
            changes[key] = change
    return changes


def _change(key: ShareKey, standing: Standing, goal: int, *, money_here: bool) -> ShareChange:
    difference = goal - standing.total_vnd
    settled = 0
    if difference > 0 and key.place is Place.OWN and money_here:
        settled = difference
    elif difference < 0 and key.place is not Place.ORGANISATION:
        # An organisation has no book of ours: what it was paid too much waits to be netted.
        settled = min(0, difference + standing.total_vnd - standing.settled_vnd)
    return ShareChange(key.place, key.beneficiary, difference - settled, settled)
