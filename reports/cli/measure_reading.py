"""Measures reading beside its floor: a trial balance, a statement's first page, verification.

The floor is the plainest SQL by the driver that gives the same figures.
"""

import datetime as dt
import time
from collections import deque
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
from ledger.store.cursor import Reader
from ledger.store.statements import Page, statement_page
from ledger.store.tables import TurnoverRow
from ledger.store.verification import verify

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


_EVERYTHING = {
    "every_entry": "SELECT * FROM entry ORDER BY book_id, seq",
    "every_line": "SELECT * FROM line ORDER BY book_id, seq, line_no",
}


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


def measure_verification(database: Database) -> Step | None:
    """Verify every book; None without entries. The floor reads the same rows and looks at none."""
    with database.reading() as session:
        began = time.perf_counter()
        verified = verify(session)
        seconds = time.perf_counter() - began
        reader = Reader(session.connection())
        began = time.perf_counter()
        for name, sql in _EVERYTHING.items():
            deque(reader.stream(name, sql, ()), maxlen=0)
        floor_seconds = time.perf_counter() - began
    if not verified.entries:
        return None
    return Step("verify", verified.entries, seconds, floor_seconds, peak_memory_mib())


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
    Reader(connection).settle()
    driver: Any = connection.connection.driver_connection
    spoken = sql.replace("%s", "?") if connection.dialect.name == "sqlite" else sql

    def ask() -> int:
        cursor = driver.cursor()
        cursor.execute(spoken, values)
        return len(cursor.fetchall())

    return ask


def _busiest(session: Session) -> _Subject | None:
    """The account of a book that has most lines."""
    row = TurnoverRow
    lines = func.sum(row.lines)
    found = session.execute(
        select(row.book_id, row.account, func.max(row.period))
        .group_by(row.book_id, row.account)
        .order_by(lines.desc(), row.book_id, row.account)
        .limit(1)
    ).first()
    if found is None:
        return None
    book_id, account, latest = found
    book = next(each for each in reads.books_by_code(session).values() if each.book_id == book_id)
    year = int(latest[:4])
    first, last = dt.date(year, 2, 1), dt.date(year, 12, 31)
    return _Subject(book, account, reads.chart(session, book.regime), first, last)
