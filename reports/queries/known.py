"""Balances as they were known at a moment: entries recorded later are left out, whatever their day.

Sums are taken in two halves of 32 bits, because SQLite's sum() fails past 64 bits.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from ledger.balances import Tagged
from ledger.entries import Side
from ledger.store import reads
from ledger.store.tables import EntryRow, LineRow

_HALF: Final = 2**32
_CHUNK: Final = 500


def tagged_known(
    session: Session, book_codes: Iterable[str], span: tuple[dt.date, dt.date], known_at_us: int
) -> list[Tagged]:
    """What stood before and what moved in a span of days, by what was recorded up to a moment.

    Takes    the span, both days included; the moment in microseconds since 1970, UTC, included.
    Returns  the same shape as the turnovers give, from the lines.
    """
    books = reads.books_by_code(session, book_codes)
    codes = {book.book_id: code for code, book in books.items()}
    ids = sorted(codes)
    found: list[Tagged] = []
    row = LineRow
    tags = (row.book_id, row.account, row.fund, row.item, row.counter_book)
    for start in range(0, len(ids), _CHUNK):
        query = (
            select(*tags, *_columns(span[0]))
            .join(EntryRow, and_(EntryRow.book_id == row.book_id, EntryRow.seq == row.seq))
            .where(
                row.book_id.in_(ids[start : start + _CHUNK]),
                EntryRow.accounting_on <= span[1],
                EntryRow.recorded_at_us <= known_at_us,
            )
            .group_by(*tags)
            .order_by(*tags)
        )
        for book_id, account, fund, item, counter, *halves in session.execute(query):
            whole = [
                int(high) * _HALF + int(low)
                for high, low in zip(halves[::2], halves[1::2], strict=True)
            ]
            found.append(Tagged(codes[book_id], account, fund, item, counter, *whole))
    return found


def _columns(first: dt.date) -> list[ColumnElement[int]]:
    """Opening debit and credit, then debit and credit of the span, each in two halves."""
    before = EntryRow.accounting_on < first
    within = EntryRow.accounting_on >= first
    return [
        func.sum(case((and_(when, LineRow.side == side.value), half), else_=0))
        for when in (before, within)
        for side in (Side.DEBIT, Side.CREDIT)
        for half in (LineRow.amount_vnd // _HALF, LineRow.amount_vnd % _HALF)
    ]
