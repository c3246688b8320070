"""`bench balance`, `bench verify`: reading beside its floor, on the given database."""

import click

from finance.runtime.context import Context
from finance.runtime.measures import report
from finance.shell.commands import Answer, command
from reports.cli.measure_reading import (
    measure_statement,
    measure_trial_balance,
    measure_verification,
)


@command("balance", "Trial balance of the largest book, and its busiest account's first page.")
def bench_balance(ctx: Context) -> Answer:
    """Measure on a database that holds at least one book with entries."""
    steps = [measure_trial_balance(ctx.database), measure_statement(ctx.database)]
    return report([step for step in steps if step is not None])


@command("verify", "Verification of every book.")
def bench_verify(ctx: Context) -> Answer:
    """Measure on a database that holds at least one book with entries."""
    step = measure_verification(ctx.database)
    return report([] if step is None else [step])


commands: tuple[tuple[str, click.Command], ...] = (
    ("bench balance", bench_balance),
    ("bench verify", bench_verify),
)
