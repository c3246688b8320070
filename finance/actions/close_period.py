"""Close a unit's month: what blocks is refused, what warns is kept with the act."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from finance.records.month_end import tasks
from finance.records.reopenings import ReopeningState, standing
from finance.records.runs import take_turn
from finance.records.units import below
from finance.rules.errors import RuleError
from finance.rules.month_tasks import Task
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger import book
from ledger.periods import Period, last_day
from ledger.store import reads


class MonthNotReady(RuleError):
    """Something has to be done first."""

    code = "period.not_ready"
    vi = "Chưa thể khóa kỳ {period} của {unit}: {tasks}."
    en = "Period {period} of {unit} cannot be closed yet: {tasks}."


class MonthNotOver(RuleError):
    """A month is closed on its last day or later."""

    code = "period.not_over"
    vi = "Kỳ {period} chưa kết thúc."
    en = "Period {period} is not over yet."


@dataclass(frozen=True, slots=True)
class ClosePeriod:
    """Which unit's month."""

    unit: str
    period: Period


@dataclass(frozen=True, slots=True)
class Closed:
    """Whether it is closed now for the first time, and what was worth a look."""

    fresh: bool
    warnings: tuple[Task, ...]


def close_period(ctx: Context, request: ClosePeriod) -> Closed:
    """Close a month and seal it; from then on nothing is posted in it.

    In the books of all units below, that month and those before it that are still open are locked
    softly, bound by this unit. A reopening of the month ends.
    Raises   MonthNotOver, MonthNotReady, PeriodOrder, PeriodNotOpen, PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "period.close", request.unit)
        take_turn(session)
        widen(session)
        if ctx.today < last_day(request.period):
            raise MonthNotOver(period=request.period)
        by = book.Change(ctx.actor.name, ctx.clock.now_us())
        fresh = book.close_period(session, request.unit, request.period, by)
        if not fresh:
            return Closed(fresh=False, warnings=())
        found = tasks(session, request.unit, request.period)
        blocking = [task for task in found if task.blocks]
        if blocking:
            raise MonthNotReady(
                period=request.period,
                unit=request.unit,
                tasks_vi="; ".join(task.vi for task in blocking),
                tasks_en="; ".join(task.en for task in blocking),
            )
        bound = bind_below(ctx, session, request.unit, request.period)
        reopening = standing(session, request.unit, request.period)
        if reopening is not None:
            reopening.state = ReopeningState.ENDED.value
            reopening.ended_at_us = ctx.clock.now_us()
        warnings = tuple(task for task in found if not task.blocks)
        book.seal_period(session, request.unit, request.period, ctx.clock.now_us())
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "close_period",
            request.unit,
            request.period,
            {task.code: task.amount_vnd for task in warnings} | {"months_bound": bound},
        )
        session.commit()
    return Closed(fresh=True, warnings=warnings)


def bind_below(ctx: Context, session: Session, unit: str, period: Period) -> int:
    """Lock softly, in the books of all units below, the month and those before it still open.

    Returns  how many months were locked; they are bound by the unit.
    """
    codes = below(session, [unit], last_day(period)) - {unit}
    if not codes:
        return 0
    held = reads.books_by_code(session, codes)
    by = book.Change(ctx.actor.name, ctx.clock.now_us(), bound_by=unit)
    return book.soften_through(session, list(held), period, by)
