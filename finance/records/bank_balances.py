"""What the banks say stands on the units' accounts, and what the books say."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Date, String, delete, func, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from finance.records.bank_accounts import BankAccountRow
from ledger.balances import balance
from ledger.money import Vnd
from ledger.store import reads
from ledger.store.base import Base


class BankBalanceRow(Base):
    """The balance of an account after the last row of a day, as a statement gave it."""

    __tablename__ = "bank_balance"

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    account_no: Mapped[str] = mapped_column(String(40), primary_key=True)
    on: Mapped[dt.date] = mapped_column("booked_on", Date, primary_key=True)
    balance_vnd: Mapped[int]


@dataclass(frozen=True, slots=True)
class Unreconciled:
    """A ledger account whose balance is not what its bank accounts hold (đồng)."""

    account: str
    account_nos: tuple[str, ...]
    on: dt.date  # the oldest of the days up to which the statements go
    book_vnd: int
    bank_vnd: int


@dataclass(frozen=True, slots=True)
class Unstated:
    """A ledger account with money on it (đồng), and its bank accounts without a balance."""

    account: str
    account_nos: tuple[str, ...]
    book_vnd: int


def keep_balances(
    session: Session, account: BankAccountRow, balances: Mapping[dt.date, Vnd]
) -> None:
    """Keep the balances of these days in place of what was known of them."""
    mine = (
        BankBalanceRow.unit_code == account.unit_code,
        BankBalanceRow.account_no == account.account_no,
    )
    for on, balance_vnd in sorted(balances.items()):
        session.execute(delete(BankBalanceRow).where(*mine, BankBalanceRow.on == on))
        session.execute(
            insert(BankBalanceRow).values(
                unit_code=account.unit_code,
                account_no=account.account_no,
                on=on,
                balance_vnd=balance_vnd,
            )
        )


def known_days(session: Session, account: BankAccountRow) -> set[dt.date]:
    """The days of an account of which the balance is known."""
    return set(
        session.scalars(
            select(BankBalanceRow.on).where(
                BankBalanceRow.unit_code == account.unit_code,
                BankBalanceRow.account_no == account.account_no,
            )
        )
    )


def unreconciled(session: Session, unit: str, last: dt.date) -> list[Unreconciled]:
    """The unit's bank accounts of the book beside the statements, where all balances are known.

    An account of the book with a bank account whose statements give no balance is left out.
    """
    found = []
    for account, numbers in _bank_accounts(session, unit):
        known = _last_known(session, unit, numbers, last)
        if len(known) == len(numbers):
            book = in_book(session, unit, account, last)
            bank = sum(amount for _, _, amount in known)
            if book != bank:
                on = min(day for _, day, _ in known)
                found.append(Unreconciled(account, tuple(numbers), on, book, bank))
    return found


def without_statement(session: Session, unit: str, last: dt.date) -> list[Unstated]:
    """The unit's accounts of the book that hold money no statement tells of by that day."""
    found = []
    for account, numbers in _bank_accounts(session, unit):
        known = {number for number, _, _ in _last_known(session, unit, numbers, last)}
        unknown = tuple(number for number in numbers if number not in known)
        book = in_book(session, unit, account, last) if unknown else 0
        if book:
            found.append(Unstated(account, unknown, book))
    return found


def _bank_accounts(session: Session, unit: str) -> list[tuple[str, list[str]]]:
    """Accounts of the unit's book with the numbers of their bank accounts, in order."""
    found: dict[str, list[str]] = {}
    for row in session.scalars(
        select(BankAccountRow)
        .where(BankAccountRow.unit_code == unit)
        .order_by(BankAccountRow.account_no)
    ):
        found.setdefault(row.ledger_account, []).append(row.account_no)
    return sorted(found.items())


def in_book(session: Session, unit: str, account: str, last: dt.date) -> int:
    """What a unit's book says stood on an account at the end of a day (đồng)."""
    return balance(reads.tagged(session, [unit], last, last), account=account)


def _last_known(
    session: Session, unit: str, numbers: list[str], last: dt.date
) -> list[tuple[str, dt.date, int]]:
    row = BankBalanceRow
    newest = (
        select(row.account_no, func.max(row.on).label("on"))
        .where(row.unit_code == unit, row.account_no.in_(numbers), row.on <= last)
        .group_by(row.account_no)
        .subquery()
    )
    query = (
        select(row.account_no, row.on, row.balance_vnd)
        .join(newest, (newest.c.account_no == row.account_no) & (newest.c.on == row.on))
        .where(row.unit_code == unit)
    )
    return [(number, day, amount) for number, day, amount in session.execute(query)]
