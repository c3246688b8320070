"""Each control account beside its sub-ledger: they are equal at every moment."""

from dataclasses import dataclass

from sqlalchemy import Row, String, bindparam, func, select
from sqlalchemy.orm import Session

from finance.records.dues import DuesRow
from finance.records.matches import ShareEventRow
from finance.records.obligations import ObligationRow
from finance.records.receipts import BankDebitRow, ReceiptRow
from finance.rules.posting import Place
from ledger.store.sums import exact, whole
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


_UNIT = bindparam("unit", type_=String)
_OPEN = ObligationRow.amount_vnd - ObligationRow.waived_vnd - ObligationRow.paid_vnd
_OPEN_RECEIPT = (
    ReceiptRow.amount_vnd - ReceiptRow.matched_vnd - ReceiptRow.credit_vnd - ReceiptRow.returned_vnd
)
_WAITING = ShareEventRow.delta_vnd - ShareEventRow.settled_delta_vnd
_OBLIGATIONS = select(func.sum(_OPEN)).where(ObligationRow.collecting_unit == _UNIT)
_DUES = select(func.sum(DuesRow.amount_vnd - DuesRow.paid_vnd)).where(DuesRow.unit_code == _UNIT)
_RECEIPTS = select(func.sum(_OPEN_RECEIPT)).where(ReceiptRow.unit_code == _UNIT)
_CREDITS = select(func.sum(ReceiptRow.credit_vnd)).where(ReceiptRow.collecting_unit == _UNIT)
_DEBITS = select(func.sum(BankDebitRow.amount_vnd - BankDebitRow.cleared_vnd)).where(
    BankDebitRow.unit_code == _UNIT, BankDebitRow.state == "waiting"
)
_CUSTODY = select(func.sum(ShareEventRow.delta_vnd)).where(
    ShareEventRow.collecting_unit == _UNIT, ShareEventRow.place == Place.CUSTODY.value
)
_ORGANISATIONS = select(func.sum(_WAITING)).where(
    ShareEventRow.collecting_unit == _UNIT, ShareEventRow.place == Place.ORGANISATION.value
)
# Account, whether its balance is a debit, and what its sub-ledger adds up to.
_CONTROLS = (
    ("13881", 1, _OBLIGATIONS),
    ("33883", -1, _OBLIGATIONS),
    ("13882", 1, _DUES),
    ("33884", -1, _DUES),
    ("13889", 1, _DEBITS),
    ("33811", -1, _CUSTODY),
    ("33812", -1, _ORGANISATIONS),
    ("33881", -1, _RECEIPTS),
    ("33882", -1, _CREDITS),
)
# All of them in one statement, made once: a look at a month asks this of every unit below.
_SUB_LEDGERS = select(
    *(query.scalar_subquery().label(f"at_{account}") for account, _, query in _CONTROLS)
)
# In halves: what stands on an account may be any sum of what the book takes.
_SIGNED = (*exact(TurnoverRow.debit_vnd), *exact(TurnoverRow.credit_vnd))
_BALANCES = (
    select(TurnoverRow.account, *_SIGNED)
    .join(BookRow, BookRow.book_id == TurnoverRow.book_id)
    .where(BookRow.code == _UNIT)
    .group_by(TurnoverRow.account)
)
_TOWARDS = (
    select(TurnoverRow.counter_book, AccountRow.family, *_SIGNED)
    .join(BookRow, BookRow.book_id == TurnoverRow.book_id)
    .join(
        AccountRow,
        (AccountRow.regime == BookRow.regime) & (AccountRow.code == TurnoverRow.account),
    )
    .where(AccountRow.family != "")
)
_MINE = _TOWARDS.where(BookRow.code == _UNIT).group_by(TurnoverRow.counter_book, AccountRow.family)
_THEIRS = (
    _TOWARDS.with_only_columns(BookRow.code, AccountRow.family, *_SIGNED)
    .where(TurnoverRow.counter_book == _UNIT)
    .group_by(BookRow.code, AccountRow.family)
)


def compare(session: Session, unit: str) -> list[Compared]:
    """Every control account of a unit beside its sub-ledger, as both stand now."""
    of_unit = {"unit": unit}
    balances = {row[0]: _signed(row, 1) for row in session.execute(_BALANCES, of_unit)}
    totals = session.execute(_SUB_LEDGERS, of_unit).one()
    return [
        Compared(account, sign * balances.get(account, 0), 0 if total is None else int(total))
        for (account, sign, _), total in zip(_CONTROLS, totals, strict=True)
    ]


def untied(session: Session, unit: str) -> list[Untied]:
    """Where a unit and another do not agree: account families whose sum is not zero."""
    sums: dict[tuple[str, str], int] = {}
    for query in (_MINE, _THEIRS):
        for row in session.execute(query, {"unit": unit}):
            place = (row[0], row[1])
            sums[place] = sums.get(place, 0) + _signed(row, 2)
    return [
        Untied(other, family, difference)
        for (other, family), difference in sorted(sums.items())
        if difference
    ]


def _signed(row: Row[*tuple[object, ...]], at: int) -> int:
    """Debit less credit, out of the halves of both."""
    return whole(row, at) - whole(row, at + 2)
