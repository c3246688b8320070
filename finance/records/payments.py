"""Payment lists: what a unit orders its bank to pay."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from finance.records.bank_accounts import BankAccountRow
from finance.records.loading import among, ask_among, keyed, load
from finance.records.receipts import PaymentRow
from finance.records.runs import next_numbers
from finance.rules.facts import BankFacts
from finance.rules.folding import fold
from finance.rules.vietqr import LONGEST_TEXT, UnfitForQr, payload
from ledger.entries import Posted
from ledger.store import reads
from ledger.store.tables import BookRow, EntryRow

_OWNER = keyed(BankAccountRow, "unit_code")
_AMOUNT = keyed(PaymentRow, "amount_vnd")
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
    account: tuple[str, str] = ("", "")  # number and bank; empty: from the register of accounts


def payments_known(
    session: Session, unit: str, amounts: Iterable[int]
) -> dict[int, list[PaymentRow]]:
    """The payments a unit ordered, and those ordered to it, of these amounts (đồng), by amount."""
    found: dict[int, list[PaymentRow]] = {}
    concerned = or_(PaymentRow.unit_code == unit, PaymentRow.payee == unit)
    for those in among(session, _AMOUNT, [(amount,) for amount in sorted(set(amounts))]):
        for row in session.scalars(select(PaymentRow).where(concerned, those)):
            found.setdefault(row.amount_vnd, []).append(row)
    return found


def arriving(known: Iterable[PaymentRow], payee: str, row: BankFacts) -> PaymentRow | None:
    """The payment of another unit that a credit row brings, or None.

    Takes    the payments that are `known`; the unit that is paid; the row.
    It must be of the same amount, ordered no later than it was booked, and not seen before. What
    it brings was posted when it was ordered: 112 is never posted twice.
    """
    sent = [each for each in known if each.payee == payee and each.unit_code != payee]
    return _meant(sent, row)


def brought_back(known: Iterable[PaymentRow], payer: str, row: BankFacts) -> PaymentRow | None:
    """The payment of a unit that a credit row of its own account brings back, or None.

    Takes    the payments that are `known`; the unit that paid; the row.
    It must be of the same amount, ordered no later than it was booked; what has arrived, or came
    back before, does not come back.
    """
    return _meant([each for each in known if each.unit_code == payer], row)


def transfer_entries(session: Session, unit: str, source: str, ref: str) -> list[Posted]:
    """What a unit's payment was posted as: its own entry, then those of the books it moved."""
    found: dict[str, Posted] = {}
    wanted = [unit]
    while wanted:
        code = wanted.pop()
        posted = _entry(session, code, source, ref)
        if posted is not None:
            found[code] = posted
            others = {line.counter_book for line in posted.draft.lines} - {""} - found.keys()
            wanted += sorted(others - set(wanted))
    return list(found.values())


def _entry(session: Session, unit: str, source: str, key: str) -> Posted | None:
    seq = session.scalars(
        select(EntryRow.seq)
        .join(BookRow, BookRow.book_id == EntryRow.book_id)
        .where(BookRow.code == unit, EntryRow.source == source, EntryRow.key == key)
    ).one_or_none()
    return None if seq is None else reads.entry_by_seq(session, unit, seq)


def transfer_text(ref: str, purpose: str) -> str:
    """The words of a payment that a QR code has room for: all, or those up to the reference."""
    text = fold(purpose)
    if len(text) <= LONGEST_TEXT or ref not in purpose:
        return text
    return fold(purpose[: purpose.index(ref) + len(ref)])


def transfer_code(payment: PaymentRow) -> str:
    """The payload of the VietQR code that pays a line; empty where the format has no room.

    Without an account and its bank nobody can be paid by a code.
    """
    text = transfer_text(payment.ref, payment.purpose)
    try:
        return payload(payment.bank_bin, payment.account_no, payment.amount_vnd, text)
    except UnfitForQr:
        return ""


def _meant(payments: Iterable[PaymentRow], row: BankFacts) -> PaymentRow | None:
    """The one payment a credit row speaks of, or None where there is none, or more than one.

    Its purpose stands in the bank's text, whatever became of its separators, or at least the
    reference of its list. Where one stands inside another's, the longer is meant.
    """
    fitting = [
        each
        for each in payments
        if each.amount_vnd == row.credit_vnd and each.pay_on <= row.booked_on
    ]
    if not fitting:
        return None
    said = _bare(row.content)
    told = [(_bare(each.purpose), each) for each in fitting if _bare(each.purpose) in said]
    if not told:
        told = [(_bare(each.ref), each) for each in fitting if _bare(each.ref) in said]
    most = max((len(words) for words, _ in told), default=0)
    found = [each for words, each in told if len(words) == most]
    if len(found) != 1 or found[0].arrived_on is not None or found[0].returned_on is not None:
        return None
    return found[0]


def _bare(text: str) -> str:
    return "".join(sign for sign in fold(text) if sign.isalnum())


def order_payments(session: Session, order: PaymentList, payees: Iterable[Payee]) -> list[Payment]:
    """Write the lines of a list; each waits until the bank's debit row settles it.

    Takes    the payees in order; those with an amount above zero count.
    """
    lines = [payee for payee in payees if payee.amount_vnd > 0]
    if not lines:
        return []
    accounts = _accounts(session, {payee.name for payee in lines if not payee.account[0]})
    first = next_numbers(session, order.unit, "payment", len(lines))
    made: list[Payment] = []
    rows: list[dict[str, object]] = []
    for offset, payee in enumerate(lines):
        number, bank = payee.account
        account = None if number else accounts.get(payee.name)
        line = Payment(
            unit=order.unit,
            payee=payee.name,
            account_no=number if account is None else account[0],
            bank_bin=bank if account is None else account[1],
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


def without_account(session: Session, units: Select[str] | None = None) -> list[PaymentRow]:
    """Payments that no bank can make: nobody has paid them, and where to is not known.

    Takes    the units that are to pay; None: all.
    """
    query = select(PaymentRow).where(
        PaymentRow.state == "ordered",
        PaymentRow.account_no == "",
        PaymentRow.arrived_on.is_(None),
        PaymentRow.returned_on.is_(None),
    )
    if units is not None:
        query = query.where(PaymentRow.unit_code.in_(units))
    return list(session.scalars(query.order_by(PaymentRow.unit_code, PaymentRow.seq)))


def fill_accounts(session: Session, units: Collection[str]) -> int:
    """Give payments ordered to units before their accounts were known the accounts they have now.

    Returns  how many were filled in.
    """
    wanted = set(units)
    rows = [row for row in without_account(session) if row.payee in wanted] if wanted else []
    accounts = _accounts(session, {row.payee for row in rows})
    filled = [row for row in rows if row.payee in accounts]
    for row in filled:
        row.account_no, row.bank_bin = accounts[row.payee]
    return len(filled)


def _accounts(session: Session, units: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Number and bank of the account each of these units is paid on."""
    sql = (
        "SELECT unit_code, account_no, bank_bin FROM bank_account WHERE {among} "
        "ORDER BY purpose, account_no DESC"
    )
    rows = ask_among(session, sql, _OWNER, [(unit,) for unit in sorted(units)])
    return {unit: (number, bank) for unit, number, bank in rows}
