"""Commands of this room, each with its place among all commands."""

import click

from finance.cli import (
    backing_up,
    book,
    changes,
    levy,
    measuring,
    operating,
    people,
    periods,
    refunds,
    reversing,
    sealing,
    serving,
    vouchers,
    year,
)

commands: tuple[tuple[str, click.Command], ...] = (
    *operating.commands,
    *people.commands,
    *levy.commands,
    *changes.commands,
    *refunds.commands,
    *book.commands,
    *sealing.commands,
    *year.commands,
    *periods.commands,
    *reversing.commands,
    *vouchers.commands,
    *serving.commands,
    *measuring.commands,
    *backing_up.commands,
)
