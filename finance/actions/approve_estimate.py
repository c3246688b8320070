"""Approve the estimate of a year's upper parts; whoever entered it does not approve it."""

from dataclasses import dataclass

from finance.records.estimates import estimate_of
from finance.rules.errors import RuleError
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.parameters import permissions


class EstimateMissing(RuleError):
    """Nothing was entered, or nobody has approved it."""

    code = "estimate.missing"
    vi = "Chưa có dự toán được duyệt cho phần cấp trên của {unit} năm {year}."
    en = "There is no approved estimate of the upper parts of {unit} for {year}."


@dataclass(frozen=True, slots=True)
class ApproveEstimate:
    """Whose estimate of which year."""

    unit: str
    year: int


def approve_estimate(ctx: Context, request: ApproveEstimate) -> bool:
    """Keep that it is approved, and by whom.

    Returns  whether that is new.
    Raises   EstimateMissing, SamePerson, PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "estimate.approve", request.unit)
        rows = estimate_of(session, request.unit, request.year)
        if not rows:
            raise EstimateMissing(unit=request.unit, year=request.year)
        makers = [row.maker for row in rows]
        amount = sum(row.amount_vnd for row in rows)
        permissions().check_second("estimate.approve", makers, ctx.actor.name, amount)
        if rows[0].checker:
            return False
        for row in rows:
            row.checker = ctx.actor.name
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "approve_estimate",
            request.unit,
            str(request.year),
            {"decision": rows[0].decision, "amount_vnd": amount},
        )
        session.commit()
        return True
