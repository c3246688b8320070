"""Balances of books by tag, for one unit or for a unit and all below it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.records.units import below, latest_unit, line_up
from finance.records.year_end import is_year_end
from finance.rules.consolidation import Consolidated, consolidate
from ledger.accounts import Chart
from ledger.balances import Tagged, balance
from ledger.errors import UnknownBook
from ledger.periods import Period, PeriodState
from ledger.store import reads
from ledger.store.reads import Book
from ledger.store.tables import EntryRow, LineRow
from reports.queries.known import tagged_known


@dataclass(frozen=True, slots=True)
class Movements:
    """What stood and moved in a span, of one book or of several made one."""

    book: Book
    chart: Chart
    rows: tuple[Tagged, ...]
    consolidated: Consolidated | None = None


def book_of(session: Session, unit_code: str) -> Book:
    """The book of a unit, or raise UnknownBook."""
    found = reads.books_by_code(session, {unit_code}).get(unit_code)
    if found is None:
        raise UnknownBook(book=unit_code)
    return found


def chart_of(session: Session, unit_code: str) -> Chart:
    """The chart of a unit's book.

    Raises   UnknownBook.
    """
    return reads.chart(session, book_of(session, unit_code).regime)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which movements: of a unit over a span of days, both included.

    `below` adds the books of all units below on the last day and takes out what one of them owes
    another. With `known_at_us` what was recorded after that moment is left out.
    """

    unit_code: str
    first: dt.date
    last: dt.date
    below: bool = False
    known_at_us: int | None = None


def movements(session: Session, asked: Asked) -> Movements:
    """Movements by tag of a unit's book, or of a unit and all below it made one.

    Raises   UnknownBook.
    """
    book = book_of(session, asked.unit_code)
    chart = reads.chart(session, book.regime)
    inside = frozenset({asked.unit_code})
    if asked.below:
        inside = frozenset(below(session, [asked.unit_code], asked.last))
    span = (asked.first, asked.last)
    if asked.known_at_us is None:
        rows = reads.tagged(session, inside, *span)
    else:
        rows = tagged_known(session, inside, span, asked.known_at_us)
    if not asked.below:
        return Movements(book, chart, tuple(rows))
    whole = consolidate(rows, inside)
    return Movements(book, chart, whole.rows, whole)


def untied(
    session: Session,
    unit_code: str,
    first: dt.date,
    last: dt.date,
    known_at_us: int | None = None,
) -> Mapping[str, int]:
    """What left on consolidation without adding up to zero, by family (đồng); empty is right."""
    asked = Asked(unit_code, first, last, below=True, known_at_us=known_at_us)
    whole = movements(session, asked).consolidated
    return {} if whole is None else whole.untied_vnd


def without_year_end(
    session: Session, unit_code: str, first: dt.date, last: dt.date
) -> tuple[Tagged, ...]:
    """Movements of a book with the turnover of its year-end entries left out.

    Those entries move income and spending into the accumulated balance of the same fund: left in,
    a December would show no income at all.
    """
    moved = reads.tagged(session, [unit_code], first, last)
    book = book_of(session, unit_code)
    query = (
        select(LineRow)
        .join(EntryRow, (EntryRow.book_id == LineRow.book_id) & (EntryRow.seq == LineRow.seq))
        .where(
            LineRow.book_id == book.book_id,
            is_year_end(),
            EntryRow.accounting_on.between(first, last),
        )
    )
    closing: dict[tuple[str, str, str, str], list[int]] = {}
    for row in session.scalars(query):
        line = reads.as_line(row)
        held = closing.setdefault(line.tags, [0, 0])
        held[0 if line.signed_vnd > 0 else 1] += line.amount_vnd
    return tuple(_less(row, closing) for row in moved)


def balance_of(session: Session, asked: Asked, tags: Mapping[str, str]) -> int:
    """One balance at the end of the last day asked for, debit positive (đồng).

    Takes    what a line must carry: account, and fund, item or counter_book where wanted.
    Raises   UnknownBook.
    """
    return balance(movements(session, asked).rows, **tags)


def above(session: Session, unit_code: str, day: dt.date) -> frozenset[str]:
    """The units above a unit on a day."""
    return frozenset(line_up(session, unit_code, day)) - {unit_code}


def period_state(session: Session, unit_code: str, period: Period) -> PeriodState | None:
    """The state of a book's month; None when the book has no such month."""
    return reads.period_states(session, book_of(session, unit_code).book_id).get(period)


def name_of(session: Session, unit_code: str) -> str:
    """The unit's name as last known, or its book's."""
    unit = latest_unit(session, unit_code)
    return book_of(session, unit_code).name if unit is None else unit.name


def _less(row: Tagged, closing: dict[tuple[str, str, str, str], list[int]]) -> Tagged:
    debit, credit = closing.get((row.account, row.fund, row.item, row.counter_book), (0, 0))
    return Tagged(
        row.book,
        row.account,
        row.fund,
        row.item,
        row.counter_book,
        row.opening_debit_vnd,
        row.opening_credit_vnd,
        row.debit_vnd - debit,
        row.credit_vnd - credit,
    )
