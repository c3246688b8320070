"""Commands of this room, each with its place among all commands."""

import click

from finance.cli import (
    backing_up,
    book,
    changes,
    custody,
    dues,
    levy,
    measuring,
    operating,
    organisations,
    paying,
    people,
    periods,
    refunds,
    relief,
    reversing,
    sealing,
    serving,
    upper_levels,
    vouchers,
    year,
)

commands: tuple[tuple[str, click.Command], ...] = (
    *operating.commands,
    *people.commands,
    *levy.commands,
    *changes.commands,
    *refunds.commands,
    *relief.commands,
    *dues.commands,
    *custody.commands,
    *organisations.commands,
    *paying.commands,
    *upper_levels.commands,
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
