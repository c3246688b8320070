"""The reopenings of a unit's months as everyone may read them: people by their roles, not names."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from finance.records.people import grants_on
from finance.records.reopened import Reopened, reopened
from finance.records.units import line_over
from finance.rules.permissions import Named
from finance.runtime.clock import moment
from finance.runtime.parameters import permissions


@dataclass(frozen=True, slots=True)
class Office:
    """In what role, held in which unit, somebody acted."""

    role: Named
    unit_code: str


@dataclass(frozen=True, slots=True)
class PublicReopening:
    """A reopening, and the offices of who asked for it and who granted it."""

    what: Reopened
    asked: Office | None  # none when the roles are not known any more
    granted: Office | None


def public_reopenings(session: Session, unit_code: str) -> list[PublicReopening]:
    """The reopenings of a unit's months, the newest first."""
    return [
        PublicReopening(
            each,
            _office(session, unit_code, each.asked_by, "period.reopen.ask", each.opened_at_us),
            _office(session, unit_code, each.granted_by, "period.reopen.grant", each.opened_at_us),
        )
        for each in reopened(session, unit_code)
    ]


def _office(session: Session, unit_code: str, name: str, act: str, at_us: int) -> Office | None:
    """The nearest role over the unit by which a person could do this on that day."""
    day, held = moment(at_us).date(), permissions()
    grants = grants_on(session, name, day)
    for unit in line_over(session, unit_code, day):
        for grant in grants:
            if grant.unit_code == unit and held.may([grant.role], act):
                return Office(held.roles[grant.role], unit)
    return None
