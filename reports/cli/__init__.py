"""Commands that read the books and the levy, and those that disclose."""

import click

from reports.cli import disclosing, exporting, ledger_reading, levy_reading, measuring

commands: tuple[tuple[str, click.Command], ...] = (
    *ledger_reading.commands,
    *exporting.commands,
    *levy_reading.commands,
    *disclosing.commands,
    *measuring.commands,
)
