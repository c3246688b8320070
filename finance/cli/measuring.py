"""`bench post`, `bench bulk`: posting beside its floor, on the given database."""

import click

from finance.actions.measure_approving import measure_approving
from finance.actions.measure_posting import (
    measure_bulk,
    measure_bulk_with_bad,
    measure_one_by_one,
)
from finance.runtime.context import Context
from finance.runtime.measures import report
from finance.shell.commands import Answer, command

_SEED = click.Option(["--seed"], type=int, default=1, show_default=True)


def _entries(default: int) -> click.Option:
    return click.Option(["--entries"], type=click.IntRange(1), default=default, show_default=True)


@command(
    "post",
    "Post, and approve vouchers, one by one, each its own transaction.",
    [_entries(3_000), _SEED],
)
def bench_post(ctx: Context, entries: int, seed: int) -> Answer:
    """Measure on a database that holds no other books."""
    return report(
        [
            measure_one_by_one(ctx.database, entries, seed),
            measure_approving(ctx.database, entries, seed),
        ]
    )


@command("bulk", "Post many in one transaction.", [_entries(200_000), _SEED])
def bench_bulk(ctx: Context, entries: int, seed: int) -> Answer:
    """Measure on a database that holds no other books."""
    return report(
        [
            measure_bulk(ctx.database, entries, seed),
            measure_bulk_with_bad(ctx.database, entries, seed),
        ]
    )


commands: tuple[tuple[str, click.Command], ...] = (
    ("bench post", bench_post),
    ("bench bulk", bench_bulk),
)
