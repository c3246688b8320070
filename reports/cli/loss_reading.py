"""`levy gaps`."""

from typing import Any

import click
from sqlalchemy import Select

from finance.cli.scope import known
from finance.records.cases import CaseRow, open_cases_of
from finance.records.losses import LossWish, losses
from finance.records.scope import standing
from finance.rules.loss import Gap
from finance.rules.loss_told import as_told
from finance.runtime.context import Context
from finance.runtime.parameters import law
from finance.shell.commands import command
from reports.cli.seen import require, within

_UNIT = click.Option(["--unit"], default="", metavar="CODE", help="A unit and those below it only.")
_KINDS = click.Choice([kind.value for kind in Gap])


@command(
    "gaps",
    "Employers seen by tax or SI but not declared, not paying, or paying for too few.",
    [
        click.Option(["--year"], type=click.IntRange(2013, 2099), required=True),
        _UNIT,
        click.Option(["--kind"], type=_KINDS, help="One kind of loss only."),
    ],
)
def gaps(ctx: Context, year: int, unit: str, kind: str | None) -> dict[str, Any]:
    """Each loss with the đồng at stake, all it was computed from, and what was assumed.

    Without a unit, and to who sees everything, employers of no register are among them.
    """
    units = _units(ctx, unit)
    with ctx.database.reading() as session:
        worked = open_cases_of(session, year)
        rows = [
            {
                "name": facts.name,
                "unit": facts.registered.collecting_unit if facts.registered else "",
                **as_told(finding),
                "case": _case(worked.get((finding.tax_code, finding.kind.value))),
            }
            for facts, finding in losses(session, LossWish(year, ctx.today, units), law())
            if not kind or finding.kind.value == kind
        ]
    return {
        "year": year,
        "at_stake_vnd": sum(row["at_stake_vnd"] for row in rows),
        "rows": sorted(rows, key=lambda row: (-row["at_stake_vnd"], row["tax_code"], row["kind"])),
    }


def _units(ctx: Context, unit: str) -> Select[Any] | None:
    if not unit:
        return within(ctx)
    with ctx.database.reading() as session:
        require(ctx, session, unit)
        known(session, unit)
    return standing([unit], ctx.today)


def _case(row: CaseRow | None) -> str:
    return "" if row is None else row.public_id


commands: tuple[tuple[str, click.Command], ...] = (("levy gaps", gaps),)
