"""`levy refund …`: a person asks, a second one decides."""

import datetime as dt
import re
from dataclasses import asdict
from typing import Any

import click

from finance.actions.approve_refund import ApproveRefund, approve_refund
from finance.actions.ask_refund import AskRefund, ask_refund
from finance.actions.refuse_refund import RefuseRefund, refuse_refund
from finance.cli.parameters import DAY
from finance.records.refunds import (
    RefundKind,
    RefundRow,
    RefundState,
    UnknownRefund,
    refunds_of,
)
from finance.rules.tax_codes import normalise
from finance.runtime.context import Context
from finance.shell.commands import command
from ledger.money import Vnd

_NAME = re.compile(r"(.+)/HT/([0-9]{1,9})")
_ON = click.Option(["--on"], type=DAY, help="The day; today when left out.")
_REFUND = click.Argument(["refund"])


@command(
    "ask",
    "Ask for money to go back to its payer; a second person decides.",
    [
        click.Argument(["unit"]),
        click.Option(["--employer"], required=True, metavar="MST"),
        click.Option(["--request"], required=True, metavar="NO", help="The payer's letter."),
        click.Option(["--account"], required=True, metavar="NO", help="The payer's account."),
        click.Option(["--bank"], default="", metavar="BIN"),
        click.Option(
            ["--amount"], type=click.IntRange(min=1), help="Đồng; all of the credit if left out."
        ),
        click.Option(
            ["--stopped"], is_flag=True, help="All that was collected for months not owed."
        ),
        _ON,
    ],
)
def ask(ctx: Context, unit: str, employer: str, on: dt.date | None, **wish: Any) -> dict[str, Any]:  # noqa: ANN401 - click's own
    """Keep the request; nothing is posted."""
    amount = wish["amount"]
    request = AskRefund(
        unit,
        RefundKind.STOPPED if wish["stopped"] else RefundKind.CREDIT,
        normalise(employer),
        wish["request"],
        wish["account"],
        on or ctx.today,
        None if amount is None else Vnd(amount),
        wish["bank"],
    )
    with ctx.database.reading() as session:
        before = {row.public_id for row in refunds_of(session, unit)}
    name = ask_refund(ctx, request)
    return {"changed": name not in before, **_shown(_found(ctx, name))}


@command("approve", "Approve a refund, UNIT/HT/NUMBER: it is posted and ordered.", [_REFUND, _ON])
def approve(ctx: Context, refund: str, on: dt.date | None) -> dict[str, Any]:
    """Post the refund and order its payment; repeated, nothing changes."""
    row = _found(ctx, refund)
    payments = []
    if row.state != RefundState.PAID:
        wish = ApproveRefund(row.unit_code, row.seq, on or ctx.today)
        payments = approve_refund(ctx, wish)
    shown = _shown(_found(ctx, refund))
    return {"changed": bool(payments), **shown, "payments": [asdict(each) for each in payments]}


@command(
    "refuse",
    "Refuse a refund, UNIT/HT/NUMBER.",
    [_REFUND, click.Option(["--reason"], required=True)],
)
def refuse(ctx: Context, refund: str, reason: str) -> dict[str, Any]:
    """Let it be refused; nothing was posted."""
    row = _found(ctx, refund)
    changed = row.state != RefundState.REFUSED
    if changed:
        refuse_refund(ctx, RefuseRefund(row.unit_code, row.seq, reason))
    return {"changed": changed, **_shown(_found(ctx, refund))}


@command("list", "The refunds of a unit, the latest first.", [click.Argument(["unit"])])
def listed(ctx: Context, unit: str) -> dict[str, Any]:
    """Asked, paid and refused."""
    with ctx.database.reading() as session:
        ctx.require(session, "ledger.read", unit)
        rows = refunds_of(session, unit)
    return {"rows": [_shown(row) for row in rows]}


def _found(ctx: Context, name: str) -> RefundRow:
    """The refund of a public id.

    Raises   UnknownRefund, PermissionRefused.
    """
    named = _NAME.fullmatch(name)
    if named is None:
        raise UnknownRefund(refund=name)
    with ctx.database.reading() as session:
        ctx.require(session, "ledger.read", named[1])
        row = session.get(RefundRow, (named[1], int(named[2])))
    if row is None:
        raise UnknownRefund(refund=name)
    return row


def _shown(row: RefundRow) -> dict[str, Any]:
    return {
        "refund": row.public_id,
        "kind": row.kind,
        "tax_code": row.tax_code,
        "payee": row.payee,
        "account_no": row.account_no,
        "amount_vnd": row.amount_vnd,
        "request": row.request,
        "asked_on": row.asked_on.isoformat(),
        "state": row.state,
        "maker": row.maker,
        "checker": row.checker,
        "ref": row.ref,
        "decision": row.decision,
    }


commands: tuple[tuple[str, click.Command], ...] = (
    ("levy refund ask", ask),
    ("levy refund approve", approve),
    ("levy refund refuse", refuse),
    ("levy refund list", listed),
)
