"""Record that a unit collects dues above the standard rate, by decision of its committee."""

from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from finance.records.dues import DuesExtraRow
from finance.rules.errors import RuleError
from finance.runtime import audit
from finance.runtime.context import Context
from ledger.periods import Period


class UnfitExtra(RuleError):
    """A rate above the standard one is a part of one above zero, and rests on a decision."""

    code = "dues.unfit_extra"
    vi = "Mức thu thêm {rate} không hợp lệ, hoặc thiếu số quyết định, hoặc tháng kết thúc sai."
    en = "The rate {rate} is none, the decision is missing, or it ends before it begins."


@dataclass(frozen=True, slots=True)
class DecideDuesExtra:
    """Which unit, from which month (to which; None: still), how much of one, by which decision."""

    unit: str
    from_period: Period
    rate: Fraction
    decision: str
    to_period: Period | None = None


def decide_dues_extra(ctx: Context, request: DecideDuesExtra) -> bool:
    """Keep the decision; one of the same first month replaces it. Months are assessed anew by hand.

    Returns  whether anything is other than before.
    Raises   UnfitExtra, PermissionRefused.
    """
    ends_first = request.to_period is not None and request.to_period < request.from_period
    if not 0 < request.rate < 1 or not request.decision.strip() or ends_first:
        raise UnfitExtra(rate=str(request.rate))
    with ctx.database.writing() as session:
        ctx.require(session, "dues.decide", request.unit)
        changed = _keep(session, request)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "decide_dues_extra",
            request.unit,
            request.from_period,
            {"rate": str(request.rate), "decision": request.decision},
        )
        session.commit()
    return changed


def _keep(session: Session, request: DecideDuesExtra) -> bool:
    values = {
        "to_period": request.to_period or "",
        "rate": str(request.rate),
        "decision": request.decision,
    }
    row = session.get(DuesExtraRow, (request.unit, request.from_period))
    if row is None:
        key = {"unit_code": request.unit, "from_period": request.from_period}
        session.add(DuesExtraRow(**key, **values))
        return True
    changed = any(getattr(row, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(row, name, value)
    return changed
