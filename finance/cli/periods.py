"""`period lock`, `period reopen`, `period list`."""

from typing import Any

import click

from finance.actions.ask_reopening import AskReopening, ask_reopening
from finance.actions.grant_reopening import GrantReopening, grant_reopening
from finance.actions.lift_period import LiftPeriod, lift_period
from finance.actions.refuse_reopening import RefuseReopening, refuse_reopening
from finance.actions.soften_period import SoftenPeriod, soften_period
from finance.cli.parameters import MOMENT, MONTH, written
from finance.records.reopenings import standing
from finance.runtime.context import Context
from finance.shell.commands import command
from ledger.errors import UnknownBook
from ledger.periods import Period
from ledger.store import months, reads


@command(
    "lock",
    "Lock a unit's month softly: only those who stand above the unit post there.",
    [
        click.Argument(["unit"]),
        click.Argument(["period"], type=MONTH),
        click.Option(["--below"], is_flag=True, help="The open months of all units below too."),
        click.Option(["--lift"], is_flag=True, help="Lift the lock instead."),
    ],
)
def lock(ctx: Context, *, unit: str, period: Period, below: bool, lift: bool) -> dict[str, Any]:
    """Lock a month or lift its lock; repeated, nothing changes."""
    if lift and below:
        raise click.UsageError("--lift and --below do not go together.")  # noqa: EM101, TRY003 - click's own way
    bound = 0
    if lift:
        changed = lift_period(ctx, LiftPeriod(unit, period))
    else:
        done = soften_period(ctx, SoftenPeriod(unit, period, below=below))
        changed, bound = done.fresh or done.bound > 0, done.bound
    return {
        "unit": unit,
        "period": period,
        "state": "open" if lift else "soft",
        "changed": changed,
        "months_bound": bound,
    }


@command(
    "reopen",
    "Ask for a closed month to be opened again; another person grants or refuses it.",
    [
        click.Argument(["unit"]),
        click.Argument(["period"], type=MONTH),
        click.Option(["--reason"], default="", help="Why it is to be opened."),
        click.Option(["--until"], type=MOMENT, help="When it closes again (ISO 8601)."),
        click.Option(["--grant"], is_flag=True, help="Grant what another person asked for."),
        click.Option(["--refuse"], metavar="TEXT", help="Refuse it, or withdraw one's own; why."),
    ],
)
def reopen(
    ctx: Context,
    *,
    unit: str,
    period: Period,
    reason: str,
    until: int | None,
    grant: bool,
    refuse: str | None,
) -> dict[str, Any]:
    """Ask, grant or refuse; repeated, nothing changes."""
    if grant + (refuse is not None) + (until is not None) != 1:
        raise click.UsageError("One of --until, --grant and --refuse is wanted.")  # noqa: EM101, TRY003 - click's own way
    if grant:
        changed, state = grant_reopening(ctx, GrantReopening(unit, period)), "granted"
    elif refuse is not None:
        changed, state = True, refuse_reopening(ctx, RefuseReopening(unit, period, refuse)).value
    else:
        assert until is not None, "counted above"
        changed, state = ask_reopening(ctx, AskReopening(unit, period, reason, until)), "asked"
    with ctx.database.reading() as session:
        row = standing(session, unit, period)
        ends = None if row is None else written(row.until_us)
    return {"unit": unit, "period": period, "state": state, "changed": changed, "until": ends}


@command(
    "list", "The months of a unit's book and what happened to them.", [click.Argument(["unit"])]
)
def listed(ctx: Context, unit: str) -> dict[str, Any]:
    """Each month with its state and every change of it."""
    with ctx.database.reading() as session:
        ctx.require(session, "ledger.read", unit)
        held = reads.books_by_code(session, {unit}).get(unit)
        if held is None:
            raise UnknownBook(book=unit)
        states = reads.period_states(session, held.book_id)
        changes: dict[str, list[dict[str, Any]]] = {}
        for event in months.history(session, held.book_id):
            changes.setdefault(event.period, []).append(
                {
                    "from": event.from_state.value,
                    "to": event.to_state.value,
                    "at": written(event.at_us),
                    "actor": event.actor,
                    "second_actor": event.second_actor,
                    "reason": event.reason,
                    "until": written(event.until_us),
                    "bound_by": event.bound_by,
                }
            )
    return {
        "unit": unit,
        "rows": [
            {"period": period, "state": state.value, "changes": changes.get(period, [])}
            for period, state in sorted(states.items())
        ],
    }


commands: tuple[tuple[str, click.Command], ...] = (
    ("period lock", lock),
    ("period reopen", reopen),
    ("period list", listed),
)
