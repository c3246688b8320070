"""Lift the soft lock of a unit's month."""

from dataclasses import dataclass

from finance.runtime import audit
from finance.runtime.context import Context
from ledger import book
from ledger.errors import UnknownBook
from ledger.periods import Period, PeriodState
from ledger.store import months, reads


@dataclass(frozen=True, slots=True)
class LiftPeriod:
    """Which unit's month."""

    unit: str
    period: Period


def lift_period(ctx: Context, request: LiftPeriod) -> bool:
    """Open a softly locked month again; one bound from above is lifted from there.

    Returns  False when the month is open.
    Raises   PeriodNotOpen, ReopenInOrder, UnknownBook; PermissionRefused, which names the unit
             that bound the month when the actor has no right there.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "period.soften", request.unit)
        held = reads.books_by_code(session, {request.unit}).get(request.unit)
        if held is None:
            raise UnknownBook(book=request.unit)
        month = months.month(session, held.book_id, request.period)
        if month is not None and month.state is PeriodState.SOFT and month.bound_by:
            ctx.require(session, "period.soften", month.bound_by)
        by = book.Change(ctx.actor.name, ctx.clock.now_us())
        fresh = book.unsoften(session, request.unit, request.period, by)
        if fresh:
            audit.write(
                session, ctx.clock, ctx.actor, "lift_period", request.unit, request.period, {}
            )
            session.commit()
        return fresh
