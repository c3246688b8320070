"""`ledger trial-balance`, `statement`, `verify`, `export`, and `period status`."""

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import click

from finance.cli.parameters import DAY, MONTH
from finance.records.month_end import tasks
from finance.runtime.clock import VIETNAM
from finance.runtime.context import Context
from finance.shell.commands import DONE, REFUSED, Outcome, command
from ledger.balances import TrialRow, trial_balance
from ledger.entries import Posted, Side
from ledger.errors import Refusal
from ledger.export import beancount_ledger, hledger_journal
from ledger.periods import Period
from ledger.store import reads
from reports.cli.seen import require
from reports.queries import books
from reports.queries.checks import check_books, unit_of
from reports.queries.lines import Moved, Span, Tags, account_lines


class _Moment(click.ParamType[int]):
    name = "TIMESTAMP"

    def convert(
        self, value: str | int, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        if isinstance(value, int):
            return value
        try:
            then = dt.datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” is not a moment written as ISO 8601.", param, ctx)
        if then.tzinfo is None:
            then = then.replace(tzinfo=VIETNAM)
        since = then - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
        return since // dt.timedelta(microseconds=1)


MOMENT: Final = _Moment()
_FORMATS: Final = {"hledger": hledger_journal, "beancount": beancount_ledger}
_SPAN: Final = (
    click.Option(["--from", "first"], type=DAY, required=True, help="First day."),
    click.Option(["--to", "last"], type=DAY, required=True, help="Last day, included."),
)


class BackwardSpan(Refusal):
    """A span that ends before it begins."""

    code = "report.wrong_span"
    vi = "Khoảng ngày kết thúc ({last}) trước khi bắt đầu ({first})."
    en = "The span ends ({last}) before it begins ({first})."


class UnitOrAll(Refusal):
    """An export is of one unit or of all, and of one of them only."""

    code = "report.wrong_choice"
    vi = "Hãy chọn một trong hai: --unit hoặc --all."
    en = "Choose one of the two: --unit or --all."


@command(
    "trial-balance",
    "What stood, moved and stands in a unit's book.",
    [
        click.Argument(["unit"]),
        *_SPAN,
        click.Option(["--below"], is_flag=True, help="With all units below, eliminated."),
        click.Option(
            ["--known-at"], type=MOMENT, help="Leave out what was recorded later (ISO 8601)."
        ),
        click.Option(["--by"], type=click.Choice(["account", "fund", "item"]), default="account"),
    ],
)
def trial_balance_rows(
    ctx: Context, unit: str, *, by: str, first: dt.date, last: dt.date, **more: int | None
) -> dict[str, Any]:
    """Rows in order of account, fund or item; amounts on their own side."""
    _check_span(first, last)
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
        *_SPAN,
    ],
)
def statement(
    ctx: Context, unit: str, account: str, first: dt.date, last: dt.date
) -> dict[str, Any]:
    """Lines by accounting day and order of recording; balances debit positive."""
    _check_span(first, last)
    with ctx.database.reading() as session:
        require(ctx, session, unit)
        found = account_lines(session, unit, Tags(account), Span(first, last))
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
    [click.Option(["--unit"], default="", metavar="CODE", help="One unit only.")],
)
def verify(ctx: Context, unit: str) -> Outcome:
    """What is off, and how much was looked at."""
    with ctx.database.reading() as session:
        require(ctx, session, unit)
        found = check_books(session, unit)
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
    "export",
    "The book as text for other programs, for auditors.",
    [
        click.Option(["--unit"], default="", metavar="CODE"),
        click.Option(["--all", "every"], is_flag=True, help="All books."),
        click.Option(["--format", "kind"], type=click.Choice(sorted(_FORMATS)), required=True),
        click.Option(
            ["--out"], type=click.Path(dir_okay=False, writable=True, path_type=Path), required=True
        ),
    ],
)
def export(ctx: Context, *, unit: str, every: bool, kind: str, out: Path) -> dict[str, Any]:
    """Write the entries of one book or of all, nothing netted, nothing left out."""
    if bool(unit) == every:
        raise UnitOrAll
    count = 0
    with ctx.database.reading() as session:
        require(ctx, session, unit)
        codes = (
            sorted(reads.books_by_code(session)) if every else [books.book_of(session, unit).code]
        )

        def all_entries() -> Iterator[Posted]:
            nonlocal count
            for code in codes:
                for posted in reads.entries(session, code):
                    count += 1
                    yield posted

        _write(out, _FORMATS[kind](codes, all_entries()))
    return {"books": len(codes), "entries": count, "out": str(out)}


@command(
    "status",
    "Whether a unit's month is closed, and what keeps it open.",
    [click.Argument(["unit"]), click.Argument(["period"], type=MONTH)],
)
def period_status(ctx: Context, unit: str, period: Period) -> dict[str, Any]:
    """The state of a month, and its task list while it is open."""
    with ctx.database.reading() as session:
        require(ctx, session, unit)
        state = books.period_state(session, unit, period)
        found = [] if state is None else tasks(session, unit, period)
    return {
        "unit": unit,
        "period": period,
        "state": "none" if state is None else state.value,
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


def _check_span(first: dt.date, last: dt.date) -> None:
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


def _write(out: Path, lines: Iterable[str]) -> None:
    with out.open("w", encoding="utf-8", newline="\n") as file:
        for line in lines:
            file.write(line)
            file.write("\n")


commands: tuple[tuple[str, click.Command], ...] = (
    ("ledger trial-balance", trial_balance_rows),
    ("ledger statement", statement),
    ("ledger verify", verify),
    ("ledger export", export),
    ("period status", period_status),
)
