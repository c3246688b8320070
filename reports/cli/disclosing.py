"""`disclose build`, `disclose publish`, `disclose status`."""

from typing import Any

import click

from finance.actions.publish_disclosure import PublishDisclosure, publish_disclosure
from finance.actions.store_disclosure import StoreDisclosure, store_disclosure
from finance.cli.parameters import MONTH
from finance.runtime.context import Context
from finance.shell.commands import command
from ledger.periods import Period
from reports.cli.seen import within
from reports.disclosure.period import digest
from reports.library import period_content
from reports.queries.disclosures import PERIOD, latest_digest, month_statuses


@command(
    "build",
    "What a unit discloses of a closed month, kept as a version.",
    [
        click.Argument(["unit"]),
        click.Argument(["year"], type=click.IntRange(2013, 9999)),
        click.Option(["--kind"], type=click.Choice([PERIOD]), required=True),
        click.Option(["--period"], type=MONTH, required=True),
    ],
)
def build(ctx: Context, unit: str, year: int, kind: str, period: Period) -> dict[str, Any]:
    """Compute the figures from the closed book and keep their bytes."""
    if period[:4] != f"{year:04d}":
        message = f"{period} is not in {year}."
        raise click.UsageError(message)
    with ctx.database.reading() as session:
        content = period_content(session, unit, period)
        before = latest_digest(session, unit, period)
    made = store_disclosure(ctx, StoreDisclosure(unit, kind, period, content))
    return {
        "id": made,
        "unit": unit,
        "period": period,
        "digest": digest(content),
        "changed": before != digest(content),
    }


@command("publish", "Make a built disclosure public, for ever.", [click.Argument(["disclosure"])])
def publish(ctx: Context, disclosure: str) -> dict[str, Any]:
    """Publish under the name of the person who does."""
    fresh = publish_disclosure(ctx, PublishDisclosure(disclosure))
    return {"id": disclosure, "published": True, "changed": fresh}


@command(
    "status",
    "Each closed month of each unit: missing, built or published.",
    [click.Option(["--year"], type=click.IntRange(2013, 9999), required=True)],
)
def status(ctx: Context, year: int) -> dict[str, Any]:
    """What has been disclosed of a year, and what has not."""
    with ctx.database.reading() as session:
        rows = month_statuses(session, year, within(ctx))
    done = sum(1 for row in rows if row.state == "published")
    return {
        "year": year,
        "due": len(rows),
        "published": done,
        "rows": [
            {
                "unit": row.unit_code,
                "name": row.unit_name,
                "period": row.period,
                "state": row.state,
                "version": row.version,
                "id": row.public_id,
            }
            for row in rows
        ],
    }


commands: tuple[tuple[str, click.Command], ...] = (
    ("disclose build", build),
    ("disclose publish", publish),
    ("disclose status", status),
)
