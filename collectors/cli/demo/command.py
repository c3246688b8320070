"""`demo`: a made-up federation, from its files to its disclosures, then its pages."""

import secrets
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from collectors.cli.demo.caller import Caller
from collectors.cli.demo.federation import Federation
from collectors.cli.demo.feeds import write_feeds
from collectors.cli.demo.registers import OPENED_ON
from collectors.cli.demo.scales import SCALES, Scale
from collectors.cli.demo.standing import Standing, standing
from collectors.cli.demo.story import Count, Story
from collectors.cli.demo.summary import figures, in_words, told, where_to_look
from finance.runtime.context import Context
from finance.shell.commands import Outcome, Surroundings, command, root

SEED = 2026
_SECRET_BYTES = 48
_STANDS = """Bản dùng thử đã có sẵn, không thay đổi gì.
The demo stands already; nothing was changed."""


@command(
    "demo",
    "A made-up federation: writes its feeds as files, takes them in by the ordinary commands, "
    "runs its months to disclosure, then serves on this machine.",
    [
        click.Option(
            ["--dir", "folder"],
            type=click.Path(file_okay=False, path_type=Path),
            help="Where the files go; demo/feeds in the data folder when left out.",
        ),
        click.Option(
            ["--scale"], type=click.Choice(sorted(SCALES)), default="small", show_default=True
        ),
        click.Option(["--no-serve"], is_flag=True, help="Stop when the data stands."),
    ],
)
def demo(ctx: Context, *, folder: Path | None, scale: str, no_serve: bool) -> Outcome:
    """Make the demo, or find it made; say where to look; serve."""
    # The key that signs stays where the server looks for it, or beside the files asked for.
    keys = ctx.settings.keys_dir if folder is None else folder.parent / "keys"
    folder = folder or ctx.settings.var_dir / "demo" / "feeds"
    ctx = replace(ctx, settings=replace(ctx.settings, keys_dir=keys))
    data, text = prepare(ctx, SCALES[scale], folder)
    if no_serve:
        return Outcome(data, text)
    click.echo(text)
    Caller(root(), _environ(ctx), OPENED_ON).run("serve", "--demo")
    return Outcome(data, " ")


def prepare(ctx: Context, scale: Scale, folder: Path) -> tuple[dict[str, Any], str]:
    """Make the demo unless the database holds it already.

    Returns  what was done and stands, as data and as a text for people.
    Raises   AnotherDatabase, DemoUnfinished, StepRefused.
    """
    federation = Federation(scale, SEED)
    fresh = standing(ctx, federation) is Standing.NOTHING
    count = _play(ctx, federation, folder) if fresh else Count()
    stands = figures(ctx)
    data: dict[str, Any] = {
        "scale": scale.name,
        "feeds": str(folder),
        "changed": fresh,
        **({"done": told(count), "passwords": count.passwords} if fresh else {}),
        **stands,
    }
    said = in_words(told(count), stands) if fresh else _STANDS
    look = where_to_look(federation, ctx.settings.port, count.passwords)
    return data, f"{said}\n\n{look}"


def _play(ctx: Context, federation: Federation, folder: Path) -> Count:
    feeds = write_feeds(folder, federation, _tell)
    caller = Caller(root(), _environ(ctx), OPENED_ON, ctx.database)
    return Story(caller, federation, feeds, _tell).play()


def _environ(ctx: Context) -> Mapping[str, str]:
    """The environment of the commands the demo types: the database and settings of its own."""
    held = click.get_current_context().obj
    around = held if isinstance(held, Surroundings) else Surroundings()
    return {
        **around.environ,
        "UNION_FINANCE_DATABASE_URL": ctx.database.url,
        "UNION_FINANCE_DEMO": "1",
        "UNION_FINANCE_KEYS": str(ctx.settings.keys_dir),
        "UNION_FINANCE_SECRET_KEY": secrets.token_urlsafe(_SECRET_BYTES),
    }


def _tell(what: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"… {what}", err=True)


commands: tuple[tuple[str, click.Command], ...] = (("demo", demo),)
