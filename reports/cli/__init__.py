"""Commands that read the books and the levy, and those that disclose."""

import click

from reports.cli import (
    collection_reading,
    declarations,
    disclosing,
    exporting,
    ledger_reading,
    levy_reading,
    loss_reading,
    measuring,
    relief,
    sealing,
    two_clocks,
)

commands: tuple[tuple[str, click.Command], ...] = (
    *ledger_reading.commands,
    *exporting.commands,
    *two_clocks.commands,
    *levy_reading.commands,
    *declarations.commands,
    *collection_reading.commands,
    *relief.commands,
    *loss_reading.commands,
    *disclosing.commands,
    *measuring.commands,
    *sealing.commands,
)
