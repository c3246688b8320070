"""Which units a command may show: those the person may read, all to the system itself."""

from sqlalchemy import Select

from finance.records.scope import standing
from finance.runtime.context import Context, PermissionRefused
from finance.runtime.parameters import permissions

READ = "ledger.read"


def readable(ctx: Context) -> Select[str] | None:
    """A query for the units the actor may read; None when these are all.

    Raises   PermissionRefused for a person who may read nowhere.
    """
    if ctx.actor.is_system:
        return None
    held = permissions()
    roles = {role for role in ctx.actor.roles if held.may({role}, READ)}
    own = ctx.actor.units_of(roles)
    if not own:
        raise PermissionRefused(actor=ctx.actor.name, act=READ, unit="–")
    return standing(own, ctx.today)
