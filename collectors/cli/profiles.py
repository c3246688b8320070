"""`intake profiles list|try|save|end`: how each bank lays out its statements."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from collectors.cli.intake import problem_data
from collectors.intake.profiles import Tried, try_profile
from collectors.sources.feed_file import CSV, XLSX, Wish
from collectors.sources.text_encoding import AUTO, ENCODINGS
from finance.actions.end_profile import EndProfile, end_profile
from finance.actions.save_profile import SaveProfile, save_profile
from finance.records.column_profiles import SavedProfile, profiles_in_force
from finance.records.units import line_over
from finance.rules.column_profiles import UnfitProfile, UnitOfNoProfile, parse_profile, profile_data
from finance.rules.facts import BankFacts
from finance.runtime.context import Context
from finance.shell.commands import DONE, IN_PART, Outcome, command
from ledger.money import format_vnd

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_UNIT = click.Option(
    ["--unit"], required=True, metavar="CODE", help="Whose profiles, and of all below it."
)
_FROM = click.Option(
    ["--from", "valid_from"],
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="From which day on; today when left out.",
)


@command("list", "The column profiles that serve a unit's accounts.", [_UNIT])
def listed(ctx: Context, unit: str) -> Outcome:
    """List the profiles in force today, the unit's own and those of the units above."""
    with ctx.database.reading() as session:
        over = line_over(session, unit, ctx.today)
        if not over:
            raise UnitOfNoProfile(unit=unit)
        rows = [_row(each) for each in profiles_in_force(session, over, ctx.today)]
    if rows:
        return Outcome({"rows": rows})
    return Outcome({"rows": []}, "Chưa có mẫu cột nào.\nThere is no column profile.")


@command(
    "try",
    "What a profile makes of a sample; nothing is kept.",
    [
        click.Argument(["profile"], type=_FILE),
        click.Argument(["sample"], type=_FILE),
        click.Option(
            ["--format", "file_format"], type=click.Choice([AUTO, CSV, XLSX]), default=AUTO
        ),
        click.Option(["--encoding"], type=click.Choice([AUTO, *ENCODINGS]), default=AUTO),
    ],
)
def tried(
    ctx: Context,  # noqa: ARG001 - every command is given it; this one asks the database nothing
    profile: Path,
    sample: Path,
    file_format: str,
    encoding: str,
) -> Outcome:
    """Read a sample by a profile that need not have been saved; exit 3 when rows would wait."""
    made = try_profile(sample, parse_profile(_document(profile)), Wish(file_format, encoding))
    status = IN_PART if made.quarantined else DONE
    return Outcome(_tried(made), _shown(made), status)


@command(
    "save",
    "Save a profile from a TOML file for a unit's accounts.",
    [click.Argument(["profile"], type=_FILE), _UNIT, _FROM],
)
def save(ctx: Context, profile: Path, unit: str, valid_from: dt.datetime | None) -> Outcome:
    """Save a profile; the same one again changes nothing and says so."""
    done = save_profile(ctx, SaveProfile(unit, _day(ctx, valid_from), _document(profile)))
    said = ("đã lưu", "saved") if done.changed else ("không đổi", "unchanged")
    name = f"{done.saved.ref} {done.saved.profile.name}"
    text = f"Mẫu cột {name}: {said[0]}.\nColumn profile {name}: {said[1]}."
    return Outcome({**_row(done.saved), "changed": done.changed}, text)


@command(
    "end",
    "End a profile.",
    [click.Argument(["name"]), _UNIT, _FROM],
)
def end(ctx: Context, name: str, unit: str, valid_from: dt.datetime | None) -> Outcome:
    """End a profile from a day on; what was read by it stays."""
    on = _day(ctx, valid_from)
    ref = end_profile(ctx, EndProfile(unit, name, on))
    text = f"Mẫu cột {ref} không dùng từ {on:%d/%m/%Y}.\nColumn profile {ref} ends on {on}."
    return Outcome({"profile": ref, "ended_on": on.isoformat()}, text)


def _day(ctx: Context, given: dt.datetime | None) -> dt.date:
    return ctx.today if given is None else given.date()


def _document(path: Path) -> Mapping[str, object]:
    """A profile as somebody has written it down.

    Raises   UnfitProfile.
    """
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        why = str(error)
        raise UnfitProfile(place=path.name, why_vi=why, why_en=f"no TOML: {why}") from error


def _row(saved: SavedProfile) -> dict[str, Any]:
    return {
        "profile": saved.ref,
        "unit": saved.unit,
        "valid_from": saved.valid_from.isoformat(),
        "saved_by": saved.made_by,
        **profile_data(saved.profile),
    }


def _tried(made: Tried) -> dict[str, Any]:
    return {
        "format": made.format,
        "encoding": made.encoding,
        "rows_read": made.rows_read,
        "rows_quarantined": made.quarantined,
        "credit_vnd": made.credit_vnd,
        "debit_vnd": made.debit_vnd,
        "rows": [_fact(row) for row in made.rows],
        "problems": [problem_data(each) for each in made.problems],
    }


def _fact(row: BankFacts) -> dict[str, Any]:
    return {
        "row": row.row,
        "reference": row.reference,
        "booked_on": row.booked_on.isoformat(),
        "value_on": None if row.value_on is None else row.value_on.isoformat(),
        "debit_vnd": row.debit_vnd,
        "credit_vnd": row.credit_vnd,
        "balance_vnd": row.balance_vnd,
        "counter_account": row.counter_account,
        "counter_name": row.counter_name,
        "content": row.content,
    }


def _shown(made: Tried) -> str:
    came, went = format_vnd(made.credit_vnd), format_vnd(made.debit_vnd)
    lines = [
        f"{made.rows_read} dòng, {made.quarantined} chờ sửa; vào {came}, ra {went}.",
        f"{made.rows_read} rows, {made.quarantined} would wait; in {came}, out {went}.",
    ]
    for row in made.rows:
        amount = format_vnd(row.credit_vnd - row.debit_vnd)
        cells = (str(row.row), str(row.booked_on), row.reference, amount)
        lines.append("  " + "\t".join((*cells, row.counter_name, row.content)))
    lines += [
        f"  {each.row}\t{each.column}\t{each.code}\t{each.sentence('vi')} / {each.sentence('en')}"
        for each in made.problems
    ]
    return "\n".join(lines)


commands: tuple[tuple[str, click.Command], ...] = (
    ("intake profiles list", listed),
    ("intake profiles try", tried),
    ("intake profiles save", save),
    ("intake profiles end", end),
)
