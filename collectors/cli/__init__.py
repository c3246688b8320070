"""Commands of this room, each with its place among all commands."""

import click

from collectors.cli import intake, levy, profiles
from collectors.cli.demo import command as demo
from collectors.cli.month import command as month

commands: tuple[tuple[str, click.Command], ...] = (
    *intake.commands,
    *profiles.commands,
    *levy.commands,
    *demo.commands,
    *month.commands,
)
