"""Ask for a closed month to be opened again, with a reason and an end."""

from dataclasses import dataclass
from typing import Final

from finance.actions.ask_reversal import ReasonWanted
from finance.records.reopenings import ReopeningRow, ReopeningState, standing
from finance.records.runs import next_numbers
from finance.rules.errors import RuleError
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.parameters import law
from ledger.errors import PeriodFinal, PeriodNotClosed, UnknownBook
from ledger.periods import Period, PeriodState
from ledger.store import reads

MOST_DAYS: Final = "period.reopening_days_most"
_DAY_US: Final = 86_400_000_000
_LONGEST: Final = 1_000


class EndNotAhead(RuleError):
    """A reopening ends after now, and within the days that are allowed."""

    code = "reopening.end_not_ahead"
    vi = "Thời hạn mở lại phải ở sau lúc này và không quá {days} ngày."
    en = "The end of a reopening lies ahead, at most {days} days from now."


class ReopeningWaits(RuleError):
    """One request at a time for a month."""

    code = "reopening.waits"
    vi = "Kỳ {period} của {unit} đã có đề nghị mở lại của {person} đang chờ."
    en = "A request of {person} to reopen {period} of {unit} waits already."


@dataclass(frozen=True, slots=True)
class AskReopening:
    """Which unit's month, why, and until when (microseconds since 1970, UTC)."""

    unit: str
    period: Period
    reason: str
    until_us: int


def ask_reopening(ctx: Context, request: AskReopening) -> bool:
    """Put the request before a second person; until it is granted the month stays closed.

    Returns  False when the same request of the same person waits already.
    Raises   ReasonWanted, EndNotAhead, ReopeningWaits, PeriodNotClosed, PeriodFinal, UnknownBook,
             PermissionRefused.
    """
    reason = request.reason.strip()[:_LONGEST]
    if not reason:
        raise ReasonWanted
    with ctx.database.writing() as session:
        ctx.require(session, "period.reopen.ask", request.unit)
        held = reads.books_by_code(session, {request.unit}).get(request.unit)
        if held is None:
            raise UnknownBook(book=request.unit)
        state = reads.period_states(session, held.book_id).get(request.period)
        before = standing(session, request.unit, request.period)
        if before is not None and before.state == ReopeningState.ASKED:
            if (before.asked_by, before.reason, before.until_us) == (
                ctx.actor.name,
                reason,
                request.until_us,
            ):
                return False
            raise ReopeningWaits(unit=request.unit, period=request.period, person=before.asked_by)
        if state is PeriodState.FINAL:
            raise PeriodFinal(book=request.unit, period=request.period)
        if state is not PeriodState.CLOSED:
            raise PeriodNotClosed(book=request.unit, period=request.period)
        now_us = ctx.clock.now_us()
        days = law().value(MOST_DAYS, ctx.today).whole
        if not now_us < request.until_us <= now_us + days * _DAY_US:
            raise EndNotAhead(days=days)
        session.add(
            ReopeningRow(
                unit_code=request.unit,
                seq=next_numbers(session, request.unit, "reopening", 1),
                period=request.period,
                reason=reason,
                until_us=request.until_us,
                state=ReopeningState.ASKED.value,
                asked_by=ctx.actor.name,
                asked_at_us=now_us,
            )
        )
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "ask_reopening",
            request.unit,
            request.period,
            {"reason": reason, "until_us": request.until_us},
        )
        session.commit()
        return True
