"""Propose to give money to a unit below; nothing moves until another person approves it."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.records.runs import next_numbers
from finance.records.support import PROPOSED, SupportRow
from finance.records.units import line_up
from finance.rules.errors import RuleError
from finance.rules.support import FUNDS
from finance.runtime import audit
from finance.runtime.context import Context


class NotBelow(RuleError):
    """Support goes downward."""

    code = "support.not_below"
    vi = "{receiver} không phải đơn vị cấp dưới của {giver} vào ngày {on}."
    en = "{receiver} does not stand below {giver} on {on}."


class NoSupport(RuleError):
    """A proposal names an amount, a source and the decision it rests on."""

    code = "support.incomplete"
    vi = "Đề nghị cấp hỗ trợ phải có số tiền lớn hơn 0, nguồn ({funds}) và số quyết định."
    en = "Support names an amount above zero, a source ({funds}) and the number of a decision."


@dataclass(frozen=True, slots=True)
class ProposeSupport:
    """Who gives how much (đồng) to whom, out of which source, by which decision."""

    unit: str
    receiver: str
    amount_vnd: int
    decision: str
    on: dt.date
    fund: str = "levy"


def propose_support(ctx: Context, request: ProposeSupport) -> tuple[str, bool]:
    """Keep the proposal.

    Returns  its name (UNIT/S/SEQ), and whether it is new: one decision gives a unit of one source
             one amount once.
    Raises   NoSupport, NotBelow, PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "support.propose", request.unit)
        decision = request.decision.strip()
        if request.amount_vnd <= 0 or request.fund not in FUNDS or not decision:
            raise NoSupport(funds=", ".join(FUNDS))
        if request.unit not in line_up(session, request.receiver, request.on)[1:]:
            raise NotBelow(receiver=request.receiver, giver=request.unit, on=request.on.isoformat())
        held = _held(session, request, decision)
        if held is not None:
            return f"{request.unit}/S/{held}", False
        seq = next_numbers(session, request.unit, "support", 1)
        session.add(
            SupportRow(
                unit_code=request.unit,
                seq=seq,
                receiver=request.receiver,
                fund=request.fund,
                amount_vnd=request.amount_vnd,
                decision=decision,
                maker=ctx.actor.name,
                state=PROPOSED,
            )
        )
        name = f"{request.unit}/S/{seq}"
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "propose_support",
            request.unit,
            name,
            {"receiver": request.receiver, "amount_vnd": request.amount_vnd, "decision": decision},
        )
        session.commit()
        return name, True


def _held(session: Session, request: ProposeSupport, decision: str) -> int | None:
    return session.scalars(
        select(SupportRow.seq).where(
            SupportRow.unit_code == request.unit,
            SupportRow.receiver == request.receiver,
            SupportRow.fund == request.fund,
            SupportRow.amount_vnd == request.amount_vnd,
            SupportRow.decision == decision,
        )
    ).one_or_none()
