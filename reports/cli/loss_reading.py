"""`levy gaps`, `levy cases`."""

from collections.abc import Sequence
from typing import Any

import click
from sqlalchemy import Select, select

from finance.records.cases import CaseRow, open_cases_of, papers_of_case
from finance.records.losses import LossWish, losses
from finance.records.scope import standing
from finance.rules.loss import Gap
from finance.rules.loss_told import as_told
from finance.runtime.context import Context
from finance.runtime.parameters import law
from finance.shell.commands import command
from reports.cli.seen import known, require, within

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


@command(
    "cases",
    "Cases of loss with their papers.",
    [_UNIT, click.Option(["--state"], type=click.Choice(["open", "closed"]))],
)
def cases(ctx: Context, unit: str, state: str | None) -> dict[str, Any]:
    """Each case with what comes next, and each paper with the amount and digest it had."""
    units = _units(ctx, unit)
    query = select(CaseRow).order_by(CaseRow.unit_code, CaseRow.seq)
    if units is not None:
        query = query.where(CaseRow.unit_code.in_(units))
    if state:
        query = query.where(CaseRow.state == state)
    with ctx.database.reading() as session:
        rows: Sequence[CaseRow] = session.scalars(query).all()
        return {
            "rows": [
                {
                    "case": row.public_id,
                    "tax_code": row.tax_code,
                    "name": row.name,
                    "year": row.year,
                    "kind": row.kind,
                    "at_stake_vnd": row.at_stake_vnd,
                    "opened_on": row.opened_on.isoformat(),
                    "owner": row.owner,
                    "next_step": row.next_step,
                    "next_on": None if row.next_on is None else row.next_on.isoformat(),
                    "state": row.state,
                    "outcome": row.outcome,
                    "papers": [
                        {
                            "number": paper.number,
                            "step": paper.step,
                            "letter_no": paper.letter_no,
                            "made_on": paper.made_on.isoformat(),
                            "at_stake_vnd": paper.at_stake_vnd,
                            "digest": paper.digest,
                        }
                        for paper in papers_of_case(session, row)
                    ],
                }
                for row in rows
            ]
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


commands: tuple[tuple[str, click.Command], ...] = (
    ("levy gaps", gaps),
    ("levy cases", cases),
)
