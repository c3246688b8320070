"""A second person approves what a debit row is said to have paid, or that this is taken back."""

from typing import Final

from finance.actions.clear_debit import check_open, post_clearing
from finance.actions.draft_voucher import check_lines
from finance.records.debits import ClearingState, clearing_waiting, said_of
from finance.records.receipts import BankDebitRow
from finance.records.runs import take_turn
from finance.rules.bank_debits import NothingToUndo
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from finance.runtime.parameters import permissions
from ledger.entries import debit as debit_line
from ledger.money import Vnd

_ACT: Final = "debit.approve"


def approve_spending(ctx: Context, clearing: str) -> str:
    """Post what the first person said: the account against payments to identify.

    Returns  the public id of the entry.
    Raises   UnknownClearing, ClearingDecided, NothingWaits, NotThatMuchWaits, NothingToUndo,
             ControlAccount, SamePerson, PermissionRefused.
    """
    with ctx.database.writing() as session:
        take_turn(session)
        widen(session)
        row = clearing_waiting(session, clearing)
        ctx.require(session, _ACT, row.unit_code)
        permissions().check_second(_ACT, [row.maker], ctx.actor.name, row.amount_vnd)
        debit = session.get_one(BankDebitRow, (row.unit_code, row.debit_seq), with_for_update=True)
        if row.undoes is None:
            check_open(debit, row.amount_vnd, debit.open_vnd)
            tags = {key: text for key, text in (("fund", row.fund), ("item", row.item)) if text}
            line = debit_line(row.account, Vnd(row.amount_vnd), **tags)
            check_lines(session, row.unit_code, [line])
        elif row.undoes in said_of(session, debit).undone:
            raise NothingToUndo(clearing=f"{row.unit_code}/XC/{row.undoes}")
        entry = post_clearing(session, ctx, debit, row)
        row.state, row.checker = ClearingState.DONE.value, ctx.actor.name
        row.decided_at_us = ctx.clock.now_us()
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "approve_spending",
            row.unit_code,
            row.public_id,
            {
                "maker": row.maker,
                "debit": row.debit,
                "account": row.account,
                "amount_vnd": row.amount_vnd,
                "entry": entry,
            },
        )
        session.commit()
        return entry
