"""Enter the estimate of a year's upper parts: what each unit above the grassroots shall have."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from finance.records.estimates import UpperEstimateRow, estimate_of
from finance.records.units import latest_units, line_over
from finance.rules.errors import RuleError
from finance.rules.sharing import Role
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen


class EstimateApproved(RuleError):
    """An approved estimate is not entered anew."""

    code = "estimate.approved"
    vi = "Dự toán phần cấp trên của {unit} năm {year} đã được duyệt."
    en = "The estimate of the upper parts of {unit}, {year}, is approved already."


class NoEstimate(RuleError):
    """An estimate names a decision and at least one unit, with amounts of zero or more."""

    code = "estimate.incomplete"
    vi = "Dự toán phải có số quyết định và số tiền không âm của ít nhất một đơn vị."
    en = "An estimate names a decision and, for one unit or more, an amount of zero or more."


class NotAnUpperUnit(RuleError):
    """Only units above the grassroots, in one line with the collecting unit, have an upper part."""

    code = "estimate.not_an_upper_unit"
    vi = "{beneficiary} không phải cấp trên cơ sở cùng tuyến với đơn vị thu {unit}."
    en = "{beneficiary} is no unit above the grassroots in one line with collecting unit {unit}."


@dataclass(frozen=True, slots=True)
class EnterEstimate:
    """Whose collections of which year, what each unit shall have (đồng), by which decision."""

    unit: str
    year: int
    amounts: Mapping[str, int]
    decision: str


def enter_estimate(ctx: Context, request: EnterEstimate) -> bool:
    """Keep the estimate; another person approves it. Entered again, it replaces the one before.

    Returns  whether anything is new.
    Raises   NoEstimate, NotAnUpperUnit, EstimateApproved, PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "estimate.enter", request.unit)
        widen(session)
        decision = request.decision.strip()
        if not decision or not request.amounts or min(request.amounts.values()) < 0:
            raise NoEstimate
        _judge(session, ctx, request)
        held = estimate_of(session, request.unit, request.year)
        same = {row.beneficiary: row.amount_vnd for row in held} == dict(request.amounts)
        if held and same and held[0].decision == decision:
            return False
        if any(row.checker for row in held):
            raise EstimateApproved(unit=request.unit, year=request.year)
        session.execute(
            delete(UpperEstimateRow).where(
                UpperEstimateRow.collecting_unit == request.unit,
                UpperEstimateRow.year == request.year,
            )
        )
        session.add_all(
            UpperEstimateRow(
                collecting_unit=request.unit,
                year=request.year,
                beneficiary=code,
                amount_vnd=amount,
                decision=decision,
                maker=ctx.actor.name,
            )
            for code, amount in sorted(request.amounts.items())
        )
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "enter_estimate",
            request.unit,
            str(request.year),
            {"decision": decision, "amount_vnd": sum(request.amounts.values())},
        )
        session.commit()
        return True


def _judge(session: Session, ctx: Context, request: EnterEstimate) -> None:
    units = latest_units(session)
    above = line_over(session, request.unit, ctx.today)
    for code in sorted(request.amounts):
        known = units.get(code)
        line = [] if known is None else [*above, *_with(session, ctx, code, request.unit)]
        if known is None or known.level == Role.GRASSROOTS or code not in line:
            raise NotAnUpperUnit(beneficiary=code, unit=request.unit)


def _with(session: Session, ctx: Context, code: str, unit: str) -> list[str]:
    """The unit itself where the collecting unit stands over it."""
    return [code] if unit in line_over(session, code, ctx.today) else []
