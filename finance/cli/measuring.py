"""`bench post`, `bench bulk`, `bench fill`: posting beside its floor, on the given database."""

import click

from finance.actions.measure_approving import measure_approving
from finance.actions.measure_posting import (
    fill,
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


@command(
    "fill",
    "Fill a ledger to measure reading from.",
    [
        click.Option(["--lines"], type=click.IntRange(1), default=100_000, show_default=True),
        click.Option(["--books"], type=click.IntRange(1), default=1_000, show_default=True),
        _SEED,
    ],
)
def bench_fill(ctx: Context, lines: int, books: int, seed: int) -> Answer:
    """Post entries of a seed into a database that holds no other books."""
    return {"posted": fill(ctx.database, lines, books, seed)}


commands: tuple[tuple[str, click.Command], ...] = (
    ("bench post", bench_post),
    ("bench bulk", bench_bulk),
    ("bench fill", bench_fill),
)
