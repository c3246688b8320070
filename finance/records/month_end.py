"""What stands in the way of closing a unit's month, and what is worth a look."""

from collections.abc import Iterator

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from finance.records.bank_balances import unreconciled, without_statement
from finance.records.obligations import ObligationRow
from finance.records.payables import owed_by_counterpart
from finance.records.receipts import BankDebitRow, ReceiptRow, ReceiptState
from finance.records.reopenings import waiting
from finance.records.subledgers import compare, untied
from finance.records.units import UnitClosureRow
from finance.records.vouchers import VoucherRow, VoucherState
from finance.records.year_end import left_to_carry
from finance.rules.month_tasks import KINDS, Task
from finance.rules.posting import COLLECTED_BY
from finance.rules.posting_sources import OWN_SOURCES
from ledger.periods import Period, PeriodState, first_day, last_day
from ledger.store.tables import BookRow, CounterRow, EntryRow, PeriodRow


def tasks(session: Session, unit: str, period: Period) -> list[Task]:
    """What is to be done before a unit's month can be closed, blocking ones first."""
    found = [
        _vouchers(session, unit, period),
        *_sub_ledgers(session, unit),
        *_pairs(session, unit),
        *_numbers(session, unit, int(period[:4])),
        *_reopenings(session, unit, period),
        *_receipts(session, unit),
        _debits(session, unit),
        *_bank(session, unit, period),
        *_unstated(session, unit, period),
        _collected_elsewhere(session, unit),
        *_held(session, unit),
        _overdue(session, unit, period),
        _not_carried(session, unit, period),
        _from_files(session, unit, period),
        _below(session, unit, period),
    ]
    return sorted((task for task in found if task.count), key=lambda task: not task.blocks)


def _vouchers(session: Session, unit: str, period: Period) -> Task:
    count = session.execute(
        select(func.count())
        .select_from(VoucherRow)
        .where(
            VoucherRow.unit_code == unit,
            VoucherRow.state.in_([VoucherState.DRAFT.value, VoucherState.SUBMITTED.value]),
            VoucherRow.accounting_on.between(first_day(period), last_day(period)),
        )
    ).scalar_one()
    return KINDS["vouchers_waiting"].found(count)


def _sub_ledgers(session: Session, unit: str) -> list[Task]:
    kind = KINDS["sub_ledger_{account}"]
    return [
        kind.found(1, line.difference_vnd, account=line.account)
        for line in compare(session, unit)
        if line.difference_vnd
    ]


def _pairs(session: Session, unit: str) -> list[Task]:
    kind = KINDS["pair_untied"]
    return [
        kind.found(1, line.difference_vnd, counter_book=line.counter_book)
        for line in untied(session, unit)
    ]


def _numbers(session: Session, unit: str, year: int) -> Iterator[Task]:
    """Journals whose entries of the year are not as many as the last number given says."""
    kept = (
        select(CounterRow.journal, CounterRow.last_number)
        .join(BookRow, BookRow.book_id == CounterRow.book_id)
        .where(BookRow.code == unit, CounterRow.year == year)
    )
    there = (
        select(EntryRow.journal, func.count(), func.max(EntryRow.number))
        .join(BookRow, BookRow.book_id == EntryRow.book_id)
        .where(BookRow.code == unit, EntryRow.year == year)
        .group_by(EntryRow.journal)
    )
    given = dict(session.execute(kept).all())
    counted = {journal: (count, last) for journal, count, last in session.execute(there)}
    for journal in sorted({*given, *counted}):
        count, last = counted.get(journal, (0, 0))
        missing = max(last, given.get(journal, 0)) - count
        if missing or given.get(journal) != last:
            yield KINDS["numbers_missing"].found(max(missing, 1), journal=journal, year=year)


def _reopenings(session: Session, unit: str, period: Period) -> list[Task]:
    kind = KINDS["reopening_waiting"]
    return [kind.found(1, period=month) for month in waiting(session, unit, period)]


def _bank(session: Session, unit: str, period: Period) -> list[Task]:
    kind = KINDS["bank_{account}"]
    return [
        kind.found(
            1,
            line.book_vnd - line.bank_vnd,
            account=line.account,
            account_no=", ".join(line.account_nos),
            on=line.on.isoformat(),
        )
        for line in unreconciled(session, unit, last_day(period))
    ]


