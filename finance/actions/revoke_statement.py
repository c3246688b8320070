"""Take back the link to a member's own dues."""

from dataclasses import dataclass

from finance.records.member_links import links_of
from finance.runtime import audit
from finance.runtime.context import Context


@dataclass(frozen=True, slots=True)
class RevokeStatement:
    """Which member of which unit."""

    unit: str
    member_no: str


def revoke_statement(ctx: Context, request: RevokeStatement) -> int:
    """Let none of the member's links open anything more.

    Returns  how many were open.
    Raises   PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "dues.hand_out", request.unit)
        links = links_of(session, request.unit, request.member_no, ctx.today)
        for row in links:
            row.revoked_at_us = ctx.clock.now_us()
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "revoke_statement",
            request.unit,
            request.member_no,
            {"links": len(links)},
        )
        session.commit()
    return len(links)
