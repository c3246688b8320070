"""A person says what else a debit row paid: no receipt, no payment of ours. Another decides."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from finance.actions.clear_debit import Clearing, check_day, check_open, keep_clearing
from finance.actions.draft_voucher import check_lines
from finance.actions.take_receipt_back import Cleared
from finance.records.debits import ClearingState, DebitClearingRow, debit_named, said_of
from finance.records.receipts import BankDebitRow
from finance.records.runs import take_turn
from finance.rules.bank_debits import Means, WhatForWanted
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger.entries import debit as debit_line
from ledger.money import Vnd

LONGEST: Final = 1_000


@dataclass(frozen=True, slots=True)
class AskSpending:
    """Which debit row was put to what: the account with its fund and item, and the words for it.

    An amount of None is all that waits of the row and was not asked for before.
    """

    debit: str
    account: str
    what_for: str
    on: dt.date
    fund: str = ""
    item: str = ""
    amount_vnd: int | None = None


def ask_spending(ctx: Context, request: AskSpending) -> Cleared:
    """Keep what a debit row was for until a second person decides; nothing is posted yet.

    The account is one that a person may post by hand: what a sub-ledger keeps is cleared by the
    verb that keeps it.
    Returns  what was said; that which waits already when the same is asked again.
    Raises   UnknownDebit, WhatForWanted, NothingWaits, NotThatMuchWaits, DebitDay,
             UnknownAccount, WrongDimension, ControlAccount, UnknownItem, PermissionRefused.
    """
    what_for = request.what_for.strip()
    if not 0 < len(what_for) <= LONGEST:
        raise WhatForWanted(most=LONGEST)
    with ctx.database.writing() as session:
        take_turn(session)
        widen(session)
        debit = debit_named(session, request.debit)
        ctx.require(session, "debit.decide", debit.unit_code)
        waiting = _waiting(session, debit)
        for row in waiting:
            if _same(row, request):
                return Cleared((row.public_id,), changed=False)
        check_day(ctx, debit, request.on)
        left = debit.open_vnd - sum(row.amount_vnd for row in waiting)
        amount = left if request.amount_vnd is None else request.amount_vnd
        check_open(debit, amount, left)
        row = _keep(session, ctx, debit, request, amount)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "ask_spending",
            debit.unit_code,
            row.public_id,
            {"debit": row.debit, "account": row.account, "amount_vnd": amount, "for": what_for},
        )
        session.commit()
        return Cleared((row.public_id,), changed=True)


def _waiting(session: Session, debit: BankDebitRow) -> list[DebitClearingRow]:
    asked = ClearingState.ASKED.value
    rows = said_of(session, debit).clearings
    return [row for row in rows if row.state == asked and row.undoes is None]


def _same(row: DebitClearingRow, request: AskSpending) -> bool:
    wanted = (request.account, request.fund, request.item, request.what_for.strip())
    kept = (row.account, row.fund, row.item, row.reason)
    return wanted == kept and request.amount_vnd in {None, row.amount_vnd}


def _keep(
    session: Session, ctx: Context, debit: BankDebitRow, request: AskSpending, amount: int
) -> DebitClearingRow:
    tags = {"fund": request.fund, "item": request.item}
    tags = {key: text for key, text in tags.items() if text}
    check_lines(session, debit.unit_code, [debit_line(request.account, Vnd(amount), **tags)])
    said = Clearing(
        kind=Means.SPENDS,
        amount_vnd=amount,
        name=request.account,
        on=request.on,
        account=request.account,
        fund=request.fund,
        item=request.item,
        reason=request.what_for.strip(),
    )
    return keep_clearing(session, ctx, debit, said, ClearingState.ASKED)
