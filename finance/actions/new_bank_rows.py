"""Which rows of a statement are new, and which wait: the verb that keeps a statement asks.

A row of a day that has not come, or that no open month of its book takes, waits alone; so does a
row whose place is taken by other amounts, with every new row of its day and reference.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.records.bank_accounts import BankAccountRow
from finance.records.receipts import BankDebitRow, ReceiptRow
from finance.rules.facts import BankFacts
from finance.runtime.batches import Judged, RowState
from finance.runtime.context import Context
from ledger.periods import Period, first_day, period_of
from ledger.store import reads

_Identity = tuple[dt.date, str, int]


def bookable_rows(
    session: Session,
    ctx: Context,
    account: BankAccountRow,
    rows: Sequence[BankFacts],
    judged: Judged,
) -> list[BankFacts]:
    """The rows of days that have come and that the owner's book takes; the others wait."""
    takes = _open_months(session, ctx, account.unit_code, rows)
    found: list[BankFacts] = []
    for row in rows:
        if row.booked_on > ctx.today:
            judged.refuse(
                row.row,
                "bank.day_to_come",
                "Ngày {booked_on} chưa đến.",
                "{booked_on} has not come yet.",
                "booked_on",
                booked_on=row.booked_on.isoformat(),
            )
        elif period_of(row.booked_on) not in takes:
            judged.refuse(
                row.row,
                "bank.no_open_book",
                "Sổ của {unit} không có kỳ nào mở để ghi ngày {booked_on}.",
                "The book of {unit} has no open month to take {booked_on}.",
                "booked_on",
                unit=account.unit_code,
                booked_on=row.booked_on.isoformat(),
            )
        else:
            found.append(row)
    return found


def _open_months(
    session: Session, ctx: Context, unit: str, rows: Sequence[BankFacts]
) -> set[Period]:
    """The months of these rows that a book takes: in themselves, or in the next one still open."""
    held = reads.books_by_code(session, {unit})[unit]
    states = reads.period_states(session, held.book_id)
    found: set[Period] = set()
    for month in sorted({period_of(row.booked_on) for row in rows} & states.keys()):
        day = reads.first_open_day(session, [unit], first_day(month), ctx.clock.now_us())
        state = states.get(period_of(day))
        if state is not None and not state.shut:
            found.add(month)
    return found


def new_rows(
    session: Session, account: BankAccountRow, rows: Sequence[BankFacts], judged: Judged
) -> list[BankFacts]:
    """The rows that are not known yet; what became of the others is written into `judged`."""
    known = _known(session, account, rows)
    at_odds = _at_odds(rows, known)
    fresh: list[BankFacts] = []
    for row in rows:
        identity = (row.booked_on, row.reference, row.occurrence)
        there = known.get(identity)
        if there is None and (row.booked_on, row.reference) not in at_odds:
            known[identity] = (row.credit_vnd, row.debit_vnd)
            fresh.append(row)
            judged.take(row.row, RowState.TAKEN)
        elif there == (row.credit_vnd, row.debit_vnd):
            judged.take(row.row, RowState.UNCHANGED)
        else:
            judged.refuse(
                row.row,
                "bank.other_amount_known",
                "Giao dịch {reference} ngày {booked_on} đã có với số tiền khác.",
                "Transaction {reference} of {booked_on} is known with another amount.",
                "reference",
                reference=row.reference,
                booked_on=row.booked_on.isoformat(),
            )
    return fresh


def _at_odds(
    rows: Sequence[BankFacts], known: Mapping[_Identity, tuple[int, int]]
) -> set[tuple[dt.date, str]]:
    """The days and references of which another amount is known than one of these rows says.

    A batch that one statement gives as one amount and another by its details is held twice as
    soon as a single one of its rows is taken; so none of them is.
    """
    return {
        (row.booked_on, row.reference)
        for row in rows
        if known.get((row.booked_on, row.reference, row.occurrence))
        not in {None, (row.credit_vnd, row.debit_vnd)}
    }


def _known(
    session: Session, account: BankAccountRow, rows: Sequence[BankFacts]
) -> dict[_Identity, tuple[int, int]]:
    if not rows:
        return {}
    first = min(row.booked_on for row in rows)
    last = max(row.booked_on for row in rows)
    found: dict[_Identity, tuple[int, int]] = {}
    for table, credit in ((ReceiptRow, True), (BankDebitRow, False)):
        query = select(table.booked_on, table.reference, table.occurrence, table.amount_vnd).where(
            table.account_no == account.account_no, table.booked_on.between(first, last)
        )
        for booked_on, reference, occurrence, amount in session.execute(query):
            sums = (amount, 0) if credit else (0, amount)
            found[(booked_on, reference, occurrence)] = sums
    return found
