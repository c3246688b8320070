"""Sums of movements: turnovers of whole months, lines of the days that are left.

A sum is taken in two halves of 32 bits: SQLite's sum() fails past 64 bits, and no balance may
depend on how far along its summands are.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sqlalchemy import ColumnElement, Row, Select, and_, func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from ledger.balances import Tagged
from ledger.entries import Side
from ledger.periods import Period, first_day, last_day, period_of, shift
from ledger.store.tables import BookRow, EntryRow, LineRow, TurnoverRow

_HALF: Final = 2**32
_CHUNK: Final = 500
_OPENING, _MOVED = 0, 2  # where in (opening debit, credit, debit, credit) a part is added

_Sums = Select[int, str, str, str, str, int, int, int, int]
_Place = tuple[dt.date, int, int]


def tagged(
    session: Session, book_codes: Iterable[str], first: dt.date, last: dt.date
) -> list[Tagged]:
    """What stood before and what moved in a span of days, by book and tags.

    Whole months come from the turnover table; a month cut by the span comes from its lines.
    """
    codes = _ids(session, book_codes)
    sums: dict[tuple[int, str, str, str, str], list[int]] = {}
    ids = sorted(codes)
    for start in range(0, len(ids), _CHUNK):
        for query, offset in _parts(ids[start : start + _CHUNK], first, last):
            for row in session.execute(query):
                held = sums.setdefault((row[0], row[1], row[2], row[3], row[4]), [0, 0, 0, 0])
                debit, credit = _halves(row, 5)
                held[offset] += debit
                held[offset + 1] += credit
    return [
        Tagged(codes[key[0]], key[1], key[2], key[3], key[4], *held)
        for key, held in sorted(sums.items())
    ]


def standing_before(session: Session, book_id: int, account: str, place: _Place) -> int:
    """What stood on an account before a line, debit positive, whatever its tags.

    Takes    the line's accounting day, seq and number; (day, 0, 0) is before the whole day.
    """
    month = period_of(place[0])
    turnovers = select(*exact(TurnoverRow.debit_vnd), *exact(TurnoverRow.credit_vnd)).where(
        TurnoverRow.book_id == book_id,
        TurnoverRow.account == account,
        TurnoverRow.period < month,
    )
    lines = select(*_sides()).where(
        LineRow.book_id == book_id,
        LineRow.account == account,
        LineRow.accounting_on >= first_day(month),
        tuple_(LineRow.accounting_on, LineRow.seq, LineRow.line_no) < place,
    )
    balance = 0
    for query in (turnovers, lines):
        debit, credit = _halves(session.execute(query).one(), 0)
        balance += debit - credit
    return balance


def _ids(session: Session, codes: Iterable[str]) -> dict[int, str]:
    wanted = sorted(set(codes))
    found: dict[int, str] = {}
    for start in range(0, len(wanted), _CHUNK):
        query = select(BookRow.book_id, BookRow.code).where(
            BookRow.code.in_(wanted[start : start + _CHUNK])
        )
        found.update((book_id, code) for book_id, code in session.execute(query))
    return found


def _parts(ids: Sequence[int], first: dt.date, last: dt.date) -> Iterator[tuple[_Sums, int]]:
    first_month, last_month = period_of(first), period_of(last)
    yield _turnovers(ids, None, shift(first_month, -1)), _OPENING
    if first > first_day(first_month):
        before = first - dt.timedelta(days=1)
        yield _line_sums(ids, first_day(first_month), before), _OPENING
    for start, end in _cut(first, last, first_month, last_month):
        if start == first_day(period_of(start)) and end == last_day(period_of(end)):
            yield _turnovers(ids, period_of(start), period_of(end)), _MOVED
        else:
            yield _line_sums(ids, start, end), _MOVED


def _cut(
    first: dt.date, last: dt.date, first_month: Period, last_month: Period
) -> Iterator[tuple[dt.date, dt.date]]:
    """The span as at most three: a month that is cut, whole months, a month that is cut."""
    if last < first:
        return
    if first_month == last_month:
        yield first, last
        return
    whole_from = first_month if first == first_day(first_month) else shift(first_month, 1)
    whole_to = last_month if last == last_day(last_month) else shift(last_month, -1)
    if whole_from > first_month:
        yield first, last_day(first_month)
    if whole_from <= whole_to:
        yield first_day(whole_from), last_day(whole_to)
    if whole_to < last_month:
        yield first_day(last_month), last


def _turnovers(ids: Sequence[int], first: Period | None, last: Period) -> _Sums:
    row = TurnoverRow
    tags = (row.book_id, row.account, row.fund, row.item, row.counter_book)
    query = (
        select(*tags, *exact(row.debit_vnd), *exact(row.credit_vnd))
        .where(row.book_id.in_(ids), row.period <= last)
        .group_by(*tags)
    )
    return query if first is None else query.where(row.period >= first)


def _line_sums(ids: Sequence[int], first: dt.date, last: dt.date) -> _Sums:
    row = LineRow
    tags = (row.book_id, row.account, row.fund, row.item, row.counter_book)
    return (
        select(*tags, *_sides())
        .join(EntryRow, and_(EntryRow.book_id == row.book_id, EntryRow.seq == row.seq))
        .where(EntryRow.book_id.in_(ids), EntryRow.accounting_on.between(first, last))
        .group_by(*tags)
    )


def _sides() -> tuple[
    ColumnElement[int], ColumnElement[int], ColumnElement[int], ColumnElement[int]
]:
    debit = LineRow.side == Side.DEBIT.value
    credit = LineRow.side == Side.CREDIT.value
    return (*exact(LineRow.amount_vnd, debit), *exact(LineRow.amount_vnd, credit))


def exact(
    column: InstrumentedAttribute[int], where: ColumnElement[bool] | None = None
) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """The sums of a column's upper and lower halves; neither comes near 64 bits.

    Takes    the rows to sum, all when left out. `whole` makes one number of both again.
    """
    halves = (func.sum(column // _HALF), func.sum(column % _HALF))
    if where is None:
        return func.coalesce(halves[0], 0), func.coalesce(halves[1], 0)
    high, low = (func.coalesce(half.filter(where), 0) for half in halves)
    return high, low


def whole(row: Row[*tuple[object, ...]], at: int) -> int:
    """The sum whose halves stand at a place of a row; PostgreSQL gives them as whole numerics."""
    return int(str(row[at])) * _HALF + int(str(row[at + 1]))


def _halves(row: Row[*tuple[object, ...]], start: int) -> tuple[int, int]:
    """Debit and credit out of four halves."""
    return whole(row, start), whole(row, start + 2)
