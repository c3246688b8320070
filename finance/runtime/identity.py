"""Who acts: a person with their grants of that day, or the system itself."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from finance.records import people

SYSTEM_NAME = "system"


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in one unit; it reaches that unit and everything below it."""

    unit: str
    role: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is recorded as the one who acted, and the grants they hold that day."""

    name: str
    grants: tuple[Grant, ...] = ()

    @property
    def is_system(self) -> bool:
        """Whether this is the command line or a job, with no person behind it."""
        return self.name == SYSTEM_NAME

    @property
    def roles(self) -> frozenset[str]:
        """Every role held anywhere."""
        return frozenset(grant.role for grant in self.grants)

    def roles_over(self, above: Collection[str]) -> frozenset[str]:
        """The roles that reach a unit; `above` is that unit and all that stand above it."""
        return frozenset(grant.role for grant in self.grants if grant.unit in above)

    def units_of(self, roles: Collection[str]) -> tuple[str, ...]:
        """The units in which one of these roles is held, each once, in order."""
        return tuple(sorted({grant.unit for grant in self.grants if grant.role in roles}))


SYSTEM = Actor(SYSTEM_NAME)


def actor_named(session: Session, name: str, day: dt.date) -> Actor | None:
    """A person with the grants of that day, or None when there is nobody of that name any more."""
    user = people.user_named(session, name)
    if user is None or user.ended_at_us is not None:
        return None
    held = people.grants_on(session, name, day)
    return Actor(name, tuple(Grant(row.unit_code, row.role) for row in held))
