"""`levy obligations`, `levy receipts`, `levy shares`."""

import datetime as dt
from typing import Any

import click

from finance.cli.parameters import DAY, MONTH
from finance.cli.scope import known
from finance.records.receipts import ReceiptState
from finance.rules.states import ObligationState
from finance.runtime.context import Context
from finance.runtime.parameters import law
from finance.shell.commands import command
from ledger.periods import Period
from reports.cli.seen import within
from reports.queries.obligations import ObligationWish
from reports.queries.obligations import obligations as listed_obligations
from reports.queries.receipts import receipts as listed_receipts
from reports.queries.receipts import shared_parts

_OBLIGATION_STATES = click.Choice([state.value for state in ObligationState])
_RECEIPT_STATES = click.Choice([state.value for state in ReceiptState])


@command(
    "obligations",
    "What employers owe, as it stood on a day.",
    [
        click.Option(["--period"], type=MONTH, help="One wage month only."),
        click.Option(["--employer"], default="", metavar="MST", help="One tax code only."),
        click.Option(["--as-of"], type=DAY, help="The day; today when left out."),
        click.Option(["--state"], type=_OBLIGATION_STATES),
    ],
)
def obligations(
    ctx: Context, period: Period | None, employer: str, as_of: dt.date | None, state: str | None
) -> dict[str, Any]:
    """Amounts, due day and state of each obligation."""
    wish = ObligationWish(
        as_of=as_of or ctx.today,
        period=period or "",
        tax_code=employer,
        state=state or "",
        within=within(ctx),
    )
    with ctx.database.reading() as session:
        rows = listed_obligations(session, wish, law())
    return {
        "rows": [
            {
                "tax_code": row.tax_code,
                "name": row.name,
                "period": row.period,
                "kind": "levy",
                "collecting_unit": row.collecting_unit,
                "wage_fund_vnd": row.wage_fund_vnd,
                "rate": row.rate,
                "gross_vnd": row.gross_vnd,
                "relief_vnd": row.relief_vnd,
                "amount_vnd": row.amount_vnd,
                "waived_vnd": row.waived_vnd,
                "relief": row.relief,
                "due_on": row.due_on.isoformat(),
                "paid_vnd": row.paid_vnd,
                "open_vnd": row.open_vnd,
                "state": row.state.value,
                "days_late": row.days_late,
            }
            for row in rows
        ]
    }


@command(
    "receipts",
    "What came in, and what each receipt pays.",
    [click.Option(["--state"], type=_RECEIPT_STATES)],
)
def receipts(ctx: Context, state: str | None) -> dict[str, Any]:
    """Receipts in order of booking."""
    with ctx.database.reading() as session:
        rows = listed_receipts(session, state or "", within(ctx))
    return {
        "rows": [
            {
                "receipt": row.public_id,
                "reference": row.reference,
                "account_no": row.account_no,
                "booked_on": row.booked_on.isoformat(),
                "amount_vnd": row.amount_vnd,
                "state": row.state,
                "confidence": row.confidence,
                "evidence": row.evidence,
                "matches": [
                    {
                        "tax_code": match.tax_code,
                        "period": match.period,
                        "amount_vnd": match.amount_vnd,
                    }
                    for match in row.matches
                ],
                "credit_vnd": row.credit_vnd,
                "returned_vnd": row.returned_vnd,
                "unmatched_vnd": row.unmatched_vnd,
            }
            for row in rows
        ]
    }


@command(
    "shares",
    "How each matched part of a wage month is shared.",
    [
        click.Option(["--period"], type=MONTH, required=True),
        click.Option(["--unit"], default="", metavar="CODE", help="Parts of one unit only."),
    ],
)
def shares(ctx: Context, period: Period, unit: str) -> dict[str, Any]:
    """The shares of each part; they add up to it."""
    with ctx.database.reading() as session:
        known(session, unit)
        rows = shared_parts(session, period, unit, within(ctx))
    return {
        "rows": [
            {
                "receipt": row.receipt,
                "reference": row.reference,
                "tax_code": row.tax_code,
                "period": row.period,
                "amount_vnd": row.amount_vnd,
                "shares": [
                    {
                        "unit": share.unit,
                        "level": share.level,
                        "role": share.role,
                        "place": share.place,
                        "amount_vnd": share.amount_vnd,
                        "rule": share.rule,
                    }
                    for share in row.shares
                ],
            }
            for row in rows
        ]
    }


commands: tuple[tuple[str, click.Command], ...] = (
    ("levy obligations", obligations),
    ("levy receipts", receipts),
    ("levy shares", shares),
)
