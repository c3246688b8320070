"""`levy debits` and `levy debit …`: what the bank's debit rows were that nobody recognised."""

import datetime as dt
from typing import Any

import click

from finance.actions.approve_spending import approve_spending
from finance.actions.ask_spending import AskSpending, ask_spending
from finance.actions.refuse_spending import refuse_spending
from finance.actions.settle_by_debit import SettleByDebit, settle_by_debit
from finance.actions.take_receipt_back import Cleared, TakeReceiptBack, take_receipt_back
from finance.actions.undo_clearing import UndoClearing, undo_clearing
from finance.cli.parameters import DAY
from finance.cli.scope import readable
from finance.records.debits import (
    ClearingState,
    DebitClearingRow,
    Waits,
    clearing_named,
    debits_seen,
    said_of,
)
from finance.records.receipts import BankDebitRow
from finance.runtime.context import Context
from finance.shell.commands import command

_ON = click.Option(["--on"], type=DAY, help="The day; today when left out.")
_AMOUNT = click.Option(
    ["--amount"], type=click.IntRange(min=1), help="Đồng; all there is if left out."
)
_DEBIT = click.Argument(["debit"])
_CLEARING = click.Argument(["clearing"])


@command(
    "debits",
    "Debit rows of the banks that wait for a person, and what was said of them.",
    [
        click.Option(["--unit"], default="", help="Of one unit only."),
        click.Option(["--all", "everything"], is_flag=True, help="Also those that are cleared."),
    ],
)
def debits(ctx: Context, unit: str, *, everything: bool) -> dict[str, Any]:
    """List them, the earliest first."""
    with ctx.database.reading() as session:
        if unit:
            ctx.require(session, "ledger.read", unit)
        units = [unit] if unit else readable(ctx)
        rows = session.scalars(debits_seen(units, waiting=not everything)).all()
        return {"rows": [_debit(said_of(session, row)) for row in rows]}


@command(
    "return",
    "Say that a debit row, UNIT/D/NUMBER, took a receipt back, whole or in part.",
    [_DEBIT, click.Option(["--receipt"], required=True), _AMOUNT, _ON],
)
def take_back(
    ctx: Context, debit: str, receipt: str, amount: int | None, on: dt.date | None
) -> dict[str, Any]:
    """Release what it paid and take it back."""
    wish = TakeReceiptBack(debit, receipt, on or ctx.today, amount)
    return _done(ctx, take_receipt_back(ctx, wish))


@command(
    "settle",
    "Say that a debit row, UNIT/D/NUMBER, carried out payments of a list.",
    [
        _DEBIT,
        click.Option(["--payment"], required=True, metavar="REF", help="The list's reference."),
        click.Option(["--payee"], default="", help="One payee of it; all when left out."),
        _ON,
    ],
)
def settle(
    ctx: Context, debit: str, payment: str, payee: str, on: dt.date | None
) -> dict[str, Any]:
    """Settle them; the bank is not posted twice."""
    return _done(ctx, settle_by_debit(ctx, SettleByDebit(debit, payment, on or ctx.today, payee)))


@command(
    "spend",
    "Say what else a debit row, UNIT/D/NUMBER, paid: a fee, a withdrawal. A second person decides.",
    [
        _DEBIT,
        click.Option(["--account"], required=True, metavar="NO", help="Account of the chart."),
        click.Option(["--fund"], default=""),
        click.Option(["--item"], default="", help="Item of the index."),
        click.Option(["--for", "what_for"], required=True, help="What the money was for."),
        _AMOUNT,
        _ON,
    ],
)
def spend(ctx: Context, debit: str, on: dt.date | None, **wish: Any) -> dict[str, Any]:  # noqa: ANN401 - click's own
    """Keep it for the second person; nothing is posted."""
    request = AskSpending(
        debit,
        wish["account"],
        wish["what_for"],
        on or ctx.today,
        wish["fund"],
        wish["item"],
        wish["amount"],
    )
    return _done(ctx, ask_spending(ctx, request))


@command("approve", "Approve what was said, UNIT/XC/NUMBER: it is posted.", [_CLEARING])
def approve(ctx: Context, clearing: str) -> dict[str, Any]:
    """Post it; repeated, nothing changes."""
    changed = _found(ctx, clearing).state != ClearingState.DONE.value
    if changed:
        approve_spending(ctx, clearing)
    return _done(ctx, Cleared((clearing,), changed))


@command(
    "refuse",
    "Refuse what was said, UNIT/XC/NUMBER.",
    [_CLEARING, click.Option(["--reason"], required=True)],
)
def refuse(ctx: Context, clearing: str, reason: str) -> dict[str, Any]:
    """Let it be refused; nothing was posted."""
    changed = _found(ctx, clearing).state != ClearingState.REFUSED.value
    if changed:
        refuse_spending(ctx, clearing, reason)
    return _done(ctx, Cleared((clearing,), changed))


@command(
    "undo",
    "Take back what was said, UNIT/XC/NUMBER: the debit row waits again.",
    [_CLEARING, click.Option(["--reason"], required=True), _ON],
)
def undo(ctx: Context, clearing: str, reason: str, on: dt.date | None) -> dict[str, Any]:
    """Post the opposite; what two people said is undone by two."""
    return _done(ctx, undo_clearing(ctx, UndoClearing(clearing, reason, on or ctx.today)))


def _found(ctx: Context, name: str) -> DebitClearingRow:
    with ctx.database.reading() as session:
        row = clearing_named(session, name)
        ctx.require(session, "ledger.read", row.unit_code)
    return row


def _done(ctx: Context, cleared: Cleared) -> dict[str, Any]:
    with ctx.database.reading() as session:
        rows = [clearing_named(session, name) for name in cleared.clearings]
        debit = session.get_one(BankDebitRow, (rows[0].unit_code, rows[0].debit_seq))
        return {
            "changed": cleared.changed,
            "clearings": list(cleared.clearings),
            **_debit(said_of(session, debit)),
        }


def _debit(said: Waits) -> dict[str, Any]:
    row = said.debit
    return {
        "debit": row.public_id,
        "account_no": row.account_no,
        "booked_on": row.booked_on.isoformat(),
        "reference": row.reference,
        "amount_vnd": row.amount_vnd,
        "waiting_vnd": row.open_vnd,
        "counter_account": row.counter_account,
        "counter_name": row.counter_name,
        "content": row.content,
        "state": row.state,
        "said": [_clearing(said, each) for each in said.clearings],
    }


def _clearing(said: Waits, row: DebitClearingRow) -> dict[str, Any]:
    return {
        "clearing": row.public_id,
        "kind": row.kind,
        "name": row.name,
        "fund": row.fund,
        "item": row.item,
        "amount_vnd": row.amount_vnd,
        "undoes": "" if row.undoes is None else f"{row.unit_code}/XC/{row.undoes}",
        "stands": said.stands(row),
        "on": row.clears_on.isoformat(),
        "state": row.state,
        "maker": row.maker,
        "checker": row.checker,
        "reason": row.reason,
        "decision": row.decision,
    }


commands: tuple[tuple[str, click.Command], ...] = (
    ("levy debits", debits),
    ("levy debit return", take_back),
    ("levy debit settle", settle),
    ("levy debit spend", spend),
    ("levy debit approve", approve),
    ("levy debit refuse", refuse),
    ("levy debit undo", undo),
)
