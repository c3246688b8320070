"""`levy custody list`, `levy custody release`."""

import datetime as dt
from dataclasses import asdict
from typing import Any

import click

from finance.actions.release_custody import ReleaseCustody, release_custody
from finance.cli.parameters import DAY
from finance.cli.scope import readable
from finance.records.custody import custody
from finance.runtime.context import Context
from finance.shell.commands import command


@command(
    "list",
    "Grassroots parts in custody, by employer: how much, why, and whether a union is there now.",
    [click.Option(["--as-of"], type=DAY, help="The day; today when left out.")],
)
def listed(ctx: Context, as_of: dt.date | None) -> dict[str, Any]:
    """What stood in custody at the end of a day."""
    with ctx.database.reading() as session:
        rows = custody(session, as_of or ctx.today, readable(ctx))
    return {
        "amount_vnd": sum(row.amount_vnd for row in rows),
        "rows": [{**asdict(row), "releasable": row.releasable} for row in rows],
    }


@command(
    "release",
    "Give an employer's custody to the union the register names.",
    [
        click.Option(["--employer"], required=True, metavar="MST"),
        click.Option(["--on"], type=DAY, help="The day; today when left out."),
    ],
)
def release(ctx: Context, employer: str, on: dt.date | None) -> dict[str, Any]:
    """Release; repeated, nothing changes."""
    done = release_custody(ctx, ReleaseCustody(employer, on or ctx.today))
    return {
        "tax_code": employer,
        "changed": any(each.amount_vnd for each in done),
        "amount_vnd": sum(each.amount_vnd for each in done),
        "rows": [asdict(each) for each in done],
    }


commands: tuple[tuple[str, click.Command], ...] = (
    ("levy custody list", listed),
    ("levy custody release", release),
)
