"""Hand a member the link to their own dues, in place of the one they had."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from finance.records.member_links import MemberLinkRow, links_of
from finance.records.members import latest_member
from finance.records.runs import next_numbers
from finance.rules.errors import RuleError
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.passwords import digest, new_token

OPENS_DAYS: Final = 90


class UnknownMember(RuleError):
    """The unit's register has no such member."""

    code = "member.unknown"
    vi = "Danh sách của {unit} không có đoàn viên số «{member_no}»."
    en = "The register of {unit} has no member “{member_no}”."


@dataclass(frozen=True, slots=True)
class HandOutStatement:
    """Which member of which unit."""

    unit: str
    member_no: str


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A link's token, told this once, and the last day it opens."""

    token: str
    expires_on: dt.date


def hand_out_statement(ctx: Context, request: HandOutStatement) -> HandedOut:
    """Make a link; those the member had open nothing more.

    Returns  the token, of which only the digest is kept.
    Raises   UnknownMember, PermissionRefused.
    """
    token, now_us = new_token(), ctx.clock.now_us()
    expires_on = ctx.today + dt.timedelta(days=OPENS_DAYS)
    with ctx.database.writing() as session:
        ctx.require(session, "dues.hand_out", request.unit)
        if latest_member(session, request.unit, request.member_no) is None:
            raise UnknownMember(unit=request.unit, member_no=request.member_no)
        for row in links_of(session, request.unit, request.member_no, ctx.today):
            row.revoked_at_us = now_us
        session.add(
            MemberLinkRow(
                unit_code=request.unit,
                seq=next_numbers(session, request.unit, "member_link", 1),
                member_no=request.member_no,
                token_sha256=digest(token),
                made_at_us=now_us,
                made_by=ctx.actor.name,
                expires_on=expires_on,
                revoked_at_us=None,
            )
        )
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "hand_out_statement",
            request.unit,
            request.member_no,
            {"expires_on": expires_on.isoformat()},
        )
        session.commit()
    return HandedOut(token, expires_on)
