"""`levy assess`, `levy distribute`, `period close`."""

import datetime as dt
from dataclasses import asdict
from typing import Any

import click

from finance.actions.assess_levy import AssessLevy, assess_levy
from finance.actions.close_period import Closed, ClosePeriod, MonthNotOver, close_period
from finance.actions.distribute_shares import DistributeShares, distribute_shares
from finance.cli.ordered import warned
from finance.cli.parameters import DAY, MONTH
from finance.records.declarations import not_registered
from finance.records.share_days import later_shares_vnd
from finance.runtime.context import Context
from finance.shell.commands import IN_PART, Outcome, command
from ledger.errors import Refusal, UnknownBook
from ledger.periods import Period, last_day
from ledger.store import reads


@command(
    "assess",
    "Obligations of a wage month, from the declarations on hand.",
    [
        click.Argument(["period"], type=MONTH),
        click.Option(["--unit"], default="", metavar="CODE", help="One collecting unit only."),
        click.Option(["--on"], type=DAY, help="Accounting day; today when left out."),
    ],
)
def assess(ctx: Context, period: Period, unit: str, on: dt.date | None) -> dict[str, Any]:
    """Assess, or adjust after corrected declarations."""
    _known(ctx, unit)
    results = assess_levy(ctx, AssessLevy(period, on or ctx.today, unit))
    with ctx.database.reading() as session:
        left = not_registered(session, period)
    return {
        "period": period,
        "not_registered": left,  # declared wages, and stand in no row of the register that month
        "changed": any(result.change_vnd or result.raised or result.lowered for result in results),
        "rows": [asdict(result) for result in results],
    }


@command(
    "distribute",
    "Pay the shares: both books, and the payment list.",
    [
        click.Option(["--on"], type=DAY, required=True),
        click.Option(["--unit"], default="", metavar="CODE", help="One paying unit only."),
        click.Option(
            ["--set-off"], multiple=True, metavar="CODE", help="Set this unit's dues off."
        ),
    ],
)
def distribute(ctx: Context, on: dt.date, unit: str, set_off: tuple[str, ...]) -> dict[str, Any]:
    """Distribute what is due."""
    for code in (unit, *set_off):
        _known(ctx, code)
    payments = distribute_shares(ctx, DistributeShares(on, unit, frozenset(set_off)))
    with ctx.database.reading() as session:
        later = later_shares_vnd(session, on, unit)
    return {
        "on": on.isoformat(),
        "amount_vnd": sum(payment.amount_vnd for payment in payments),
        "later_vnd": later,  # shared after that day: for a later run
        "rows": [asdict(payment) for payment in payments],
        **warned(payments),
    }


@command(
    "close",
    "Close a unit's month.",
    [
        click.Argument(["unit"]),
        click.Argument(["period"], type=MONTH),
        click.Option(["--through"], is_flag=True, help="Close the open months before it as well."),
    ],
)
def close(ctx: Context, unit: str, period: Period, through: bool) -> Outcome:  # noqa: FBT001 - click gives flags so
    """Close a month, and with --through those before it, in order.

    Closing is for good, so a month that is not over is refused before any other is closed; when
    one is refused on the way, those closed before it are named.
    """
    if ctx.today < last_day(period):
        raise MonthNotOver(period=period)
    done: list[str] = []
    last = Closed(fresh=False, warnings=())
    for month in _months(ctx, unit, period) if through else [period]:
        try:
            last = close_period(ctx, ClosePeriod(unit, month))
        except Refusal as refusal:
            if not done:
                raise
            return Outcome(_closed(unit, period, done, last, refusal), status=IN_PART)
        if last.fresh:
            done.append(month)
    return Outcome(_closed(unit, period, done, last))


def _closed(
    unit: str, period: Period, done: list[str], last: Closed, refusal: Refusal | None = None
) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "unit": unit,
        "period": period,
        "closed": done,
        "warnings": [
            {"code": w.code, "message": w.vi, "count": w.count, "amount_vnd": w.amount_vnd}
            for w in last.warnings
        ],
    }
    if refusal is not None:
        answer["refused"] = {
            "code": refusal.code,
            "message": refusal.sentence("vi"),
            "message_en": refusal.sentence("en"),
        }
    return answer


def _known(ctx: Context, unit: str) -> None:
    """Refuse a unit nobody has opened a book for, rather than find nothing to do in it."""
    with ctx.database.reading() as session:
        if unit and unit not in reads.books_by_code(session, {unit}):
            raise UnknownBook(book=unit)


def _months(ctx: Context, unit: str, period: Period) -> list[Period]:
    with ctx.database.reading() as session:
        held = reads.books_by_code(session, {unit}).get(unit)
        states = {} if held is None else reads.period_states(session, held.book_id)
    return sorted(month for month in states if month <= period) or [period]


commands: tuple[tuple[str, click.Command], ...] = (
    ("levy assess", assess),
    ("levy distribute", distribute),
    ("period close", close),
)
