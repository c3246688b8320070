"""`ledger trial-balance`, `statement`, `verify`, and `period status`."""

import datetime as dt
from pathlib import Path
from typing import Any, Final

import click

from finance.cli.parameters import DAY, MOMENT, MONTH, written
from finance.records.month_end import tasks
from finance.runtime.context import Context
from finance.shell.commands import DONE, REFUSED, Outcome, command
from ledger.balances import TrialRow, trial_balance
from ledger.entries import Side
from ledger.errors import Refusal
from ledger.periods import Period
from ledger.store import months
from reports.cli.sealing import FILE, kept_checkpoint
from reports.cli.seen import require
from reports.queries import books
from reports.queries.checks import check_books, unit_of
from reports.queries.lines import Moved, Span, Tags, account_lines

SPAN: Final = (
    click.Option(["--from", "first"], type=DAY, required=True, help="First day."),
    click.Option(["--to", "last"], type=DAY, required=True, help="Last day, included."),
)


KNOWN_AT: Final = click.Option(
    ["--known-at"], type=MOMENT, help="Leave out what was recorded later (ISO 8601)."
)


class BackwardSpan(Refusal):
    """A span that ends before it begins."""

    code = "report.wrong_span"
    vi = "Khoảng ngày kết thúc ({last}) trước khi bắt đầu ({first})."
    en = "The span ends ({last}) before it begins ({first})."


@command(
    "trial-balance",
    "What stood, moved and stands in a unit's book.",
    [
        click.Argument(["unit"]),
        *SPAN,
        click.Option(["--below"], is_flag=True, help="With all units below, eliminated."),
        KNOWN_AT,
        click.Option(["--by"], type=click.Choice(["account", "fund", "item"]), default="account"),
    ],
)
def trial_balance_rows(
    ctx: Context, unit: str, *, by: str, first: dt.date, last: dt.date, **more: int | None
) -> dict[str, Any]:
    """Rows in order of account, fund or item; amounts on their own side."""
    check_span(first, last)
    known_at_us = more["known_at"]
    asked = books.Asked(unit, first, last, below=bool(more["below"]), known_at_us=known_at_us)
    database = ctx.database.below(unit, last) if asked.below else ctx.database
    with database.reading() as session:
        require(ctx, session, unit)
        moved = books.movements(session, asked)
        rows = trial_balance(moved.rows, moved.chart, by)
    answer: dict[str, Any] = {"rows": [_trial_row(row, by) for row in rows]}
    if moved.consolidated is not None:
        answer["untied_vnd"] = dict(moved.consolidated.untied_vnd)
    return answer


@command(
    "statement",
    "An account's lines with running balance.",
    [
        click.Argument(["unit"]),
        click.Argument(["account"]),
        *SPAN,
        KNOWN_AT,
    ],
)
def statement(
    ctx: Context,
    *,
    unit: str,
    account: str,
    first: dt.date,
    last: dt.date,
    known_at: int | None,
) -> dict[str, Any]:
    """Lines by accounting day and order of recording; balances debit positive."""
    check_span(first, last)
    with ctx.database.reading() as session:
        require(ctx, session, unit)
        found = account_lines(session, unit, Tags(account), Span(first, last, known_at_us=known_at))
    return {
        "unit": unit,
        "account": account,
        "opening_vnd": found.opening_vnd,
        "closing_vnd": found.closing_vnd,
        "rows": [_line(moved) for moved in found.lines],
    }


@command(
    "verify",
    "Every check of the book; status 1 when anything is off.",
    [
        click.Option(["--unit"], default="", metavar="CODE", help="One unit only."),
        click.Option(
            ["--checkpoint"], type=FILE, help="A signed checkpoint that you have kept yourself."
        ),
        click.Option(
            ["--key"], default="", help="The verifier key you trust; else those in the database."
        ),
    ],
)
def verify(ctx: Context, unit: str, checkpoint: Path | None, key: str) -> Outcome:
    """What is off, and how much was looked at."""
    kept = None if checkpoint is None else kept_checkpoint(checkpoint, key)
    with ctx.database.reading() as session:
        require(ctx, session, unit)
        found = check_books(session, unit, kept)
    data: dict[str, Any] = {
        "rows": [
            {
                "check": problem.code,
                "unit": unit_of(problem),
                "where": problem.where,
                "message": problem.sentence("vi"),
                "message_en": problem.sentence("en"),
            }
            for problem in found.rows
        ],
        "entries": found.entries,
        "lines": found.lines,
    }
    if found.more:
        data["more"] = found.more
    return Outcome(data, status=DONE if found.clean else REFUSED)


@command(
    "status",
    "Whether a unit's month is closed, and what keeps it open.",
    [click.Argument(["unit"]), click.Argument(["period"], type=MONTH)],
)
def period_status(ctx: Context, unit: str, period: Period) -> dict[str, Any]:
    """The state of a month, and its task list while it is open."""
    with ctx.database.reading() as session:
        require(ctx, session, unit)
        held = books.book_of(session, unit)
        month = months.month(session, held.book_id, period)
        state = None if month is None else month.state
        found = [] if state is None else tasks(session, unit, period)
    return {
        "unit": unit,
        "period": period,
        "state": "none" if state is None else state.value,
        "open_until": None if month is None else written(month.open_until_us),
        "bound_by": "" if month is None else month.bound_by,
        "closable": bool(state) and not any(task.blocks for task in found),
        "rows": [
            {
                "code": task.code,
                "blocks": task.blocks,
                "count": task.count,
                "amount_vnd": task.amount_vnd,
                "message": task.vi,
                "message_en": task.en,
            }
            for task in found
        ],
    }


def check_span(first: dt.date, last: dt.date) -> None:
    """Refuse a span that ends before it begins with BackwardSpan."""
    if last < first:
        raise BackwardSpan(first=first.isoformat(), last=last.isoformat())


def _trial_row(row: TrialRow, by: str) -> dict[str, Any]:
    return {
        by: row.key,
        "opening_debit_vnd": row.opening_debit_vnd,
        "opening_credit_vnd": row.opening_credit_vnd,
        "debit_vnd": row.debit_vnd,
        "credit_vnd": row.credit_vnd,
        "closing_debit_vnd": row.closing_debit_vnd,
        "closing_credit_vnd": row.closing_credit_vnd,
    }


def _line(moved: Moved) -> dict[str, Any]:
    line = moved.line
    return {
        "entry": moved.public_id,
        "accounting_on": moved.accounting_on.isoformat(),
        "document_on": moved.document_on.isoformat(),
        "text": moved.text,
        "debit_vnd": line.amount_vnd if line.side is Side.DEBIT else 0,
        "credit_vnd": line.amount_vnd if line.side is Side.CREDIT else 0,
        "fund": line.fund,
        "item": line.item,
        "counter_unit": line.counter_book,
        "interbook_ref": line.interbook_ref,
        "balance_vnd": moved.balance_vnd,
    }


commands: tuple[tuple[str, click.Command], ...] = (
    ("ledger trial-balance", trial_balance_rows),
    ("ledger statement", statement),
    ("ledger verify", verify),
    ("period status", period_status),
)
