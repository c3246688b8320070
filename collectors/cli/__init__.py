"""Commands of this room, each with its place among all commands."""

import click

from collectors.cli import intake, levy

commands: tuple[tuple[str, click.Command], ...] = (*intake.commands, *levy.commands)
