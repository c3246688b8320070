"""Commands of this room, each with its place among all commands."""

import click

commands: tuple[tuple[str, click.Command], ...] = ()
