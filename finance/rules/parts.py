"""How a matched part is shared, and what changes when it becomes another.

Pure. A part is one receipt on one obligation. What stands is compared with what shall stand,
and only the difference is posted: matching, release, correction, a notice of a workers'
organisation and the founding of a union are the same arithmetic.
"""

from collections.abc import Mapping
from dataclasses import dataclass

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


def wanted_shares(
    amount_vnd: Vnd, rule: SplitRule, chain: Chain, organisation: Organisation | None
) -> dict[ShareKey, Vnd]:
    """The shares a part shall have.

    Takes    the part's amount, zero or more; the rule of its levy period; the units.
    Returns  amounts above zero, adding up to `amount_vnd`. The grassroots part waits in custody
             where there is no union, or while an organisation's notice is awaited.
    Raises   NoUnitForRole when the rule gives to a level where no unit stands.
    """
    present = {Role.GRASSROOTS} | {role for role in Role if chain.unit(role)}
    check_chain(rule, present)
    shares: dict[ShareKey, Vnd] = {}
    for role, part in split_levy(amount_vnd, rule).items():
        if role is Role.GRASSROOTS:
            shares.update(_grassroots(part, chain, organisation))
        else:
            _add(shares, _key(role, chain), part)
    return {key: part for key, part in shares.items() if part}


def _grassroots(part: Vnd, chain: Chain, organisation: Organisation | None) -> dict[ShareKey, Vnd]:
    role = Role.GRASSROOTS
    custody = ShareKey(role.value, Place.CUSTODY, "")
    if organisation is not None and organisation.members_levy_vnd is None:
        return {custody: part}
    own = _key(role, chain) if chain.grassroots else custody
    if organisation is None or organisation.members_levy_vnd is None:
        return {own: part}
    theirs, rest = split_workers_organisation(
        part, organisation.members_levy_vnd, organisation.all_paid_vnd
    )
    return {
        own: rest,
        ShareKey(ORGANISATION_ROLE, Place.ORGANISATION, organisation.name): theirs,
    }


def _key(role: Role, chain: Chain) -> ShareKey:
    unit = chain.unit(role)
    place = Place.OWN if unit == chain.collector else Place.UNIT
    return ShareKey(role.value, place, unit)


def _add(shares: dict[ShareKey, Vnd], key: ShareKey, part: Vnd) -> None:
    shares[key] = Vnd(shares.get(key, 0) + part)


def share_changes(
    stands: Mapping[ShareKey, Standing],
    wanted: Mapping[ShareKey, Vnd],
    *,
    money_here: bool,
) -> dict[ShareKey, ShareChange]:
    """What has to change, share by share.

    Takes    `money_here`: whether the money lies in the collecting unit's own account; then its
             own share is income at once.
    Returns  changes other than nothing. A share that falls gives back first what is not settled
             yet, and only then what is.
    """
    changes: dict[ShareKey, ShareChange] = {}
    for key in sorted({*stands, *wanted}):
        standing = stands.get(key, Standing(0, 0))
        difference = wanted.get(key, 0) - standing.total_vnd
        if difference > 0:
            settled = difference if key.place is Place.OWN and money_here else 0
        elif difference < 0:
            waiting = standing.total_vnd - standing.settled_vnd
            settled = min(0, difference + waiting)
        else:
            continue
        changes[key] = ShareChange(key.place, key.beneficiary, difference - settled, settled)
    return changes
