"""`bench balance`: trial balance and statement beside their floors, on the given database."""

import click

from finance.runtime.context import Context
from finance.runtime.measures import report
from finance.shell.commands import Answer, command
from reports.cli.measure_reading import measure_statement, measure_trial_balance


@command("balance", "Trial balance of the largest book, and its busiest account's first page.")
def bench_balance(ctx: Context) -> Answer:
    """Measure on a database that holds at least one book with entries."""
    steps = [measure_trial_balance(ctx.database), measure_statement(ctx.database)]
    return report([step for step in steps if step is not None])


commands: tuple[tuple[str, click.Command], ...] = (("bench balance", bench_balance),)