def _unstated(session: Session, unit: str, period: Period) -> list[Task]:
    kind = KINDS["bank_unstated_{account}"]
    return [
        kind.found(
            len(line.account_nos),
            line.book_vnd,
            account=line.account,
            account_no=", ".join(line.account_nos),
        )
        for line in without_statement(session, unit, last_day(period))
    ]


def _below(session: Session, unit: str, period: Period) -> Task:
    """Books of units below on the month's last day in which the month is not closed."""
    day, tree = last_day(period), UnitClosureRow
    count = session.scalars(
        select(func.count())
        .select_from(tree)
        .join(BookRow, BookRow.code == tree.unit_code)
        .join(PeriodRow, PeriodRow.book_id == BookRow.book_id)
        .where(
            tree.ancestor_code == unit,
            tree.depth > 0,
            tree.valid_from <= day,
            tree.valid_to >= day,
            PeriodRow.period == period,
            or_(
                PeriodRow.state == PeriodState.OPEN.value,
                PeriodRow.state == PeriodState.SOFT.value,
            ),
        )
    ).one()
    return KINDS["units_below_open"].found(count)


def _receipts(session: Session, unit: str) -> list[Task]:
    open_vnd = func.sum(
        ReceiptRow.amount_vnd
        - ReceiptRow.matched_vnd
        - ReceiptRow.credit_vnd
        - ReceiptRow.returned_vnd
    )
    made = []
    for state in (ReceiptState.UNIDENTIFIED, ReceiptState.SUGGESTED):
        count, amount = session.execute(
            select(func.count(), func.coalesce(open_vnd, 0)).where(
                ReceiptRow.unit_code == unit, ReceiptRow.state == state.value
            )
        ).one()
        made.append(KINDS[f"receipts_{state.value}"].found(count, int(amount)))
    return made


def _debits(session: Session, unit: str) -> Task:
    count, amount = session.execute(
        select(func.count(), func.coalesce(func.sum(BankDebitRow.amount_vnd), 0)).where(
            BankDebitRow.unit_code == unit, BankDebitRow.state == "waiting"
        )
    ).one()
    return KINDS["debits_waiting"].found(count, int(amount))


def _collected_elsewhere(session: Session, unit: str) -> Task:
    owed = owed_by_counterpart(session, unit, (COLLECTED_BY,))
    due = [-amount for amount in owed.values() if amount < 0]
    return KINDS["collected_elsewhere"].found(len(due), sum(due))


def _held(session: Session, unit: str) -> list[Task]:
    """Money that is nobody's income yet: payers' credits, and what waits in custody."""
    names = {"33882": "credits", "33811": "custody"}
    return [
        KINDS[names[line.account]].found(1 if line.sub_ledger_vnd else 0, line.sub_ledger_vnd)
        for line in compare(session, unit)
        if line.account in names
    ]


def _overdue(session: Session, unit: str, period: Period) -> Task:
    open_vnd = ObligationRow.amount_vnd - ObligationRow.waived_vnd - ObligationRow.paid_vnd
    count, amount = session.execute(
        select(func.count(), func.coalesce(func.sum(open_vnd), 0)).where(
            ObligationRow.collecting_unit == unit,
            ObligationRow.due_on <= last_day(period),
            open_vnd > 0,
        )
    ).one()
    return KINDS["levy_unpaid"].found(count, int(amount))


def _from_files(session: Session, unit: str, period: Period) -> Task:
    """Entries of the month under a source that is none of our verbs': no second person saw them."""
    count = session.scalars(
        select(func.count())
        .select_from(EntryRow)
        .join(BookRow, BookRow.book_id == EntryRow.book_id)
        .where(
            BookRow.code == unit,
            EntryRow.accounting_on.between(first_day(period), last_day(period)),
            EntryRow.source.not_in(OWN_SOURCES),
        )
    ).one()
    return KINDS["from_files"].found(count)


def _not_carried(session: Session, unit: str, period: Period) -> Task:
    """In December: income and spending that have not been closed into what is accumulated."""
    december = period.endswith("-12")
    left = left_to_carry(session, unit, int(period[:4])) if december else []
    return KINDS["not_carried_forward"].found(len(left), sum(source.left_vnd for source in left))
