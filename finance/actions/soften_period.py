"""Lock a unit's month softly: from then on only those who stand above it post there."""

from dataclasses import dataclass

from finance.actions.close_period import bind_below
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger import book
from ledger.periods import Period


@dataclass(frozen=True, slots=True)
class SoftenPeriod:
    """Which unit's month; whether the months of all units below are bound as well."""

    unit: str
    period: Period
    below: bool = False


@dataclass(frozen=True, slots=True)
class Softened:
    """Whether the unit's own month was locked now, and how many months below were."""

    fresh: bool
    bound: int


def soften_period(ctx: Context, request: SoftenPeriod) -> Softened:
    """Lock a month softly; batches take the first open day after it, as after a closed one.

    Raises   PeriodNotOpen, PeriodOrder, UnknownBook, PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "period.soften", request.unit)
        widen(session)
        by = book.Change(ctx.actor.name, ctx.clock.now_us())
        fresh = book.soften(session, request.unit, request.period, by)
        bound = bind_below(ctx, session, request.unit, request.period) if request.below else 0
        if fresh or bound:
            audit.write(
                session,
                ctx.clock,
                ctx.actor,
                "soften_period",
                request.unit,
                request.period,
                {"months_bound": bound},
            )
            session.commit()
    return Softened(fresh, bound)
