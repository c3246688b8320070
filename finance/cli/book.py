"""`ledger post`."""

from collections.abc import Iterator
from pathlib import Path

import click

from finance.actions.post_entries import post_entries
from finance.rules.entry_lines import entry_of, read_json
from finance.runtime.context import Context
from finance.shell.commands import DONE, IN_PART, REFUSED, Outcome, command
from ledger.entries import Draft
from ledger.errors import Refusal


@command(
    "post",
    "Post entries from a file of JSON lines; all or nothing for each entry.",
    [
        click.Argument(["file"], type=click.Path(exists=True, dir_okay=False, path_type=Path)),
        click.Option(
            ["--all-or-nothing"], is_flag=True, help="Post nothing when one entry is refused."
        ),
    ],
)
def post(ctx: Context, file: Path, all_or_nothing: bool) -> Outcome:  # noqa: FBT001 - an option of the command
    """Post what can be posted, or all or nothing, and list what is refused."""
    outcome = post_entries(ctx, _asked(file, ctx.actor.name), all_or_nothing=all_or_nothing)
    taken = not all_or_nothing and bool(outcome.posted or outcome.known)
    status = DONE if not outcome.refused else IN_PART if taken else REFUSED
    return Outcome(
        {
            "posted": len(outcome.posted),
            "unchanged": len(outcome.known),
            "refused": len(outcome.refused),
            "rows": [{"entry": entry} for entry in outcome.posted],
            "problems": [
                {
                    "row": each.row,
                    "code": each.code,
                    "message": each.sentence("vi"),
                    "message_en": each.sentence("en"),
                }
                for each in outcome.refused
            ],
        },
        status=status,
    )


def _asked(file: Path, actor: str) -> Iterator[tuple[int, Draft | Refusal]]:
    """The entries of a file, or why a line of it holds none; read as they are asked for."""
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    yield number, entry_of(read_json(line), actor)
                except Refusal as refusal:
                    yield number, refusal


commands: tuple[tuple[str, click.Command], ...] = (("ledger post", post),)
