"""The levy of a unit's employers: owed, collected, and who got which share of it.

Pure. A grassroots unit shows the levy of its own employers, whoever collects it; a unit above it
shows what it collects itself.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from reports.disclosure.balances import Document
from reports.disclosure.facts import (
    CUSTODY,
    LEVELS_ABOVE,
    ORGANISATION,
    OWN,
    MonthFacts,
    ObligationFact,
    PartFact,
    ShareFact,
)

_ORDER = ("grassroots", ORGANISATION, CUSTODY, *LEVELS_ABOVE)


def owed(obligations: Iterable[ObligationFact], last: dt.date) -> Document:
    """What was to be paid, what was, and what is left; suspended months apart.

    Takes    obligations of the month; its last day.
    Returns  `owed_vnd`, open before the month and assessed in it, corrections netted, without
             what is suspended past the month; `collected_vnd` of it; `open_vnd`, the rest, of
             which `overdue_vnd` was due before the month ended; `suspended_vnd` with its months.
    """
    held = list(obligations)
    later = [one for one in held if one.suspended and one.due_on > last and one.open_vnd]
    suspended = sum(one.open_vnd for one in later)
    open_before = sum(one.owed_before_vnd - one.paid_before_vnd for one in held)
    assessed = sum(one.owed_within_vnd for one in held)
    collected = sum(one.paid_within_vnd for one in held)
    whole = open_before + assessed - suspended
    return {
        "open_before_vnd": open_before,
        "assessed_vnd": assessed,
        "owed_vnd": whole,
        "collected_vnd": collected,
        "open_vnd": whole - collected,
        "overdue_vnd": sum(one.open_vnd for one in held if one.due_on < last),
        "suspended_vnd": suspended,
        "suspended_until": max((one.due_on for one in later), default=last).isoformat()
        if later
        else "",
    }


def shares(facts: MonthFacts) -> list[Document]:
    """Who got which share of what was collected in the month, from the ground up.

    Returns  a row for each unit, for workers' organisations and for what waits in custody; they
             add up to what was collected. `kept` marks the disclosing unit's own.
    """
    sums: dict[tuple[int, str, str], int] = {}
    for part in facts.parts:
        for share in part.shares:
            unit = unit_of(part, share)
            role = share.place if share.place in (CUSTODY, ORGANISATION) else share.role
            place = _ORDER.index(role) if role in _ORDER else len(_ORDER)
            key = (place, role, unit)
            sums[key] = sums.get(key, 0) + share.within_vnd
    return [
        {
            "role": role,
            "unit": unit,
            "unit_name": facts.units.get(unit, unit),
            "kept": unit == facts.unit.code,
            "amount_vnd": amount,
        }
        for (_, role, unit), amount in sorted(sums.items())
        if amount
    ]


def unit_of(part: PartFact, share: ShareFact) -> str:
    """The unit a share belongs to; empty for custody, the name of a workers' organisation."""
    if share.place == OWN:
        return part.key.collecting_unit
    return "" if share.place == CUSTODY else share.beneficiary


def is_grassroots(share: ShareFact) -> bool:
    """Whether a share is of the grassroots part, whoever holds it now."""
    return share.role not in LEVELS_ABOVE


def public_employer(tax_code: str, names: Mapping[str, str]) -> tuple[str, str]:
    """The tax code and name under which an employer is shown.

    A code of 12 digits is a person's own number: such an employer is shown without it and
    without a name, because no person is named here.
    """
    if len(tax_code) == _PERSONAL and tax_code.isdigit():
        return "", ""
    return tax_code, names.get(tax_code, "")


_PERSONAL = 12
