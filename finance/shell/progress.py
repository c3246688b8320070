"""Says on a terminal how far long work is; silent in a pipe."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from finance.runtime.progress import Told, nobody
from ledger.money import format_vnd


@contextmanager
def progress(what: str) -> Iterator[Told]:
    """A line on the terminal that counts up while the work goes on, and is gone afterwards.

    Takes    what is counted, in the plural and in both languages.
    Returns  whom to tell how many there are by now.
    """
    if not sys.stderr.isatty():
        yield nobody
        return

    def told(count: int) -> None:
        click.echo(f"\r{format_vnd(count)} {what}", err=True, nl=False)

    try:
        yield told
    finally:
        click.echo("\r\x1b[K", err=True, nl=False)
