"""A second person grants a reopening: the closed month is open again until its end."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from finance.actions.ask_reopening import EndNotAhead
from finance.records.reopenings import ReopeningRow, ReopeningState, standing
from finance.records.units import line_over
from finance.rules.errors import RuleError
from finance.rules.permissions import four_eyes
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger import book
from ledger.periods import Period, PeriodState
from ledger.store import months, reads
from ledger.store.months import MonthEvent


class NoReopening(RuleError):
    """Nobody asked for this month to be reopened."""

    code = "reopening.none"
    vi = "Không có đề nghị mở lại kỳ {period} của {unit} đang chờ."
    en = "No request to reopen {period} of {unit} waits."


class ClosedAbove(RuleError):
    """A unit above has that month closed: what lies below it is settled with it."""

    code = "reopening.closed_above"
    vi = "Đơn vị cấp trên {above} đã khóa kỳ {period}: phải mở lại kỳ ở đó trước."
    en = "Unit {above} above has {period} closed: it has to be reopened there first."


@dataclass(frozen=True, slots=True)
class GrantReopening:
    """Which unit's month."""

    unit: str
    period: Period


def waiting_request(session: Session, unit: str, period: Period) -> ReopeningRow:
    """The request that waits for a decision; NoReopening when there is none."""
    row = standing(session, unit, period)
    if row is None or row.state != ReopeningState.ASKED:
        raise NoReopening(unit=unit, period=period)
    return row


def grant_reopening(ctx: Context, request: GrantReopening) -> bool:
    """Open the month; who grants neither asked for it nor closed it.

    Returns  False when the month is open by a request that was granted.
    Raises   NoReopening, SamePerson, ClosedAbove, EndNotAhead (the end has come meanwhile),
             ReopenInOrder, PeriodFinal, PermissionRefused, which names the unit that had bound
             the month when the actor has no right there.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "period.reopen.grant", request.unit)
        widen(session)
        there = standing(session, request.unit, request.period)
        if there is not None and there.state == ReopeningState.GRANTED:
            return False
        row = waiting_request(session, request.unit, request.period)
        four_eyes(row.asked_by, ctx.actor.name)
        held = reads.books_by_code(session, {request.unit})[request.unit]
        _check_history(ctx, session, months.history(session, held.book_id, [request.period]))
        _check_above(ctx, session, request)
        now_us = ctx.clock.now_us()
        if row.until_us <= now_us:
            raise EndNotAhead(days=0)
        by = book.Reopening(row.asked_by, ctx.actor.name, row.reason, now_us, row.until_us)
        book.reopen_period(session, request.unit, request.period, by)
        row.state, row.decided_by = ReopeningState.GRANTED.value, ctx.actor.name
        row.decided_at_us = now_us
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "grant_reopening",
            request.unit,
            request.period,
            {"asked_by": row.asked_by, "reason": row.reason, "until_us": row.until_us},
        )
        session.commit()
        return True


def _check_history(ctx: Context, session: Session, events: list[MonthEvent]) -> None:
    """Not by who closed the month; and a month bound from above is opened from there."""
    assert events, "a closed month has the event of its closing"
    closing = events[-1]
    four_eyes(closing.actor, ctx.actor.name)
    if closing.from_state is PeriodState.SOFT:
        locks = [event for event in events if event.to_state is PeriodState.SOFT]
        if locks[-1].bound_by:
            ctx.require(session, "period.reopen.grant", locks[-1].bound_by)


def _check_above(ctx: Context, session: Session, request: GrantReopening) -> None:
    above = [code for code in line_over(session, request.unit, ctx.today) if code != request.unit]
    held = reads.books_by_code(session, above)
    for code in above:
        states = reads.period_states(session, held[code].book_id) if code in held else {}
        state = states.get(request.period)
        if state is not None and state.shut:
            raise ClosedAbove(above=code, period=request.period)
