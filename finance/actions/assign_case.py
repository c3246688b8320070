"""Give a case to the person who is to work it."""

from dataclasses import dataclass, replace
from typing import Final

from finance.records.cases import open_case_of
from finance.rules.errors import RuleError
from finance.rules.texts import TextField, one_line
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.identity import actor_named

OWNER: Final = TextField("owner", "Người theo dõi", "Owner", 100)


class NotAnOwner(RuleError):
    """A case belongs to somebody who may work it."""

    code = "case.not_an_owner"
    vi = "«{name}» không có vai trò nào để theo dõi hồ sơ của đơn vị {unit}."
    en = "“{name}” has no role by which to work cases of unit {unit}."


@dataclass(frozen=True, slots=True)
class AssignCase:
    """Which case, and whose it becomes."""

    unit: str
    seq: int
    owner: str


def assign_case(ctx: Context, request: AssignCase) -> bool:
    """Give an open case to somebody.

    Returns  False when it was theirs already.
    Raises   UnknownCase, CaseIsClosed, NotAnOwner, UnfitText, PermissionRefused.
    """
    request = replace(request, owner=one_line(request.owner, OWNER))
    with ctx.database.writing() as session:
        ctx.require(session, "case.work", request.unit)
        row = open_case_of(session, request.unit, request.seq)
        if row.owner == request.owner:
            return False
        person = actor_named(session, request.owner, ctx.today)
        if person is None or not replace(ctx, actor=person).may(session, "case.work", request.unit):
            raise NotAnOwner(name=request.owner, unit=request.unit)
        before, row.owner = row.owner, person.name
        details = {"from": before, "to": row.owner}
        audit.write(
            session, ctx.clock, ctx.actor, "assign_case", row.unit_code, row.public_id, details
        )
        session.commit()
        return True
