"""Commands of this room, each with its place among all commands."""

import click

from finance.cli import book, levy, measuring, operating, people, reversing, serving, vouchers

commands: tuple[tuple[str, click.Command], ...] = (
    *operating.commands,
    *people.commands,
    *levy.commands,
    *book.commands,
    *reversing.commands,
    *vouchers.commands,
    *serving.commands,
    *measuring.commands,
)
