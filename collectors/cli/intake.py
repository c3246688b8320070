"""`… import FILE` for the registers, `intake si|tax|bank|payroll FILE`, `intake quarantine`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from collectors.evidence import Feed
from collectors.intake.arrivals import Arrival, IntakeReport
from collectors.intake.batches import EVERYTHING, seen_from
from collectors.intake.quarantine import Asked, Waits, waiting_rows
from collectors.intake.take_in import take_in
from collectors.sources.feed_file import CSV, FORMATS, XLSX
from collectors.sources.text_encoding import AUTO, ENCODINGS
from finance.records.scope import standing
from finance.runtime.clock import moment
from finance.runtime.context import Context
from finance.shell.commands import DONE, IN_PART, Outcome, command
from finance.shell.progress import progress
from ledger.errors import Problem

_MOST_SHOWN = 20  # on a terminal; the JSON has them all
_FILE = click.Argument(["file"], type=click.Path(exists=True, dir_okay=False, path_type=Path))


def _format(*known: str) -> click.Option:
    return click.Option(
        ["--format", "file_format"],
        type=click.Choice([AUTO, *known]),
        default=AUTO,
        help="What the file is; told from its first bytes when left out.",
    )


_ENCODING = click.Option(
    ["--encoding"],
    type=click.Choice([AUTO, *ENCODINGS]),
    default=AUTO,
    help="How a text file writes its letters; told from the file when left out.",
)
_ACCOUNT = click.Option(
    ["--account", "account_no"],
    default="",
    metavar="NO",
    help="Whose statement it is; MT940 and camt.053 say it themselves.",
)
_PROFILE = click.Option(
    ["--profile"],
    default="",
    metavar="NAME",
    help="The column profile to read it by; else the one of the account's bank that fits.",
)


def _register(feed: Feed, what: str) -> tuple[str, click.Command]:
    @command("import", f"Take {what} in from a file; dated rows.", [_FILE])
    def act(ctx: Context, file: Path) -> Outcome:
        return _take_in(ctx, Arrival(feed, file))

    return f"{feed} import", act


def _feed(feed: Feed, what: str) -> tuple[str, click.Command]:
    @command(feed.value, f"Take {what} in.", [_FILE, _format(CSV, XLSX), _ENCODING])
    def act(ctx: Context, file: Path, file_format: str, encoding: str) -> Outcome:
        return _take_in(ctx, Arrival(feed, file, file_format, encoding=encoding))

    return f"intake {feed}", act


@command(
    "bank",
    "Take a bank account's statement in.",
    [_FILE, _format(*FORMATS), _ENCODING, _ACCOUNT, _PROFILE],
)
def bank(
    ctx: Context, file: Path, *, file_format: str, encoding: str, account_no: str, profile: str
) -> Outcome:
    """Take in a statement; statements that overlap do not double."""
    return _take_in(ctx, Arrival(Feed.BANK, file, file_format, account_no, encoding, profile))


@command(
    "quarantine",
    "The rows that still wait, as they came, and why.",
    [
        click.Option(
            ["--batch"], type=click.IntRange(1, 2**63 - 1), metavar="ID", help="Of this batch only."
        )
    ],
)
def quarantine(ctx: Context, batch: int | None) -> Outcome:
    """List what waits, in the units one may see."""
    with ctx.database.reading() as session:
        seen = EVERYTHING
        if not ctx.actor.is_system:
            own = ctx.actor.units_of(ctx.actor.roles)
            seen = seen_from(session, own, standing(own, ctx.today))
        rows = waiting_rows(session, seen, Asked(batch))
    return Outcome({"rows": [_waiting(row) for row in rows]}, _listed(rows))


def report_data(report: IntakeReport) -> Mapping[str, Any]:
    """A report as one JSON document."""
    same = {} if report.same_as is None else {"same_as": report.same_as}
    return {
        "batch": report.batch,
        "rows_read": report.rows_read,
        "rows_taken": report.rows_taken,
        "rows_unchanged": report.rows_unchanged,
        "rows_superseded": report.rows_superseded,
        "rows_quarantined": report.rows_quarantined,
        "problems": [problem_data(each) for each in report.problems],
        "warnings": [problem_data(each) for each in report.warnings],
        **same,
    }


def _take_in(ctx: Context, arrival: Arrival) -> Outcome:
    with progress("dòng · rows") as told:
        report = take_in(ctx, arrival, told)
    status = IN_PART if report.rows_quarantined else DONE
    return Outcome(report_data(report), "\n".join(_said(report)), status)


def problem_data(problem: Problem) -> dict[str, Any]:
    """A problem as a part of a JSON document."""
    return {
        "row": problem.row,
        "column": problem.column,
        "code": problem.code,
        "message": problem.sentence("vi"),
        "message_en": problem.sentence("en"),
    }


def _said(report: IntakeReport) -> list[str]:
    counts = (
        ("đọc", "read", report.rows_read),
        ("nhận", "taken", report.rows_taken),
        ("không đổi", "unchanged", report.rows_unchanged),
        ("thay thế", "superseded", report.rows_superseded),
        ("chờ xử lý", "quarantined", report.rows_quarantined),
    )
    lines = [
        f"Lô {report.batch}: " + ", ".join(f"{count} {vi}" for vi, _, count in counts),
        f"Batch {report.batch}: " + ", ".join(f"{count} {en}" for _, en, count in counts),
    ]
    if report.same_as is not None:
        lines.append(f"Tệp này đã tiếp nhận (lô {report.same_as}); không có gì thay đổi.")
        lines.append(f"This file came before (batch {report.same_as}); nothing changes.")
    return [*lines, *_problem_lines(report.problems), *_problem_lines(report.warnings)]


def _problem_lines(problems: Sequence[Problem]) -> list[str]:
    lines = [
        f"  {each.row}\t{each.column}\t{each.code}\t{each.sentence('vi')} / {each.sentence('en')}"
        for each in problems[:_MOST_SHOWN]
    ]
    more = len(problems) - _MOST_SHOWN
    return [*lines, f"  … +{more}"] if more > 0 else lines


def _waiting(row: Waits) -> dict[str, Any]:
    return {
        "batch": row.batch,
        "feed": row.feed,
        "file": row.file_name,
        "account_no": row.account_no,
        "received_at": moment(row.received_at_us).isoformat(timespec="seconds"),
        "row": row.row,
        "cells": dict(row.cells),
        "problems": [problem_data(each) for each in row.problems],
    }


def _listed(rows: Sequence[Waits]) -> str:
    if not rows:
        return "Không có dòng nào chờ xử lý.\nNothing waits in quarantine."
    lines = []
    for row in rows:
        cells = "; ".join(f"{name}={text}" for name, text in row.cells.items())
        lines.append(f"{row.batch}/{row.row}\t{row.feed}\t{row.file_name}\t{cells}")
        lines.extend(_problem_lines(row.problems))
    return "\n".join(lines)


commands: tuple[tuple[str, click.Command], ...] = (
    _register(Feed.UNITS, "union units"),
    _register(Feed.EMPLOYERS, "employers"),
    _register(Feed.ACCOUNTS, "bank accounts"),
    _register(Feed.SPLIT_RULES, "split rules"),
    _register(Feed.OPENINGS, "opening balances"),
    _register(Feed.MEMBERS, "members"),
    _feed(Feed.SI, "the social insurance feed of a month"),
    _feed(Feed.TAX, "the tax authority's feed of a year"),
    _feed(Feed.PAYROLL, "what payrolls say of members' wages and dues"),
    ("intake bank", bank),
    ("intake quarantine", quarantine),
)
