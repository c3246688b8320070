"""`ledger balance` and `ledger compare`: as of which day, and as known at which moment."""

import datetime as dt
from typing import Any, Final

import click

from finance.cli.parameters import DAY
from finance.runtime.clock import moment
from finance.runtime.context import Context
from finance.shell.commands import command
from ledger.balances import TrialRow
from ledger.entries import Posted, Side
from ledger.errors import UnknownAccount
from reports.cli.ledger_reading import KNOWN_AT, SPAN, check_span
from reports.cli.seen import require
from reports.queries import books
from reports.queries.comparison import comparison
from reports.statements.comparison import ComparedRow

_AMOUNTS: Final = (
    "opening_debit_vnd",
    "opening_credit_vnd",
    "debit_vnd",
    "credit_vnd",
    "closing_debit_vnd",
    "closing_credit_vnd",
)


@command(
    "balance",
    "What stands on an account at the end of a day, as known now or at a moment.",
    [
        click.Argument(["unit"]),
        click.Argument(["account"]),
        click.Option(["--on"], type=DAY, required=True, help="The day."),
        KNOWN_AT,
        click.Option(["--below"], is_flag=True, help="With all units below, eliminated."),
        click.Option(["--fund"], default=""),
        click.Option(["--item"], default=""),
        click.Option(["--other"], default="", metavar="CODE", help="The other unit."),
    ],
)
def balance(
    ctx: Context,
    *,
    unit: str,
    account: str,
    on: dt.date,
    known_at: int | None,
    below: bool,
    **tags: str,
) -> dict[str, Any]:
    """One balance, debit positive."""
    named = {"account": account, "fund": tags["fund"], "item": tags["item"]}
    named["counter_book"] = tags["other"]
    with ctx.database.reading() as session:
        require(ctx, session, unit)
        chart = books.chart_of(session, unit)
        if chart.get(account) is None:
            raise UnknownAccount(account=account, regime=chart.regime)
        asked = books.Asked(unit, on, on, below=below, known_at_us=known_at)
        carried = {name: value for name, value in named.items() if value}
        amount = books.balance_of(session, asked, carried)
    return {
        "unit": unit,
        "account": account,
        "on": on.isoformat(),
        "known_at": None if known_at is None else moment(known_at).isoformat(),
        "balance_vnd": amount,
    }


@command(
    "compare",
    "A span as first reported beside as now known, and the entries between.",
    [click.Argument(["unit"]), *SPAN],
)
def compare(ctx: Context, unit: str, first: dt.date, last: dt.date) -> dict[str, Any]:
    """Every account twice, with the difference of what stands at the end (debit positive)."""
    check_span(first, last)
    with ctx.database.reading() as session:
        require(ctx, session, unit)
        found = comparison(session, unit, first, last)
    return {
        "unit": unit,
        "first_reported_at": found.reported_at.isoformat(),
        "rows": [_row(row) for row in found.rows],
        "entries": [_entry(posted) for posted in found.entries],
    }


def _row(row: ComparedRow) -> dict[str, Any]:
    return {
        "account": row.account,
        **_named("first_reported", row.first_reported),
        **_named("now_known", row.now_known),
        "difference_vnd": row.difference_vnd,
    }


def _named(when: str, row: TrialRow) -> dict[str, int]:
    return {f"{when}_{name}": getattr(row, name) for name in _AMOUNTS}


def _entry(posted: Posted) -> dict[str, Any]:
    draft = posted.draft
    return {
        "entry": posted.public_id,
        "accounting_on": draft.accounting_on.isoformat(),
        "recorded_at": moment(posted.recorded_at_us).isoformat(),
        "text": draft.text,
        "actor": draft.actor,
        "lines": [
            {
                "account": line.account,
                "debit_vnd": line.amount_vnd if line.side is Side.DEBIT else 0,
                "credit_vnd": line.amount_vnd if line.side is Side.CREDIT else 0,
                "fund": line.fund,
                "item": line.item,
                "counter_unit": line.counter_book,
            }
            for line in draft.lines
        ],
    }


commands: tuple[tuple[str, click.Command], ...] = (
    ("ledger balance", balance),
    ("ledger compare", compare),
)
