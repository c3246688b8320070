"""Which units a command may show: those of the person named, all to the system itself."""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from finance.records.scope import standing
from finance.runtime.context import Context, PermissionRefused
from finance.runtime.parameters import permissions

READ = "ledger.read"


def require(ctx: Context, session: Session, unit_code: str) -> None:
    """Refuse with PermissionRefused unless the actor may read this unit's books."""
    ctx.require(session, READ, unit_code)


def within(ctx: Context) -> Select[Any] | None:
    """A query for the units the actor may read; None when these are all.

    Raises   PermissionRefused for a person who may read nowhere.
    """
    if ctx.actor.is_system:
        return None
    return standing(own_units(ctx), ctx.today)


def own_units(ctx: Context) -> tuple[str, ...]:
    """The units that the actor may read, with all below them; none for the system itself.

    Raises   PermissionRefused for a person who may read nowhere.
    """
    if ctx.actor.is_system:
        return ()
    held = permissions()
    roles = {role for role in ctx.actor.roles if held.may({role}, READ)}
    own = tuple(ctx.actor.units_of(roles))
    if not own:
        raise PermissionRefused(actor=ctx.actor.name, act=READ, unit="–")
    return own
