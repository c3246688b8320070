"""Clear a part of a debit row that nobody recognised: keep who said what, and post it.

Called by the verbs that decide about such rows; they own the transaction.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from finance.records.debits import ClearingState, DebitClearingRow
from finance.records.receipts import BankDebitRow
from finance.records.runs import next_numbers
from finance.rules.bank_debits import DebitDay, Means, NothingWaits, NotThatMuchWaits
from finance.rules.posting import explained
from finance.runtime.context import Context
from ledger import book
from ledger.entries import Draft, gathered
from ledger.store import reads

JOURNAL: Final = "BK"
SOURCE: Final = "levy.debit"


@dataclass(frozen=True, slots=True)
class Clearing:
    """What a part of a debit row was (đồng): a receipt or payment of the unit, or an account."""

    kind: Means
    amount_vnd: int
    name: str
    on: dt.date
    subject_seq: int | None = None
    account: str = ""
    fund: str = ""
    item: str = ""
    reason: str = ""
    undoes: int | None = None


def check_day(ctx: Context, debit: BankDebitRow, on: dt.date) -> None:
    """Refuse a day on which the bank had not booked the row yet, or that has not come.

    Raises   DebitDay.
    """
    if not debit.booked_on <= on <= ctx.today:
        raise DebitDay(
            first=debit.booked_on.isoformat(), on=on.isoformat(), today=ctx.today.isoformat()
        )


def check_open(debit: BankDebitRow, amount_vnd: int, open_vnd: int) -> None:
    """Refuse to clear more of a debit row than waits of it.

    Raises   NothingWaits, NotThatMuchWaits.
    """
    if open_vnd <= 0:
        raise NothingWaits(debit=debit.public_id)
    if not 0 < amount_vnd <= open_vnd:
        raise NotThatMuchWaits(debit=debit.public_id, open=open_vnd, amount=amount_vnd)


def keep_clearing(
    session: Session,
    ctx: Context,
    debit: BankDebitRow,
    said: Clearing,
    state: ClearingState = ClearingState.DONE,
) -> DebitClearingRow:
    """Write down who said what; nothing is posted by that."""
    unit = debit.unit_code
    row = DebitClearingRow(
        unit_code=unit,
        seq=next_numbers(session, unit, "debit_clearing", 1),
        debit_seq=debit.seq,
        kind=said.kind.value,
        undoes=said.undoes,
        amount_vnd=said.amount_vnd,
        subject_seq=said.subject_seq,
        name=said.name,
        account=said.account,
        fund=said.fund,
        item=said.item,
        reason=said.reason,
        clears_on=said.on,
        state=state.value,
        maker=ctx.actor.name,
        made_at_us=ctx.clock.now_us(),
    )
    session.add(row)
    session.flush()
    return row


def post_clearing(
    session: Session, ctx: Context, debit: BankDebitRow, row: DebitClearingRow
) -> str:
    """Post what a clearing says, or its opposite where it takes another back.

    Returns  the public id of the entry.
    """
    amount = row.amount_vnd if row.undoes is None else -row.amount_vnd
    tags = {key: text for key, text in (("fund", row.fund), ("item", row.item)) if text}
    on = row.clears_on
    draft = Draft(
        book=row.unit_code,
        journal=JOURNAL,
        accounting_on=reads.first_open_day(session, [row.unit_code], on, ctx.clock.now_us()),
        document_on=on,
        text=_text(debit, row),
        source=SOURCE,
        key=row.public_id,
        lines=gathered(explained(amount, row.account, **tags)),
        actor=ctx.actor.name,
    )
    debit.clear(amount)
    [posted] = book.post(session, ctx.clock.now_us(), [draft])
    return posted.public_id


def _text(debit: BankDebitRow, row: DebitClearingRow) -> str:
    what = "Xác định" if row.undoes is None else "Gỡ xác định"
    said = f"{what} khoản chi {debit.public_id} ({debit.reference}): {row.name}"
    return f"{said}. {row.reason}"[:1000] if row.reason else said[:1000]
