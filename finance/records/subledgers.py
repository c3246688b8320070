"""Each control account beside its sub-ledger: they are equal at every moment."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from finance.records.dues import DuesRow
from finance.records.matches import ShareEventRow
from finance.records.obligations import ObligationRow
from finance.records.receipts import BankDebitRow, ReceiptRow
from finance.rules.posting import Place
from ledger.store.tables import AccountRow, BookRow, TurnoverRow


@dataclass(frozen=True, slots=True)
class Compared:
    """A control account of a unit: its balance in the book and in the sub-ledger (đồng).

    Both are shown on the account's own side: positive is what the account is for.
    """

    account: str
    book_vnd: int
    sub_ledger_vnd: int

    @property
    def difference_vnd(self) -> int:
        """What the book has more."""
        return self.book_vnd - self.sub_ledger_vnd


@dataclass(frozen=True, slots=True)
class Untied:
    """Two books that do not agree on what one owes the other (đồng)."""

    counter_book: str
    family: str
    difference_vnd: int


_Sum = Select[Any]
_OPEN = ObligationRow.amount_vnd - ObligationRow.waived_vnd - ObligationRow.paid_vnd
_OPEN_RECEIPT = (
    ReceiptRow.amount_vnd - ReceiptRow.matched_vnd - ReceiptRow.credit_vnd - ReceiptRow.returned_vnd
)


def _obligations(unit: str) -> _Sum:
    return select(func.sum(_OPEN)).where(ObligationRow.collecting_unit == unit)


def _dues(unit: str) -> _Sum:
    return select(func.sum(DuesRow.amount_vnd - DuesRow.paid_vnd)).where(DuesRow.unit_code == unit)


def _receipts(unit: str) -> _Sum:
    return select(func.sum(_OPEN_RECEIPT)).where(ReceiptRow.unit_code == unit)


def _credits(unit: str) -> _Sum:
    return select(func.sum(ReceiptRow.credit_vnd)).where(ReceiptRow.collecting_unit == unit)


def _debits(unit: str) -> _Sum:
    return select(func.sum(BankDebitRow.amount_vnd)).where(
        BankDebitRow.unit_code == unit, BankDebitRow.state == "waiting"
    )


def _custody(unit: str) -> _Sum:
    return select(func.sum(ShareEventRow.delta_vnd)).where(
        ShareEventRow.collecting_unit == unit, ShareEventRow.place == Place.CUSTODY.value
    )


def _organisations(unit: str) -> _Sum:
    waiting = ShareEventRow.delta_vnd - ShareEventRow.settled_delta_vnd
    return select(func.sum(waiting)).where(
        ShareEventRow.collecting_unit == unit, ShareEventRow.place == Place.ORGANISATION.value
    )


# Account, whether its balance is a debit, and what its sub-ledger adds up to.
_CONTROLS: tuple[tuple[str, int, Callable[[str], _Sum]], ...] = (
    ("13881", 1, _obligations),
    ("33883", -1, _obligations),
    ("13882", 1, _dues),
    ("33884", -1, _dues),
    ("13889", 1, _debits),
    ("33811", -1, _custody),
    ("33812", -1, _organisations),
    ("33881", -1, _receipts),
    ("33882", -1, _credits),
)


def compare(session: Session, unit: str) -> list[Compared]:
    """Every control account of a unit beside its sub-ledger, as both stand now."""
    balances = _balances(session, unit)
    return [
        Compared(account, sign * balances.get(account, 0), _total(session, query(unit)))
        for account, sign, query in _CONTROLS
    ]


def untied(session: Session, unit: str) -> list[Untied]:
    """Where a unit and another do not agree: account families whose sum is not zero."""
    signed = func.sum(TurnoverRow.debit_vnd - TurnoverRow.credit_vnd)
    own = (
        select(TurnoverRow.counter_book, AccountRow.family, signed)
        .join(BookRow, BookRow.book_id == TurnoverRow.book_id)
        .join(
            AccountRow,
            (AccountRow.regime == BookRow.regime) & (AccountRow.code == TurnoverRow.account),
        )
        .where(AccountRow.family != "")
    )
    mine = own.where(BookRow.code == unit).group_by(TurnoverRow.counter_book, AccountRow.family)
    theirs = (
        own.with_only_columns(BookRow.code, AccountRow.family, signed)
        .where(TurnoverRow.counter_book == unit)
        .group_by(BookRow.code, AccountRow.family)
    )
    sums: dict[tuple[str, str], int] = {}
    for query in (mine, theirs):
        for other, family, amount in session.execute(query):
            sums[(other, family)] = sums.get((other, family), 0) + int(amount)
    return [
        Untied(other, family, difference)
        for (other, family), difference in sorted(sums.items())
        if difference
    ]


def _balances(session: Session, unit: str) -> dict[str, int]:
    query = (
        select(TurnoverRow.account, func.sum(TurnoverRow.debit_vnd - TurnoverRow.credit_vnd))
        .join(BookRow, BookRow.book_id == TurnoverRow.book_id)
        .where(BookRow.code == unit)
        .group_by(TurnoverRow.account)
    )
    return {account: int(amount) for account, amount in session.execute(query)}


def _total(session: Session, query: _Sum) -> int:
    amount = session.execute(query).scalar_one()
    return 0 if amount is None else int(amount)
