"""`seal list`, `show`, `prove`, `prove-total` and `consistency`."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click

from finance.cli.parameters import MONTH
from finance.runtime.context import Context
from finance.shell.commands import command
from ledger.notes import NotANote, parse_key, parse_note
from ledger.periods import Period
from reports.cli.seen import require, within
from reports.queries import proofs, seals
from reports.queries.seal_checks import Kept

FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT: Final = click.Option(
    ["--out"],
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the proof to a file.",
)


def kept_checkpoint(file: Path, key: str) -> Kept:
    """A checkpoint from a file, and the key it is to be signed by, if one is named.

    Raises   NotANote, NotAKey.
    """
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError:
        raise NotANote(part="UTF-8") from None
    return Kept(parse_note(text), (parse_key(key),) if key else ())


@command(
    "list",
    "Seals and where each hangs in the seal log.",
    [
        click.Option(["--unit"], default="", metavar="CODE", help="One unit only."),
        click.Option(["--period"], type=MONTH, help="One month only."),
    ],
)
def list_seals(ctx: Context, unit: str, period: Period | None) -> dict[str, Any]:
    """In order of unit and number; `position` is none while no checkpoint speaks of a seal."""
    with ctx.database.reading() as session:
        if unit:
            require(ctx, session, unit)
        found = seals.listed(session, seals.Wanted(unit, period, within(ctx)))
    return {"rows": [each.shown() for each in found]}


@command(
    "show",
    "The seals of a unit's month, with the bytes that are hashed.",
    [click.Argument(["unit"]), click.Argument(["period"], type=MONTH)],
)
def show(ctx: Context, unit: str, period: Period) -> dict[str, Any]:
    """Each closing of the month, in order; the last is the one that holds."""
    with ctx.database.reading() as session:
        require(ctx, session, unit)
        found = seals.listed(session, seals.Wanted(unit, period))
    rows = [{**each.shown(), "bytes": each.content.hex()} for each in found]
    return {"unit": unit, "period": period, "rows": rows}


@command(
    "prove",
    "The proof of an entry, or of a balance, that stands without us.",
    [
        click.Argument(["unit"]),
        click.Argument(["entry"], default="", required=False),
        click.Option(["--balance", "account"], default="", metavar="ACCOUNT"),
        click.Option(["--fund"], default=""),
        click.Option(["--item"], default=""),
        click.Option(["--counter-unit"], default="", metavar="CODE"),
        click.Option(["--period"], type=MONTH, help="The month of the balance."),
        _OUT,
    ],
)
def prove(
    ctx: Context,
    unit: str,
    entry: str,
    account: str,
    **more: Any,  # noqa: ANN401 - click's own options
) -> Mapping[str, Any]:
    """Lead from the bytes of an entry (JOURNAL/YEAR/NUMBER) or a balance to the checkpoint."""
    period: Period | None = more["period"]
    if bool(entry) == bool(account) or bool(account) != bool(period):
        message = "Name an entry, or --balance ACCOUNT with --period."
        raise click.UsageError(message)
    with ctx.database.reading() as session:
        require(ctx, session, unit)
        if period is None:
            made = proofs.entry_proof(session, unit, entry)
        else:
            tags = (more["fund"], more["item"], more["counter_unit"])
            made = proofs.balance_proof(session, unit, proofs.Balance(period, account, *tags))
    return _written(made, more["out"])


@command(
    "prove-total",
    "The proof that a unit's month is among the national totals.",
    [click.Argument(["period"], type=MONTH), click.Argument(["unit"]), _OUT],
)
def prove_total(ctx: Context, period: Period, unit: str, out: Path | None) -> Mapping[str, Any]:
    """Lead from a unit's sums by account to the totals that a checkpoint names."""
    with ctx.database.reading() as session:
        require(ctx, session, unit)
        made = proofs.total_proof(session, period, unit)
    return _written(made, out)


@command(
    "consistency",
    "The proof that the log of one checkpoint grew into another's.",
    [
        click.Argument(["old_size"], type=click.IntRange(min=1)),
        click.Argument(["new_size"], type=click.IntRange(min=1)),
        _OUT,
    ],
)
def consistency(ctx: Context, old_size: int, new_size: int, out: Path | None) -> Mapping[str, Any]:
    """Lead from an earlier checkpoint's root to a later one's."""
    with ctx.database.reading() as session:
        made = proofs.consistency_proof(session, old_size, new_size)
    return _written(made, out)


def _written(proof: Mapping[str, Any], out: Path | None) -> Mapping[str, Any]:
    """The proof itself; or, written to a file, what was written where."""
    if out is None:
        return proof
    out.write_text(json.dumps(proof, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return {"kind": proof["kind"], "out": str(out)}


commands: tuple[tuple[str, click.Command], ...] = (
    ("seal list", list_seals),
    ("seal show", show),
    ("seal prove", prove),
    ("seal prove-total", prove_total),
    ("seal consistency", consistency),
)
