"""Which rows of a statement are new, and which wait: the verb that keeps a statement asks.

A row of a day that has not come, or that no open month of its book takes, waits alone; so does a
row whose place is taken by other amounts, with every new row of its day and reference.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

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
    placed = _placed(rows, known)
    at_odds = _at_odds(placed, known)
    fresh: list[BankFacts] = []
    for row in placed:
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


def _placed(
    rows: Sequence[BankFacts], known: Mapping[_Identity, tuple[int, int]]
) -> list[BankFacts]:
    """The rows, each in a place of its own side.

    A receipt that was taken back on its day may bear one reference with its return: they are two
    rows, also when two statements bring them. Where a row's place is the other side's, the rows of
    that day and reference take, in order, the places known of their side, then free ones.
    """
    crossed = {(row.booked_on, row.reference) for row in rows if _is_crossed(row, known)}
    if not crossed:
        return list(rows)
    places: dict[tuple[dt.date, str, bool], list[int]] = {}
    last: dict[tuple[dt.date, str], int] = {}
    for day, reference, occurrence in sorted(known):
        if occurrence > 0:  # parts that persons split off are none of the bank's
            side = known[day, reference, occurrence][0] > 0
            places.setdefault((day, reference, side), []).append(occurrence)
            last[day, reference] = occurrence
    found: list[BankFacts] = []
    for row in rows:
        group = (row.booked_on, row.reference)
        if group not in crossed:
            found.append(row)
            continue
        own = places.get((*group, row.credit_vnd > 0))
        if not own:
            last[group] += 1
        found.append(replace(row, occurrence=own.pop(0) if own else last[group]))
    return found


def _is_crossed(row: BankFacts, known: Mapping[_Identity, tuple[int, int]]) -> bool:
    there = known.get((row.booked_on, row.reference, row.occurrence))
    return there is not None and (there[0] > 0) != (row.credit_vnd > 0)


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
    for booked_on, reference, occurrence, amount in session.execute(_parts(account, first, last)):
        whole, _ = found[(booked_on, reference, occurrence)]
        found[(booked_on, reference, occurrence)] = (whole + amount, 0)
    return found


def _parts(
    account: BankAccountRow, first: dt.date, last: dt.date
) -> Select[dt.date, str, int, int]:
    """What persons split off the receipts of these days, under the bank's name of each."""
    whole, part = ReceiptRow, aliased(ReceiptRow)
    return (
        select(whole.booked_on, whole.reference, whole.occurrence, part.amount_vnd)
        .join(part, (part.unit_code == whole.unit_code) & (part.split_from == whole.seq))
        .where(whole.account_no == account.account_no, whole.booked_on.between(first, last))
    )
