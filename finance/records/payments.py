"""Payment lists: what a unit orders its bank to pay."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.records.bank_accounts import BankAccountRow
from finance.records.loading import ask_among, keyed, load
from finance.records.receipts import PaymentRow
from finance.records.runs import next_numbers
from finance.rules.facts import BankFacts
from finance.rules.folding import fold

_OWNER = keyed(BankAccountRow, "unit_code")
_LONGEST = 200  # of a purpose; a name may be longer


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


@dataclass(frozen=True, slots=True)
class Payee:
    """Who is to be paid: a unit's code, or an organisation's name with its account (đồng)."""

    name: str
    amount_vnd: int
    account_no: str = ""  # empty: the unit's own, from the register of accounts


def on_their_way(session: Session, payee: str) -> Sequence[PaymentRow]:
    """The payments other units ordered to a unit, and its bank has not shown yet."""
    return session.scalars(
        select(PaymentRow).where(
            PaymentRow.payee == payee,
            PaymentRow.unit_code != payee,
            PaymentRow.arrived_on.is_(None),
        )
    ).all()


def arriving(expected: Iterable[PaymentRow], row: BankFacts) -> PaymentRow | None:
    """The payment of another unit that a credit row brings, or None.

    Takes    what is on its way to the unit.
    It must be of the same amount, not seen before, ordered no later than it was booked, and its
    purpose must stand in the bank's text, whatever became of its separators. What it brings was
    posted when it was ordered: 112 is never posted twice.
    """
    fitting = [
        each
        for each in expected
        if each.amount_vnd == row.credit_vnd
        and each.pay_on <= row.booked_on
        and each.arrived_on is None
    ]
    if not fitting:
        return None
    said = _bare(row.content)
    found = [each for each in fitting if _bare(each.purpose) in said]
    return found[0] if len(found) == 1 else None


def _bare(text: str) -> str:
    return "".join(sign for sign in fold(text) if sign.isalnum())


def order_payments(session: Session, order: PaymentList, payees: Iterable[Payee]) -> list[Payment]:
    """Write the lines of a list; each waits until the bank's debit row settles it.

    Takes    the payees in order; those with an amount above zero count.
    """
    lines = [payee for payee in payees if payee.amount_vnd > 0]
    if not lines:
        return []
    accounts = _accounts(session, {payee.name for payee in lines if not payee.account_no})
    first = next_numbers(session, order.unit, "payment", len(lines))
    made: list[Payment] = []
    rows: list[dict[str, object]] = []
    for offset, payee in enumerate(lines):
        account = None if payee.account_no else accounts.get(payee.name)
        line = Payment(
            unit=order.unit,
            payee=payee.name,
            account_no=payee.account_no if account is None else account[0],
            bank_bin="" if account is None else account[1],
            amount_vnd=payee.amount_vnd,
            purpose=f"{order.word} {order.ref} {payee.name}"[:_LONGEST],
        )
        made.append(line)
        rows.append(
            {
                "unit_code": order.unit,
                "seq": first + offset,
                "ref": order.ref,
                "pay_on": order.on,
                "payee": line.payee,
                "account_no": line.account_no,
                "bank_bin": line.bank_bin,
                "amount_vnd": line.amount_vnd,
                "purpose": line.purpose,
                "state": "ordered",
            }
        )
    load(session, PaymentRow, rows)
    return made


def _accounts(session: Session, units: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Number and bank of the account each of these units is paid on."""
    sql = (
        "SELECT unit_code, account_no, bank_bin FROM bank_account WHERE {among} "
        "ORDER BY purpose, account_no DESC"
    )
    rows = ask_among(session, sql, _OWNER, [(unit,) for unit in sorted(units)])
    return {unit: (number, bank) for unit, number, bank in rows}
