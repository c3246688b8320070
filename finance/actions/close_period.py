"""Close a unit's month: what blocks is refused, what warns is kept with the act."""

from dataclasses import dataclass

from finance.records.month_end import Task, tasks
from finance.records.runs import take_turn
from finance.rules.errors import RuleError
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger import book
from ledger.periods import Period, last_day


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
    """Close a month; from then on nothing is posted in it.

    Raises   MonthNotOver, MonthNotReady, PeriodOrder, PeriodNotOpen, PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "period.close", request.unit)
        take_turn(session)
        widen(session)
        if ctx.today < last_day(request.period):
            raise MonthNotOver(period=request.period)
        fresh = book.close_period(session, request.unit, request.period)
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
        warnings = tuple(task for task in found if not task.blocks)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "close_period",
            request.unit,
            request.period,
            {task.code: task.amount_vnd for task in warnings},
        )
        session.commit()
    return Closed(fresh=True, warnings=warnings)
