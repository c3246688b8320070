"""Measures reading beside its floor: a trial balance, and the first page of a statement.

The floor is the plainest SQL by the driver that gives the same figures.
"""

import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from finance.runtime.database import Database
from finance.runtime.measures import Step, peak_memory_mib
from ledger.accounts import Chart
from ledger.balances import trial_balance
from ledger.store import reads
from ledger.store.statements import Page, statement_page
from ledger.store.tables import LineRow

_TIMES = 100  # how often each is read; a single read is too short to time
_PAGE = 50
_TRIAL = (
    "SELECT account, sum(CASE WHEN period < %s THEN debit_vnd - credit_vnd ELSE 0 END), "
    "sum(CASE WHEN period >= %s THEN debit_vnd ELSE 0 END), "
    "sum(CASE WHEN period >= %s THEN credit_vnd ELSE 0 END) FROM turnover "
    "WHERE book_id = %s AND period <= %s GROUP BY account ORDER BY account"
)
_STATEMENT = (
    "SELECT e.accounting_on, e.journal, e.number, e.text, l.side, l.amount_vnd "
    "FROM line l JOIN entry e ON e.book_id = l.book_id AND e.seq = l.seq "
    "WHERE l.book_id = %s AND l.account = %s AND l.accounting_on BETWEEN %s AND %s "
    "ORDER BY l.accounting_on, l.seq, l.line_no LIMIT %s"
)


@dataclass(frozen=True, slots=True)
class _Subject:
    book: reads.Book
    account: str
    chart: Chart
    first: dt.date
    last: dt.date


def measure_trial_balance(database: Database) -> Step | None:
    """Make the trial balance of the busiest book from February on; None without entries."""
    with database.reading() as session:
        subject = _busiest(session)
        if subject is None:
            return None
        first, last = f"{subject.first:%Y-%m}", f"{subject.last:%Y-%m}"
        plain = _plain(session, _TRIAL, [first, first, first, subject.book.book_id, last])

        def work() -> int:
            span = (subject.first, subject.last)
            rows = reads.tagged(session, [subject.book.code], *span)
            return len(trial_balance(rows, subject.chart))

        return _measured("trial balance", work, plain)


def measure_statement(database: Database) -> Step | None:
    """Read the first page of the busiest account's statement; None without entries."""
    with database.reading() as session:
        subject = _busiest(session)
        if subject is None:
            return None
        text = database.engine_name == "sqlite"
        days = [day.isoformat() if text else day for day in (subject.first, subject.last)]
        plain = _plain(session, _STATEMENT, [subject.book.book_id, subject.account, *days, _PAGE])

        def work() -> int:
            span = (subject.first, subject.last)
            page = statement_page(session, subject.book.code, subject.account, span, Page(_PAGE))
            return len(page.lines)

        return _measured("statement, first page", work, plain)


def _measured(step: str, work: Callable[[], int], plain: Callable[[], int]) -> Step:
    """Both by turns, so that neither has the warmer machine."""
    work()
    plain()
    rows = 0
    spent = [0.0, 0.0]
    for _ in range(_TIMES):
        for index, run in enumerate((work, plain)):
            began = time.perf_counter()
            rows = run()
            spent[index] += time.perf_counter() - began
    return Step(step, rows, spent[0] / _TIMES, spent[1] / _TIMES, peak_memory_mib())


def _plain(session: Session, sql: str, values: Sequence[object]) -> Callable[[], int]:
    """The plainest way to ask: the driver's own cursor."""
    connection = session.connection()
    driver: Any = connection.connection.driver_connection
    spoken = sql.replace("%s", "?") if connection.dialect.name == "sqlite" else sql

    def ask() -> int:
        cursor = driver.cursor()
        cursor.execute(spoken, values)
        return len(cursor.fetchall())

    return ask


def _busiest(session: Session) -> _Subject | None:
    lines = func.count()
    found = session.execute(
        select(LineRow.book_id, LineRow.account, func.max(LineRow.accounting_on))
        .group_by(LineRow.book_id, LineRow.account)
        .order_by(lines.desc(), LineRow.book_id, LineRow.account)
        .limit(1)
    ).first()
    if found is None:
        return None
    book_id, account, latest = found
    book = next(each for each in reads.books_by_code(session).values() if each.book_id == book_id)
    first, last = dt.date(latest.year, 2, 1), dt.date(latest.year, 12, 31)
    return _Subject(book, account, reads.chart(session, book.regime), first, last)
