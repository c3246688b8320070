"""`ledger post`."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from finance.actions.post_entries import post_entries
from finance.rules.entry_lines import EntryAsked, entry_of
from finance.runtime.context import Context
from finance.shell.commands import DONE, IN_PART, REFUSED, Outcome, command
from ledger.entries import Draft
from ledger.errors import Problem, Refusal


@command(
    "post",
    "Post entries from a file of JSON lines; all or nothing for each entry.",
    [click.Argument(["file"], type=click.Path(exists=True, dir_okay=False, path_type=Path))],
)
def post(ctx: Context, file: Path) -> Outcome:
    """Post what can be posted and list what is refused."""
    drafts: list[tuple[int, Draft]] = []
    refused: list[Problem] = []
    for number, asked in _read(file):
        try:
            drafts.append((number, entry_of(asked, ctx.actor.name)))
        except Refusal as refusal:
            refused.append(
                Problem(refusal.code, refusal.vi, refusal.en, row=number, facts=refusal.facts)
            )
    outcome = post_entries(ctx, drafts)
    refused = sorted(
        [*refused, *outcome.refused], key=lambda each: -1 if each.row is None else each.row
    )
    taken = len(outcome.posted) + len(outcome.known)
    status = DONE if not refused else IN_PART if taken else REFUSED
    return Outcome(
        {
            "posted": len(outcome.posted),
            "unchanged": len(outcome.known),
            "refused": len(refused),
            "rows": [{"entry": each.public_id} for each in outcome.posted],
            "problems": [
                {
                    "row": each.row,
                    "code": each.code,
                    "message": each.sentence("vi"),
                    "message_en": each.sentence("en"),
                }
                for each in refused
            ],
        },
        status=status,
    )


def _read(file: Path) -> Iterator[tuple[int, EntryAsked]]:
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    yield number, json.loads(line.decode("utf-8-sig"), parse_float=str)
                except (ValueError, RecursionError) as error:  # no UTF-8, no JSON, no end of it
                    yield number, {"unreadable": str(error)}


commands: tuple[tuple[str, click.Command], ...] = (("ledger post", post),)
