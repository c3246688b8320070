"""Books read for an auditor's program: masters with balances first, then entries by journal."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from finance.runtime.charts import index_items
from ledger.accounts import Chart
from ledger.balances import Tagged, totals, trial_balance
from ledger.store import reads
from ledger.store.reads import Book
from ledger.store.rows import CHUNK, with_lines
from ledger.store.tables import EntryRow
from reports.disclosure.balances import fund_name
from reports.figures import Words
from reports.inspection.audit_book import AccountMaster, AuditBook, Named, Recorded, Totals

Span = tuple[dt.date, dt.date]
CURRENCY: Final = "VND"  # of every book


def days_of(session: Session, book_ids: Iterable[int]) -> Span | None:
    """The first and the last accounting day of these books; None when they have no entries."""
    first, last = session.execute(
        select(func.min(EntryRow.accounting_on), func.max(EntryRow.accounting_on)).where(
            EntryRow.book_id.in_(book_ids)
        )
    ).one()
    return None if first is None else (first, last)


def audit_books(session: Session, books: Iterable[Book], span: Span) -> Iterator[AuditBook]:
    """Each book over a span of days, both included, one after the other."""
    names = {code: book.name for code, book in reads.books_by_code(session).items()}
    for book in books:
        rows = reads.tagged(session, [book.code], *span)
        chart = reads.chart(session, book.regime)
        yield _book(session, book, span, _Masters(rows, chart, names))


@dataclass(frozen=True, slots=True)
class _Masters:
    """What was read of a book before its entries."""

    rows: Sequence[Tagged]
    chart: Chart
    names: Mapping[str, str]  # of all books

    def accounts(self) -> list[AccountMaster]:
        held = {account.code: account for account in self.chart}
        return [
            AccountMaster(
                row.key,
                Words(held[row.key].name_vi, held[row.key].name_en),
                held[row.key].nature.value,
                row,
            )
            for row in trial_balance(self.rows, self.chart)
        ]

    def funds(self) -> list[Named]:
        return [
            Named(code, Words(*fund_name(code))) for code in _used(row.fund for row in self.rows)
        ]

    def items(self) -> list[Named]:
        names = {item.code: Words(item.name_vi, item.name_en) for item in index_items()}
        used = _used(row.item for row in self.rows)
        return [Named(code, names.get(code, Words(code))) for code in used]

    def owners(self) -> list[Named]:
        used = _used(row.counter_book for row in self.rows)
        return [Named(code, Words(self.names.get(code, code))) for code in used]


def _book(session: Session, book: Book, span: Span, masters: _Masters) -> AuditBook:
    row = EntryRow
    in_span = and_(row.book_id == book.book_id, row.accounting_on.between(*span))
    count = session.scalars(select(func.count()).select_from(row).where(in_span)).one()
    journals = sorted(session.scalars(select(row.journal).where(in_span).distinct()))
    accounts = masters.accounts()
    moved = totals(account.sums for account in accounts)
    return AuditBook(
        code=book.code,
        name=book.name,
        regime=book.regime,
        currency=CURRENCY,
        accounts=accounts,
        funds=masters.funds(),
        items=masters.items(),
        owners=masters.owners(),
        totals=Totals(count, moved.debit_vnd, moved.credit_vnd),
        journals=((journal, _recorded(session, book, journal, span)) for journal in journals),
    )


def _recorded(session: Session, book: Book, journal: str, span: Span) -> Iterator[Recorded]:
    query = (
        select(EntryRow)
        .where(
            EntryRow.book_id == book.book_id,
            EntryRow.journal == journal,
            EntryRow.accounting_on.between(*span),
        )
        .order_by(EntryRow.year, EntryRow.number)
        .execution_options(yield_per=CHUNK)
    )
    for part in session.scalars(query).partitions(CHUNK):
        held = with_lines(session, [(row, book.code) for row in part])
        for row, posted in zip(part, held, strict=True):
            yield Recorded(posted, row.leaf_hash)


def _used(codes: Iterable[str]) -> list[str]:
    return sorted({code for code in codes if code})
