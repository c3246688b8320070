"""`levy declarations`: nil, inactive, ceased and silent, each told as what it is."""

from collections import Counter
from dataclasses import asdict
from typing import Any

import click

from finance.cli.parameters import MONTH
from finance.cli.scope import known
from finance.records.heard import heard_in
from finance.rules.heard import Heard
from finance.runtime.context import Context
from finance.runtime.parameters import law
from finance.shell.commands import command
from ledger.periods import Period
from reports.cli.seen import within

_HEARD = click.Choice([each.value for each in Heard])


@command(
    "declarations",
    "What was heard of each employer for a wage month; who was expected and is silent.",
    [
        click.Option(["--period"], type=MONTH, required=True),
        click.Option(["--unit"], default="", metavar="CODE", help="One collecting unit only."),
        click.Option(["--heard"], type=_HEARD, help="Only these."),
    ],
)
def declarations(ctx: Context, period: Period, unit: str, heard: str | None) -> dict[str, Any]:
    """One row for each employer of the register, and each other that declared."""
    with ctx.database.reading() as session:
        known(session, unit)
        rows = heard_in(session, period, law(), within(ctx))
    rows = [row for row in rows if unit in ("", row.collecting_unit)]
    counted = Counter(row.heard.value for row in rows)
    return {
        "period": period,
        "counts": {each.value: counted[each.value] for each in Heard},
        "rows": [
            {**asdict(row), "heard": row.heard.value}
            for row in rows
            if heard in (None, row.heard.value)
        ],
    }


commands: tuple[tuple[str, click.Command], ...] = (("levy declarations", declarations),)
