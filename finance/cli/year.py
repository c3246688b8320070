"""`year carry` and `year final`."""

from dataclasses import asdict
from typing import Any

import click

from finance.actions.carry_forward import CarriedForward, CarryForward, carry_forward
from finance.actions.make_year_final import MakeYearFinal, make_year_final
from finance.records.units import ever_below
from finance.rules.year_end import StateMoney
from finance.runtime.context import Context
from finance.shell.commands import DONE, IN_PART, REFUSED, Outcome, command
from ledger.errors import Refusal, UnknownBook
from ledger.store import reads

_MOST_YEAR = 9999


@command(
    "carry",
    "Close a year's income and spending into what is accumulated, source by source.",
    [
        click.Argument(["unit"]),
        click.Argument(["year"], type=click.IntRange(2000, _MOST_YEAR)),
        click.Option(["--below"], is_flag=True, help="The units below as well."),
        click.Option(
            ["--state-money", "state"],
            type=click.Choice([each.value for each in StateMoney]),
            help="What is left of the State's support: carried over, or sent back.",
        ),
        click.Option(["--decision"], default="", help="The decision that says so."),
    ],
)
def carry(
    ctx: Context, *, unit: str, year: int, below: bool, state: str | None, decision: str
) -> Outcome:
    """Carry a unit's year forward; with --below each unit by itself, the refused ones listed."""
    decided = None if state is None else StateMoney(state)
    rows: list[dict[str, Any]] = []
    problems: list[dict[str, Any]] = []
    for code in _units(ctx, unit, below=below):
        try:
            rows.append(_row(carry_forward(ctx, CarryForward(code, year, decided, decision))))
        except Refusal as refusal:
            if not below:
                raise
            problems.append(
                {
                    "unit": code,
                    "code": refusal.code,
                    "message": refusal.sentence("vi"),
                    "message_en": refusal.sentence("en"),
                }
            )
    status = DONE if not problems else IN_PART if rows else REFUSED
    changed = any(row["entry"] for row in rows)
    return Outcome(
        {"year": year, "changed": changed, "rows": rows, "problems": problems}, status=status
    )


@command(
    "final",
    "Approve a unit's closed year from above: its months are never reopened.",
    [click.Argument(["unit"]), click.Argument(["year"], type=click.IntRange(2000, _MOST_YEAR))],
)
def final(ctx: Context, unit: str, year: int) -> dict[str, Any]:
    """Make the twelve months final; repeated, nothing changes."""
    made = make_year_final(ctx, MakeYearFinal(unit, year))
    return {"unit": unit, "year": year, "changed": made > 0, "months": made}


def _units(ctx: Context, unit: str, *, below: bool) -> list[str]:
    with ctx.database.reading() as session:
        wanted = ever_below(session, [unit]) if below else {unit}
        held = reads.books_by_code(session, wanted)
    if unit not in held:
        raise UnknownBook(book=unit)
    return sorted(held)


def _row(carried: CarriedForward) -> dict[str, Any]:
    return {
        "unit": carried.unit,
        "entry": carried.entry,
        "sources": [{**asdict(source), "left_vnd": source.left_vnd} for source in carried.sources],
    }


commands: tuple[tuple[str, click.Command], ...] = (
    ("year carry", carry),
    ("year final", final),
)
