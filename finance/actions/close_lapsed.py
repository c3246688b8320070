"""Close again the reopened months whose time is over."""

from sqlalchemy import select

from finance.actions.close_period import ClosePeriod, close_period
from finance.runtime.context import Context
from ledger.errors import Problem, Refusal
from ledger.periods import Period
from ledger.store.tables import BookRow, PeriodRow


def close_lapsed(ctx: Context) -> tuple[int, list[Problem]]:
    """Close, in order, every month that is open only by a reopening which has ended.

    Each month is closed in a transaction of its own, by the task list as any other.
    Returns  how many were closed, and for the others why not (`where` names unit and month).
    """
    with ctx.database.reading() as session:
        lapsed = session.execute(
            select(BookRow.code, PeriodRow.period)
            .join(PeriodRow, PeriodRow.book_id == BookRow.book_id)
            .where(PeriodRow.open_until_us < ctx.clock.now_us())
            .order_by(PeriodRow.period, BookRow.code)
        ).all()
    closed, left = 0, []
    for unit, period in lapsed:
        try:
            closed += close_period(ctx, ClosePeriod(unit, Period(period))).fresh
        except Refusal as refusal:
            left.append(
                Problem(
                    refusal.code,
                    refusal.vi,
                    refusal.en,
                    where=f"{unit} {period}",
                    facts=refusal.facts,
                )
            )
    return closed, left
