"""What an action is given: the database, the clock, who acts, and the settings."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from finance.records.units import line_over, top_units
from finance.rules.errors import RuleError
from finance.runtime.clock import Clock
from finance.runtime.database import Database
from finance.runtime.identity import Actor
from finance.runtime.parameters import permissions
from finance.runtime.settings import Settings


class PermissionRefused(RuleError):
    """Nobody acts outside their own unit and below, nor beyond their role."""

    code = "permission.refused"
    vi = "{actor} không được phép «{act_name}» {place}."
    en = "{actor} may not “{act_name}” {place}."

    def __init__(self, *, actor: str, act: str, unit: str) -> None:
        """Keep who may not do which act where; the act is named in the reader's language."""
        named = permissions().acts[act]
        names = {"act_name_vi": named.vi, "act_name_en": named.en}
        places = {"place_vi": "trong toàn hệ thống", "place_en": "in the whole federation"}
        if unit:
            places = {"place_vi": f"tại đơn vị {unit}", "place_en": f"in unit {unit}"}
        super().__init__(actor=actor, act=act, unit=unit, **names, **places)


@dataclass(frozen=True, slots=True)
class Context:
    """One call's surroundings; the same for page, command and job."""

    database: Database
    clock: Clock
    actor: Actor
    settings: Settings

    @property
    def today(self) -> dt.date:
        """The business day."""
        return self.clock.today()

    def may(self, session: Session, act: str, unit: str, over: Sequence[str] | None = None) -> bool:
        """Whether the actor may do this in a unit: by a role held there or above it.

        Some acts want a role held in the unit itself, as the table of permissions says. An act
        that concerns every unit (`unit` empty) wants a role held at the very top.

        The system itself, with no person behind it, does batch acts only.
        Takes    `over`, who stands over the unit today, where the caller has asked already.
        """
        held = permissions()
        if self.actor.is_system:
            return held.may({"system"}, act)
        if not over:
            over = line_over(session, unit, self.today) if unit else top_units(session)
        above = list(over)
        if held.only_in_unit(act):
            above = [unit] if unit in above else []
        return held.may(self.actor.roles_over(above), act)

    def adjusting(
        self,
        session: Session,
        act: str,
        units: Iterable[str],
        over: Sequence[str] | None = None,
    ) -> frozenset[str]:
        """The units in whose softly locked months the actor may do this: by a role from above.

        A role held in the unit itself does not reach there, nor does the system.
        Takes    `over`, who stands over a single unit, where the caller has asked already.
        """
        held, found = permissions(), set()
        for unit in units:
            if any(grant.unit != unit for grant in self.actor.grants):
                above = set(over or line_over(session, unit, self.today)) - {unit}
                if held.may(self.actor.roles_over(above), act):
                    found.add(unit)
        return frozenset(found)

    def require(
        self, session: Session, act: str, unit: str, over: Sequence[str] | None = None
    ) -> None:
        """Refuse with PermissionRefused unless the actor may do this in the unit (see `may`)."""
        if not self.may(session, act, unit, over):
            raise PermissionRefused(actor=self.actor.name, act=act, unit=unit)
