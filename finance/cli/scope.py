"""Which units a command may show: those the person may read, all to the system itself."""

from sqlalchemy import Select
from sqlalchemy.orm import Session

from finance.records.scope import standing
from finance.records.units import latest_unit
from finance.runtime.context import Context, PermissionRefused
from finance.runtime.parameters import permissions
from ledger.errors import Refusal

READ = "ledger.read"


class UnknownUnit(Refusal):
    """A unit that the register has never known has no figures, not even zeros."""

    code = "unit.unknown"
    vi = "Không có đơn vị «{unit}» trong danh mục."
    en = "There is no unit “{unit}” in the register."


def known(session: Session, unit_code: str) -> None:
    """Refuse with UnknownUnit a unit the register has never known; empty asks for all."""
    if unit_code and latest_unit(session, unit_code) is None:
        raise UnknownUnit(unit=unit_code)


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
