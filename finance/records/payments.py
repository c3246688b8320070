"""Payment lists: what a unit orders its bank to pay."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.records.bank_accounts import BankAccountRow
from finance.records.receipts import PaymentRow
from finance.records.runs import next_numbers


@dataclass(frozen=True, slots=True)
class PaymentList:
    """Who pays, by which reference, when, and the word the bank's text begins with."""

    unit: str
    ref: str
    on: dt.date
    word: str


@dataclass(frozen=True, slots=True)
class Payment:
    """One line of a payment list (đồng)."""

    unit: str
    payee: str
    account_no: str
    bank_bin: str
    amount_vnd: int
    purpose: str


def order_payments(
    session: Session, order: PaymentList, amounts: Mapping[str, int]
) -> list[Payment]:
    """Write the lines of a list; each waits until the bank's debit row settles it.

    Takes    amounts by payee, a unit's code or an organisation's name; those above zero count.
    """
    accounts = {
        row.unit_code: row
        for row in session.scalars(
            select(BankAccountRow).order_by(
                BankAccountRow.purpose.asc(), BankAccountRow.account_no.desc()
            )
        )
    }
    lines = [(payee, amount) for payee, amount in amounts.items() if amount > 0]
    if not lines:
        return []
    first = next_numbers(session, order.unit, "payment", len(lines))
    made: list[Payment] = []
    for offset, (payee, amount) in enumerate(lines):
        account = accounts.get(payee)
        line = Payment(
            unit=order.unit,
            payee=payee,
            account_no="" if account is None else account.account_no,
            bank_bin="" if account is None else account.bank_bin,
            amount_vnd=amount,
            purpose=f"{order.word} {order.ref} {payee}",
        )
        made.append(line)
        session.add(
            PaymentRow(
                unit_code=order.unit,
                seq=first + offset,
                ref=order.ref,
                pay_on=order.on,
                payee=payee,
                account_no=line.account_no,
                bank_bin=line.bank_bin,
                amount_vnd=amount,
                purpose=line.purpose,
                state="ordered",
            )
        )
    session.flush()
    return made
