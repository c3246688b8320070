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
from ledger.errors import Fact


class EstimatePosted(RuleError):
    """An estimate that a true-up rests on is not entered anew."""

    code = "estimate.posted"
    vi = "Dự toán phần cấp trên của {unit} năm {year} đã được bù trừ ({ref}): không nhập lại."
    en = "The estimate of the upper parts of {unit}, {year}, was trued up ({ref}): it stands."


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

    One that was approved is replaced as well, as long as no true-up rests on it: the new one waits
    for its own approval, and the log keeps the one before with who entered and approved it.

    Returns  whether anything is new.
    Raises   NoEstimate, NotAnUpperUnit, EstimatePosted, PermissionRefused.
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
        if held and held[0].difference_vnd is not None:
            raise EstimatePosted(unit=request.unit, year=request.year, ref=held[0].ref)
        before = _said_before(held)
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
            {"decision": decision, "amount_vnd": sum(request.amounts.values()), **before},
        )
        session.commit()
        return True


def _said_before(held: list[UpperEstimateRow]) -> dict[str, Fact]:
    """The estimate that is replaced, for the log; nothing when there was none."""
    if not held:
        return {}
    amounts = ", ".join(f"{row.beneficiary}={row.amount_vnd}" for row in held)
    return {
        "before": amounts,
        "before_decision": held[0].decision,
        "before_maker": held[0].maker,
        "before_checker": held[0].checker,
    }


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
